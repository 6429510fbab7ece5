// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.member;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.bridge.ChainOutpost;
import network.banyan.crypto.Bls;
import network.banyan.hub.Certificate;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Members' signatures as they stand on the chain (rule 10), each checked once when somebody wants to use it. */
final class Shares {
    private static final Logger LOG = LoggerFactory.getLogger(Shares.class);

    private final ChainOutpost chain;
    private final Committee committee;
    private final SortedMap<Long, Map<Integer, ChainOutpost.Share>> posted = new TreeMap<>();
    private final SortedMap<Long, SortedMap<Integer, Bytes>> good = new TreeMap<>();
    private long scanned;

    Shares(ChainOutpost chain, Committee committee) {
        this.chain = chain;
        this.committee = committee;
    }

    /** Reads what was posted up to a final block of the chain. */
    void read(long lastBlock) {
        if (lastBlock > scanned) {
            for (ChainOutpost.Share share : chain.shares(scanned + 1, lastBlock)) {
                int member = committee.number(share.account());
                if (member >= 0) {
                    posted.computeIfAbsent(share.sequence(), _ -> new TreeMap<>())
                            .put(member, share);
                }
            }
            scanned = lastBlock;
        }
    }

    void dropBefore(long sequence) {
        posted.headMap(sequence).clear();
        good.headMap(sequence).clear();
    }

    /** Whether this member has posted one for a sequence. */
    boolean has(long sequence, Address account) {
        return posted.getOrDefault(sequence, Map.of()).containsKey(committee.number(account));
    }

    /** The last sequence for which this member has posted one; 0 for none. */
    long last(Address account) {
        int member = committee.number(account);
        return posted.entrySet().stream()
                .filter(entry -> entry.getValue().containsKey(member))
                .mapToLong(Map.Entry::getKey)
                .max()
                .orElse(0);
    }

    /** What a quorum signed together, if one has. */
    Optional<Certificate> certificate(long sequence, Hash digest) {
        SortedMap<Integer, Bytes> checked = good.computeIfAbsent(sequence, _ -> new TreeMap<>());
        posted.getOrDefault(sequence, Map.of()).forEach((member, share) -> {
            if (!checked.containsKey(member) && isGood(member, share, digest)) {
                checked.put(member, share.signature());
            }
        });
        return checked.size() < committee.keys().quorum()
                ? Optional.empty()
                : Optional.of(Certificate.ofSignatures(checked));
    }

    private boolean isGood(int member, ChainOutpost.Share share, Hash digest) {
        boolean isGood =
                share.digest().equals(digest) && Bls.verify(committee.key(member), digest.toArray(), share.signature());
        if (!isGood) {
            LOG.warn("member {} posted no signature of checkpoint {}", share.account(), share.sequence());
        }
        return isGood;
    }
}
