// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What goes from chain to chain (rule 15): all that may stand in an inbox, and all that an honest chain puts into its outbox.
 *
 * @param from the chain it begins on, or {@link ChainIds#ROOT}
 * @param to the chain it is for, or {@link ChainIds#ROOT}; not both are the root
 * @param nonce unsigned; the index in the inbox for what begins on the root, else the sending chain's own
 * @param sender an address of {@code from}
 * @param asset zero for the root's coin
 * @param amount in the asset's smallest unit; a token's id if it is one
 * @param gas what a call may take, at most {@link #MAX_GAS}
 * @param deadline unsigned, seconds of the root's time
 * @param refund who has the value if it cannot be delivered
 * @param data at most {@link #MAX_DATA} bytes
 */
public record Message(
        long from,
        long to,
        long nonce,
        MessageKind kind,
        Address sender,
        Address recipient,
        Address asset,
        UInt256 amount,
        long gas,
        long deadline,
        Address refund,
        Bytes data) {
    public static final int MAX_DATA = 8192;
    public static final long MAX_GAS = 1_000_000;

    static final Hash TYPE = HubDomain.hash(
            "Message(uint64 from,uint64 to,uint64 nonce,uint8 kind,address sender,address recipient,address asset,"
                    + "uint256 amount,uint64 gas,uint64 deadline,address refund,bytes data)");

    /** Thirteen words before the data: the offset, eleven values and the data's own offset; then its size. */
    private static final int MAX_SIZE = 14 * Hash.SIZE + MAX_DATA;

    /**
     * @throws HubException if a value is out of its bounds
     */
    public Message {
        ChainIds.requireChainOrRoot(from);
        ChainIds.requireChainOrRoot(to);
        HubException.require(from != ChainIds.ROOT || to != ChainIds.ROOT, "a message from the root to the root");
        HubException.require(
                gas >= 0 && gas <= MAX_GAS, "a message asks for %s gas of %d", Long.toUnsignedString(gas), MAX_GAS);
        HubException.require(data.size() <= MAX_DATA, "a message has %d bytes of data of %d", data.size(), MAX_DATA);
    }

    /** EIP-712's digest: the message's hash wherever one stands. */
    public Hash digest(HubDomain domain) {
        return domain.digest(Keccak.hash(AbiValue.encoded(
                AbiValue.of(TYPE),
                Strict.uint64(from),
                Strict.uint64(to),
                Strict.uint64(nonce),
                AbiValue.of(kind.number()),
                AbiValue.of(sender),
                AbiValue.of(recipient),
                AbiValue.of(asset),
                AbiValue.of(amount),
                Strict.uint64(gas),
                Strict.uint64(deadline),
                AbiValue.of(refund),
                AbiValue.of(Keccak.hash(data)))));
    }

    /** The id that follows a transfer through all its steps: of the first message, which a refund carries (rule 32). */
    public Hash tracking(HubDomain domain) {
        return kind == MessageKind.REFUND && data.size() == Hash.SIZE ? Hash.of(data.toArray()) : digest(domain);
    }

    /** As a member of a call's arguments. */
    public AbiValue toAbi() {
        return AbiValue.tuple(
                Strict.uint64(from),
                Strict.uint64(to),
                Strict.uint64(nonce),
                AbiValue.of(kind.number()),
                AbiValue.of(sender),
                AbiValue.of(recipient),
                AbiValue.of(asset),
                AbiValue.of(amount),
                Strict.uint64(gas),
                Strict.uint64(deadline),
                AbiValue.of(refund),
                AbiValue.of(data));
    }

    /** {@code abi.encode(message)}. */
    public Bytes encode() {
        return AbiValue.encoded(toAbi());
    }

    /**
     * @throws HubException if the bytes are not the one encoding of a message
     */
    public static Message decode(Bytes data) {
        return Strict.decode(data, MAX_SIZE, reader -> read(reader.struct()), Message::encode);
    }

    /**
     * From a list that a contract returned, whose own encoding nobody vouches for.
     *
     * @throws HubException if a value is out of its bounds
     */
    public static Message ofItem(AbiReader item) {
        return read(item.struct());
    }

    private static Message read(AbiReader reader) {
        return new Message(
                Strict.uint64(reader),
                Strict.uint64(reader),
                Strict.uint64(reader),
                MessageKind.of((int) reader.number(8)),
                reader.address(),
                reader.address(),
                reader.address(),
                reader.uint(),
                Strict.uint64(reader),
                Strict.uint64(reader),
                reader.address(),
                reader.bytes(MAX_DATA));
    }
}
