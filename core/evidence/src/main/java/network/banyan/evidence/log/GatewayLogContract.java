// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import java.util.List;
import java.util.Optional;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.MerkleLog;
import network.banyan.crypto.P256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.ledger.Log;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** How to speak to the contract that anchors gateways' logs, and to read what it says (contracts/README.md). */
public final class GatewayLogContract {
    public static final Address ADDRESS = Address.ofNumber(0x1011);

    private static final String ANCHOR = "anchorLog(bytes32,bytes32,uint64,bytes32[])";
    private static final String LATEST = "latest(bytes32)";

    /** The first topic of the event that every accepted anchor leaves. */
    public static final Hash ANCHORED = AbiValue.topic("LogAnchored(bytes32,bytes32,uint64,bytes32,bytes32,address)");

    private GatewayLogContract() {}

    /**
     * A log at one size.
     *
     * @param size leaves, from 1
     */
    public record Head(Hash gateway, Hash root, long size) {
        /**
         * @throws EvidenceFormatException if the size is out of range
         */
        public Head {
            LogHeader.require(size >= 1 && size <= LogHeader.MAX_SIZE, "an anchored log has 1 to 2^53 - 1 leaves");
        }
    }

    /** The event: the log's head, and what the registry held for its gateway in that block. */
    public record Anchored(Head head, P256.PublicKey key, Address owner) {}

    /** The arguments of a call. */
    public record Anchoring(Head head, List<Hash> proof) {
        public Anchoring {
            proof = List.copyOf(proof);
        }
    }

    /**
     * What the contract remembers of a log.
     *
     * @param size 0 if it was never anchored
     */
    public record Latest(Hash root, long size, long blockNumber) {}

    /** Call data that anchors; the proof leads from the head anchored last to this one, empty for the first. */
    public static Bytes anchor(Anchoring anchoring) {
        Head head = anchoring.head();
        return AbiValue.call(
                ANCHOR,
                AbiValue.of(head.gateway()),
                AbiValue.of(head.root()),
                AbiValue.of(head.size()),
                new AbiValue.Items(anchoring.proof().stream().map(AbiValue::of).toList()));
    }

    /**
     * Reads the call data of {@code anchorLog}; empty if it calls something else.
     *
     * @throws EvidenceFormatException if its arguments are none
     */
    public static Optional<Anchoring> anchoringOf(Bytes callData) {
        if (!AbiValue.isCall(callData, ANCHOR)) {
            return Optional.empty();
        }
        return Optional.of(reading(() -> {
            var in = AbiReader.ofArguments(callData);
            var head = new Head(in.word(), in.word(), in.number(63));
            return new Anchoring(head, in.list(MerkleLog.MAX_PROOF, AbiReader::word));
        }));
    }

    /** Call data of {@code latest}. */
    public static Bytes latest(Hash gateway) {
        return AbiValue.call(LATEST, AbiValue.of(gateway));
    }

    /**
     * Reads what {@code latest} returned.
     *
     * @throws EvidenceFormatException if the bytes are no such answer
     */
    public static Latest latest(Bytes returned) {
        return reading(() -> {
            var in = AbiReader.ofOutput(returned);
            return new Latest(in.word(), in.number(63), in.number(63));
        });
    }

    /** Reads an event; empty if the log is another contract's or another event, or its numbers are out of range. */
    public static Optional<Anchored> anchored(Log log) {
        if (!log.address().equals(ADDRESS)
                || log.topics().size() != 3
                || !log.topics().getFirst().equals(ANCHORED)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reading(() -> {
                var in = AbiReader.ofOutput(log.data());
                var head = new Head(log.topics().get(1), log.topics().get(2), in.number(63));
                return new Anchored(head, new P256.PublicKey(in.word(), in.word()), in.address());
            }));
        } catch (EvidenceFormatException outOfRange) {
            return Optional.empty();
        }
    }

    /** The log that the contract leaves for an event: for tests and other implementations of the chain. */
    public static Log log(Anchored event) {
        byte[] data = new byte[4 * Hash.SIZE];
        UInt256.of(event.head().size()).writeTo(data, 0);
        event.key().x().writeTo(data, Hash.SIZE);
        event.key().y().writeTo(data, 2 * Hash.SIZE);
        event.owner().toWord().writeTo(data, 3 * Hash.SIZE);
        return new Log(
                ADDRESS, List.of(ANCHORED, event.head().gateway(), event.head().root()), Bytes.wrap(data));
    }

    private static <T> T reading(java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (AbiException refused) {
            throw new EvidenceFormatException("what a contract said: " + refused.getMessage());
        }
    }
}
