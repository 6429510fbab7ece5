// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * Where a chain begins: everything its nodes must agree on before the first block. Read from and written to genesis.json
 * by {@link GenesisJson}.
 *
 * @param timestamp seconds since 1970
 * @param coin symbol of the native coin, for display
 * @param parameters the chain's rules that are numbers
 * @param committee the validators of epoch 0, in order of seats
 * @param alloc accounts that exist from the start
 */
public record Genesis(
        long chainId,
        String name,
        String coin,
        long timestamp,
        Parameters parameters,
        List<Validator> committee,
        SortedMap<Address, GenesisAccount> alloc) {
    public Genesis {
        if (chainId < 1 || chainId > (1L << 52)) {
            throw new IllegalArgumentException("chainId must lie between 1 and 2^52");
        }
        if (committee.isEmpty() || committee.size() > 256) {
            throw new IllegalArgumentException("the committee must have 1 to 256 members");
        }
        committee = List.copyOf(committee);
        alloc = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(alloc));
    }

    /**
     * @param blockIntervalMillis the least time between two blocks' timestamps, 0 to 60,000
     * @param viewTimeoutMillis delta of the consensus protocol, 50 to 60,000
     * @param gasLimit of every block, 1,000,000 to 1,000,000,000
     * @param minBaseFee floor of the base fee in wei
     * @param blobs whether type 3 transactions are accepted; false on our own chains
     * @param epochs when another committee sits; empty if that of genesis sits for ever
     * @param disputable whether a block must be small enough to be judged by a root (docs/spec/disputes.md)
     */
    public record Parameters(
            long blockIntervalMillis,
            long viewTimeoutMillis,
            long gasLimit,
            UInt256 minBaseFee,
            boolean blobs,
            Optional<Epochs> epochs,
            boolean disputable) {
        public Parameters {
            between("blockIntervalMillis", blockIntervalMillis, 0, 60_000);
            between("viewTimeoutMillis", viewTimeoutMillis, 50, 60_000);
            between("gasLimit", gasLimit, 1_000_000, 1_000_000_000);
        }

        /** Those of a chain whose blocks nobody judges. */
        public Parameters(
                long blockIntervalMillis,
                long viewTimeoutMillis,
                long gasLimit,
                UInt256 minBaseFee,
                boolean blobs,
                Optional<Epochs> epochs) {
            this(blockIntervalMillis, viewTimeoutMillis, gasLimit, minBaseFee, blobs, epochs, false);
        }

        /** Those of a chain whose blocks a root may judge. */
        public static Parameters disputable(
                long blockIntervalMillis, long viewTimeoutMillis, long gasLimit, UInt256 minBaseFee) {
            return new Parameters(
                    blockIntervalMillis, viewTimeoutMillis, gasLimit, minBaseFee, false, Optional.empty(), true);
        }

        /** Those of a chain whose committee never changes. */
        public Parameters(
                long blockIntervalMillis, long viewTimeoutMillis, long gasLimit, UInt256 minBaseFee, boolean blobs) {
            this(blockIntervalMillis, viewTimeoutMillis, gasLimit, minBaseFee, blobs, Optional.empty());
        }
    }

    /**
     * Terms of committees. Epoch e holds the blocks from e · blocks + 1 to (e + 1) · blocks; the last of them names the
     * committee that follows.
     *
     * @param blocks of an epoch, 2 to 1,000,000: the first one fixes the candidates, the last one draws from them
     * @param seats of a committee that is drawn, 4 to 36; it has fewer if there are fewer candidates
     */
    public record Epochs(long blocks, int seats) {
        public Epochs {
            between("epochs.blocks", blocks, 2, 1_000_000);
            between("epochs.seats", seats, 4, 36);
        }

        /** The epoch of a block; genesis stands in the first. */
        public long of(long height) {
            return height == 0 ? 0 : (height - 1) / blocks;
        }

        /** The height of an epoch's last block. */
        public long last(long epoch) {
            return Math.multiplyExact(epoch + 1, blocks);
        }

        /** Whether a block is the first of its epoch. */
        public boolean begins(long height) {
            return height > 0 && (height - 1) % blocks == 0;
        }

        /** Whether a block is the last of its epoch. */
        public boolean ends(long height) {
            return height > 0 && height % blocks == 0;
        }
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s must lie between %d and %d, not %d".formatted(name, least, most, value));
        }
    }

    /** An account at height 0. */
    public record GenesisAccount(UInt256 balance, long nonce, Bytes code, SortedMap<Hash, Hash> storage) {
        public GenesisAccount {
            storage = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(storage));
        }

        public static GenesisAccount withBalance(UInt256 balance) {
            return new GenesisAccount(balance, 0, Bytes.EMPTY, new TreeMap<>(Map.of()));
        }
    }

    /**
     * The header of block 0.
     *
     * @param stateRoot of {@link #alloc}
     * @param committeeRoot the commitment to {@link #committee}, computed by {@code network.banyan.election}
     */
    public BlockHeader header(Hash stateRoot, Hash committeeRoot) {
        return new BlockHeader(
                Hash.ZERO,
                BlockHeader.NO_OMMERS,
                Address.ZERO,
                stateRoot,
                BlockHeader.EMPTY_ROOT,
                BlockHeader.EMPTY_ROOT,
                Bloom.EMPTY,
                UInt256.ZERO,
                0,
                parameters.gasLimit(),
                0,
                timestamp,
                new Slot(0, 0, 0).toExtraData(),
                Hash.ZERO,
                BlockHeader.ZERO_NONCE,
                parameters.minBaseFee(),
                BlockHeader.EMPTY_ROOT,
                0,
                0,
                committeeRoot,
                BlockHeader.NO_REQUESTS);
    }
}
