// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import network.banyan.crypto.Keccak;
import network.banyan.evm.Code;
import network.banyan.evm.Fork;
import network.banyan.execution.BlobSchedule;
import network.banyan.execution.BlockEnvironment;
import network.banyan.execution.IntrinsicGas;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.state.Account;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.evm.EdgeWords;
import network.banyan.testkit.evm.Mutations;
import network.banyan.testkit.evm.PrecompileInputs;
import network.banyan.testkit.evm.RandomPrograms;

/**
 * Draws {@link Trial}s. The same seed on the same corpus is the same trial, whatever was drawn before it. Neighbours are a
 * family that has its codes in common: translating them takes longer than running them, and what was wrongly kept from
 * one run shows in the next.
 */
final class Trials {
    private static final UInt256 BASE_FEE = UInt256.of(7);
    private static final UInt256 SENDER_BALANCE = UInt256.of(1_000_000_000_000_000_000L);
    private static final long NONCE = 5;
    private static final int SLOTS = 4;
    private static final int WORD = 32;
    private static final int DATA_MAX = 100;

    /** Trials that share their codes. */
    static final int FAMILY = 16;

    /** What programs as small as ours need at most, usually, and hardly. */
    private static final int[] GAS = {900_000, 150_000, 150_000, 30_000};

    private static final BlockEnvironment BLOCK = new BlockEnvironment(
            Hash.ZERO,
            300,
            1_800_000_000,
            30_000_000,
            Cast.BENEFICIARY,
            Hash.fromHex("0x" + "7a".repeat(32)),
            BASE_FEE,
            BlobSchedule.PRAGUE.price(0),
            Hash.ZERO);

    private final List<Bytes> corpus;

    /**
     * @param corpus codes to mutate; may be empty
     */
    Trials(List<Bytes> corpus) {
        this.corpus = List.copyOf(corpus);
    }

    Trial next(long seed) {
        return familyOf(seed).trial(seed);
    }

    Family familyOf(long seed) {
        long number = Math.floorDiv(seed, FAMILY);
        var random = new Random(scattered(~number));
        List<Bytes> codes = Cast.CONTRACTS.stream().map(_ -> code(random)).toList();
        return new Family(number, codes);
    }

    /** The trials of neighbouring seeds. */
    final class Family {
        private final long number;
        private final List<Bytes> codes;

        private Family(long number, List<Bytes> codes) {
            this.number = number;
            this.codes = codes;
        }

        /** The first seed that is not of this family but of the next. */
        long end() {
            return (number + 1) * FAMILY;
        }

        Trial trial(long seed) {
            Invariant.check(Math.floorDiv(seed, FAMILY) == number, "seed %d is not of family %d", seed, number);
            var random = new Random(scattered(seed));
            MemoryState state = state(random, codes);
            TransactionBody body = body(random);
            Fork fork = random.nextInt(10) == 0 ? Fork.PRAGUE : Fork.OSAKA;
            return new Trial(seed, fork, BLOCK, state, Transaction.sign(body, Cast.SENDER_KEY));
        }
    }

    /** Neighbouring seeds would otherwise begin with nearly the same draw (the finaliser of SplitMix64). */
    private static long scattered(long seed) {
        long mixed = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    private static MemoryState state(Random random, List<Bytes> codes) {
        var state = new MemoryState();
        state.put(Cast.SENDER, NONCE, SENDER_BALANCE, senderCode(random));
        Account authority = new Account(random.nextInt(2), UInt256.of(random.nextInt(3)), Keccak.EMPTY);
        if (!authority.isEmpty()) {
            // An empty account does not exist since EIP-161.
            state.accounts.put(Cast.AUTHORITY, authority);
        }
        state.put(Cast.ORDINARY, 0, UInt256.of(7), Bytes.EMPTY);
        for (int c = 0; c < codes.size(); c++) {
            Address contract = Cast.CONTRACTS.get(c);
            state.put(contract, 1, UInt256.of(random.nextInt(2_000)), codes.get(c));
            for (int i = random.nextInt(SLOTS); i > 0; i--) {
                UInt256 slot = random.nextBoolean() ? UInt256.of(random.nextInt(SLOTS)) : EdgeWords.next(random);
                state.put(contract, slot, EdgeWords.next(random));
            }
        }
        state.put(Cast.DELEGATED, 1, UInt256.of(random.nextInt(10)), delegation(random));
        return state;
    }

    private static Bytes senderCode(Random random) {
        return random.nextInt(20) == 0 ? delegation(random) : Bytes.EMPTY;
    }

    /** Mostly to a contract; sometimes to a precompile, to nobody, or in a circle. */
    private static Bytes delegation(Random random) {
        Address target = random.nextInt(8) == 0
                ? Address.ofNumber(new PrecompileInputs(random).number())
                : Cast.ALL.get(random.nextInt(Cast.ALL.size()));
        return Code.delegatingTo(target).bytes();
    }

    private Bytes code(Random random) {
        if (random.nextInt(5) < 3) {
            return RandomPrograms.next(random, Cast.ALL);
        }
        Bytes mutated = new Mutations(random).of(parent(random), parent(random));
        return Trial.mayBeDeployed(mutated) ? mutated : RandomPrograms.next(random, Cast.ALL);
    }

    private Bytes parent(Random random) {
        return corpus.isEmpty() || random.nextInt(3) == 0
                ? RandomPrograms.next(random, Cast.ALL)
                : corpus.get(random.nextInt(corpus.size()));
    }

    private TransactionBody body(Random random) {
        Optional<Address> to = Optional.of(Cast.FIRST);
        Bytes data = data(random);
        switch (random.nextInt(16)) {
            case 0, 1 -> to = Optional.of(Cast.DELEGATED);
            case 2 -> to = Optional.of(Cast.ALL.get(random.nextInt(Cast.ALL.size())));
            case 3 -> {
                var precompiles = new PrecompileInputs(random);
                int number = precompiles.number();
                to = Optional.of(Address.ofNumber(number));
                data = precompiles.next(number);
            }
            case 4, 5 -> {
                to = Optional.empty();
                Bytes init = RandomPrograms.nextInitCode(random, Cast.ALL);
                data = random.nextInt(3) == 0 ? new Mutations(random).of(init, parent(random)) : init;
            }
            default -> {}
        }
        TransactionBody body = ofSomeType(random, to, data);
        // What the transaction costs before it runs comes on top, else few would.
        IntrinsicGas intrinsic = IntrinsicGas.of(body, Fork.OSAKA);
        long gas = 1L + random.nextInt(GAS[random.nextInt(GAS.length)]);
        return Bodies.withGas(body, Math.max(intrinsic.gas() + gas, intrinsic.floor()));
    }

    private static Bytes data(Random random) {
        byte[] data = new byte[WORD + random.nextInt(DATA_MAX)];
        random.nextBytes(data);
        EdgeWords.next(random).writeTo(data, 0);
        return random.nextBoolean() ? Bytes.wrap(data) : Bytes.wrap(data).slice(WORD, data.length);
    }

    private static TransactionBody ofSomeType(Random random, Optional<Address> to, Bytes data) {
        Optional<UInt256> chain = Optional.of(Trial.CHAIN_ID);
        UInt256 value = UInt256.of(random.nextInt(3) == 0 ? random.nextInt(3) : 0);
        UInt256 tip = UInt256.of(random.nextInt(3));
        UInt256 most = BASE_FEE.plus(UInt256.of(random.nextInt(4))).plus(tip);
        List<AccessListEntry> announced = accessList(random);
        int kind = random.nextInt(to.isEmpty() ? 6 : 8);
        return switch (kind) {
            case 0, 1 -> new TransactionBody.Legacy(chain, NONCE, most, 0, to, value, data);
            case 2, 3 -> new TransactionBody.AccessList(chain, NONCE, most, 0, to, value, data, announced);
            case 4, 5 -> new TransactionBody.DynamicFee(chain, NONCE, tip, most, 0, to, value, data, announced);
            case 6 ->
                new TransactionBody.Blob(
                        chain, NONCE, tip, most, 0, to, value, data, announced, UInt256.of(3), blobs(random));
            default ->
                new TransactionBody.SetCode(
                        chain, NONCE, tip, most, 0, to, value, data, announced, authorizations(random));
        };
    }

    private static List<AccessListEntry> accessList(Random random) {
        List<AccessListEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<Hash> slots = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                slots.add(UInt256.of(random.nextInt(SLOTS)).toHash());
            }
            entries.add(new AccessListEntry(Cast.ALL.get(random.nextInt(Cast.ALL.size())), slots));
        }
        return entries;
    }

    private static List<Hash> blobs(Random random) {
        List<Hash> hashes = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            hashes.add(new Hash(0x0100000000000000L | random.nextInt(1 << 30), random.nextLong(), 0, i));
        }
        return hashes;
    }

    /** Some hold, some name another chain or another nonce. */
    private static List<Authorization> authorizations(Random random) {
        List<Authorization> all = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            boolean own = random.nextInt(4) == 0;
            Address target = random.nextInt(6) == 0 ? Address.ZERO : Cast.ALL.get(random.nextInt(Cast.ALL.size()));
            all.add(Authorization.sign(
                    UInt256.of(random.nextInt(3)),
                    target,
                    own ? NONCE + 1 : random.nextInt(2),
                    own ? Cast.SENDER_KEY : Cast.AUTHORITY_KEY));
        }
        return all;
    }
}
