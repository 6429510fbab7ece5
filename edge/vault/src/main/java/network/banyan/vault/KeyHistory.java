// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.banyan.crypto.P256;
import network.banyan.evidence.DeviceRecord;

/**
 * Which key a device had when, as the chain tells it (docs/spec/vault.md, rule 18). A record is good by the key that the
 * registry held when the record was first fixed on the chain: by a batch of the device's own, or by the list of segments.
 *
 * @param terms in their order; the last holds the present key
 * @param batches that the device anchored itself
 * @param commits of the stream's list, in their order
 */
public record KeyHistory(List<Term> terms, List<Batch> batches, List<Commit> commits) {
    public KeyHistory {
        terms = List.copyOf(terms);
        batches = List.copyOf(batches);
        commits = List.copyOf(commits);
    }

    /**
     * @param fromBlock in which the registry took the key
     */
    public record Term(P256.PublicKey key, long fromBlock) {}

    /**
     * A batch of records that was anchored while the registry held a key.
     *
     * @param first number of its first record
     * @param last number of its last one
     */
    public record Batch(long first, long last, P256.PublicKey key) {}

    /**
     * @param size leaves of the list from this block on
     */
    public record Commit(long size, long block) {}

    /**
     * Who signed a record.
     *
     * @param term which key of the device's, from 0
     * @param isFixed whether the chain shows that the record was there before the key was replaced
     */
    public record Signer(int term, boolean isFixed) {}

    /**
     * By which key a record is good.
     *
     * @param leaf of the stream's list that holds it; empty if it is not in there yet
     * @return empty if no key of the device's signed it, or one that was not its key then
     */
    public Optional<Signer> signer(DeviceRecord record, OptionalLong leaf) {
        Optional<P256.PublicKey> anchored = anchoredUnder(record.sequence());
        for (int term = terms.size() - 1; term >= 0; term--) {
            P256.PublicKey key = terms.get(term).key();
            if (record.isSignedBy(key)) {
                if (anchored.isPresent()) {
                    return anchored.get().equals(key) ? Optional.of(new Signer(term, true)) : Optional.empty();
                }
                return byCommit(term, leaf);
            }
        }
        return Optional.empty();
    }

    private Optional<Signer> byCommit(int term, OptionalLong leaf) {
        boolean isPresent = term == terms.size() - 1;
        if (leaf.isEmpty()) {
            return Optional.of(new Signer(term, isPresent));
        }
        Optional<Commit> commit =
                commits.stream().filter(one -> one.size() > leaf.getAsLong()).findFirst();
        if (commit.isPresent() && commit.get().block() < terms.get(term).fromBlock()) {
            return Optional.empty();
        }
        boolean isInTime = commit.isPresent()
                && (isPresent || commit.get().block() < terms.get(term + 1).fromBlock());
        return Optional.of(new Signer(term, isPresent || isInTime));
    }

    private Optional<P256.PublicKey> anchoredUnder(long sequence) {
        return batches.stream()
                .filter(batch -> sequence >= batch.first() && sequence <= batch.last())
                .findFirst()
                .map(Batch::key);
    }

    /** Whether the device anchored all of a run of numbers while it had this key. */
    public boolean areAnchoredUnder(P256.PublicKey key, long first, long last) {
        long next = first;
        while (next <= last) {
            long number = next;
            Optional<Batch> batch = batches.stream()
                    .filter(one -> number >= one.first() && number <= one.last())
                    .findFirst()
                    .filter(one -> one.key().equals(key));
            if (batch.isEmpty()) {
                return false;
            }
            next = batch.get().last() + 1;
        }
        return true;
    }
}
