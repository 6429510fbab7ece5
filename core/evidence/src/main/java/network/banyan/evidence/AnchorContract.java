// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.Optional;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.P256;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** How to speak to the anchor contract that stands in every genesis, and to read what it says (contracts/README.md). */
public final class AnchorContract {
    public static final Address ADDRESS = Address.ofNumber(0x1002);

    private static final String ANCHOR = "anchor(bytes32,bytes32,uint64,uint32)";
    private static final String NEXT = "next(bytes32)";

    /** The first topic of the event that every accepted batch leaves. */
    public static final Hash ANCHORED =
            AbiValue.topic("Anchored(bytes32,bytes32,uint64,uint32,bytes32,bytes32,address)");

    private AnchorContract() {}

    /**
     * A batch of records under one Merkle root.
     *
     * @param firstSequence of the first record, from 1
     * @param count of records, from 1
     */
    public record Batch(Hash device, Hash root, long firstSequence, long count) {
        /**
         * @throws EvidenceFormatException if the numbers are outside their range
         */
        public Batch {
            if (firstSequence < 1
                    || count < 1
                    || count >= 1L << 32
                    || firstSequence > DeviceRecord.MAX_SEQUENCE - count) {
                throw EvidenceFormatException.of("no such batch: %d records from %d on", count, firstSequence);
            }
        }

        public long lastSequence() {
            return firstSequence + count - 1;
        }

        public boolean covers(long sequence) {
            return sequence >= firstSequence && sequence <= lastSequence();
        }
    }

    /** The event: the batch, and what the registry held for its device in that block. */
    public record Anchored(Batch batch, P256.PublicKey key, Address owner) {}

    public static Bytes anchor(Batch batch) {
        return AbiValue.call(
                ANCHOR,
                AbiValue.of(batch.device()),
                AbiValue.of(batch.root()),
                AbiValue.of(batch.firstSequence()),
                AbiValue.of(batch.count()));
    }

    /**
     * Reads the call data of {@code anchor}; empty if it calls something else.
     *
     * @throws EvidenceFormatException if its arguments are none
     */
    public static Optional<Batch> batchOf(Bytes callData) {
        if (!AbiValue.isCall(callData, ANCHOR)) {
            return Optional.empty();
        }
        var words = Words.ofArguments(callData);
        return Optional.of(new Batch(words.hash(), words.hash(), words.number(63), words.number(32)));
    }

    /** Call data of {@code next}: the sequence number a device's next batch must start with. */
    public static Bytes next(Hash device) {
        return AbiValue.call(NEXT, AbiValue.of(device));
    }

    /**
     * Reads what {@code next} returned.
     *
     * @throws EvidenceFormatException if the bytes are no such answer
     */
    public static long next(Bytes returned) {
        return Words.ofOutput(returned).number(63);
    }

    /**
     * Reads an event. Empty if the log is another contract's or another event, and for a batch whose numbers no record can
     * have: the contract lets an owner count further than records go, and that must disturb nobody who reads blocks.
     */
    public static Optional<Anchored> anchored(Log log) {
        if (!log.address().equals(ADDRESS)
                || log.topics().size() != 3
                || !log.topics().getFirst().equals(ANCHORED)) {
            return Optional.empty();
        }
        try {
            var words = Words.ofOutput(log.data());
            var batch = new Batch(log.topics().get(1), log.topics().get(2), words.number(63), words.number(32));
            return Optional.of(new Anchored(batch, new P256.PublicKey(words.hash(), words.hash()), words.address()));
        } catch (EvidenceFormatException outOfRange) {
            return Optional.empty();
        }
    }

    /** The log that the contract leaves for an event: for tests and other implementations of the chain. */
    public static Log log(Anchored event) {
        Batch batch = event.batch();
        byte[] data = Words.concat(
                new byte[0],
                UInt256.of(batch.firstSequence()).toHash(),
                UInt256.of(batch.count()).toHash(),
                event.key().x(),
                event.key().y(),
                event.owner().toWord().toHash());
        return new Log(ADDRESS, java.util.List.of(ANCHORED, batch.device(), batch.root()), Bytes.wrap(data));
    }
}
