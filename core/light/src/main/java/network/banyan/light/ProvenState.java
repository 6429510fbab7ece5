// SPDX-License-Identifier: Apache-2.0
package network.banyan.light;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import network.banyan.crypto.Keccak;
import network.banyan.light.ProofFetch.Wanted;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import network.banyan.state.AccountProof.SlotProof;
import network.banyan.state.StateView;

/**
 * The state after one block, of which each piece is fetched with its proof when somebody looks at it, and kept. What a
 * contract looks at is the contract's choice, so what may be fetched for one question is bounded.
 *
 * <p>For one thread.
 */
public final class ProvenState implements StateView {
    private final ProofFetch source;
    private final Limits limits;
    private final Map<Address, Known> accounts = new TreeMap<>();
    private final Map<Hash, Bytes> codes = new TreeMap<>();
    private int fetches;
    private long bytes;

    /**
     * @param fetches accounts, slots and codes, each counted once
     * @param bytes of their proofs and codes
     */
    public record Limits(int fetches, long bytes) {
        /** What a busy contract touches ten times over. */
        public static final Limits OF_A_CALL = new Limits(2_000, 16L << 20);
    }

    /** More was looked at than may be fetched; the message says how much. */
    public static final class TooMuch extends RuntimeException {
        TooMuch(Limits limits) {
            super(
                    "the call looks at more than %d accounts, slots and codes, or %d MiB of proofs, which is what a light node fetches for one"
                            .formatted(limits.fetches(), limits.bytes() >> 20),
                    null,
                    false,
                    false);
        }
    }

    private record Known(Account account, Map<UInt256, UInt256> slots) {}

    public ProvenState(ProofFetch source, Limits limits) {
        this.source = source;
        this.limits = limits;
    }

    /** Fetches together what will probably be looked at; a wrong guess costs a part of what may be fetched. */
    public void prefetch(List<Wanted> guess) {
        Map<Address, TreeSet<UInt256>> slots = new TreeMap<>();
        for (Wanted wanted : guess) {
            slots.computeIfAbsent(wanted.address(), _ -> new TreeSet<>()).addAll(wanted.slots());
        }
        List<Wanted> missing = new ArrayList<>();
        slots.forEach((address, its) -> missing.add(new Wanted(address, List.copyOf(its))));
        fetch(missing);
    }

    @Override
    public Optional<Account> account(Address address) {
        Account account = known(address).account();
        return account.isEmpty() ? Optional.empty() : Optional.of(account);
    }

    @Override
    public UInt256 storage(Address address, UInt256 slot) {
        Known known = accounts.get(address);
        UInt256 value = known == null ? null : known.slots().get(slot);
        if (value == null) {
            fetch(List.of(new Wanted(address, List.of(slot))));
            value = known(address).slots().get(slot);
        }
        return value == null ? UInt256.ZERO : value;
    }

    @Override
    public Bytes code(Hash codeHash) {
        if (codeHash.equals(Keccak.EMPTY)) {
            return Bytes.EMPTY;
        }
        Bytes code = codes.get(codeHash);
        if (code == null) {
            code = source.code(owner(codeHash), codeHash);
            charge(1, code.size());
            codes.put(codeHash, code);
        }
        return code;
    }

    /** Nobody knows the hash of a code but from an account that has it. */
    private Address owner(Hash codeHash) {
        return accounts.entrySet().stream()
                .filter(entry -> entry.getValue().account().codeHash().equals(codeHash))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("code %s of no account".formatted(codeHash)));
    }

    private Known known(Address address) {
        Known known = accounts.get(address);
        if (known == null) {
            fetch(List.of(new Wanted(address, List.of())));
            known = accounts.get(address);
        }
        if (known == null) {
            throw new IllegalStateException("account %s was fetched and is not there".formatted(address));
        }
        return known;
    }

    private void fetch(List<Wanted> missing) {
        // Before it is fetched, so that a list of guesses as long as a source likes is not asked for.
        charge(missing.stream().mapToInt(wanted -> 1 + wanted.slots().size()).sum(), 0);
        for (AccountProof proof : source.proofs(missing)) {
            Known known = accounts.computeIfAbsent(proof.address(), _ -> new Known(proof.account(), new TreeMap<>()));
            for (SlotProof slot : proof.slots()) {
                known.slots().put(slot.slot(), slot.value());
            }
            charge(0, size(proof));
        }
    }

    private void charge(int more, long moreBytes) {
        fetches += more;
        bytes += moreBytes;
        if (fetches > limits.fetches() || bytes > limits.bytes()) {
            throw new TooMuch(limits);
        }
    }

    private static long size(AccountProof proof) {
        return size(proof.nodes())
                + proof.slots().stream().mapToLong(slot -> size(slot.nodes())).sum();
    }

    private static long size(List<Bytes> nodes) {
        return nodes.stream().mapToLong(Bytes::size).sum();
    }
}
