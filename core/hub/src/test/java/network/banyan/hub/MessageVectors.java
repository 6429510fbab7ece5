// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** Messages, their encodings and digests: rules 15, 32 and 48. */
final class MessageVectors {
    static final long CHAIN = 7;

    private static final UInt256 COIN = UInt256.of(1_000_000_000_000_000_000L);
    private static final Bytes GREETING = Bytes.fromHex("0x68656c6c6f2c2062616e79616e");
    private static final Message DEPOSIT = rootward(0, MessageKind.DEPOSIT, Address.ofNumber(0), COIN, 0, Bytes.EMPTY);
    private static final Message CALL = rootward(1, MessageKind.CALL, Address.ofNumber(0), COIN, 200_000, GREETING);
    private static final Message TOKEN =
            rootward(2, MessageKind.TOKEN, Address.ofNumber(0x721), UInt256.of(42), 0, Bytes.EMPTY);
    private static final Message FORCED = new Message(
            0,
            CHAIN,
            3,
            MessageKind.FORCED,
            alice(),
            alice(),
            Address.ofNumber(0x20),
            UInt256.of(5),
            0,
            -1,
            alice(),
            Bytes.EMPTY);
    private static final Message WITHDRAWAL = new Message(
            CHAIN,
            0,
            0,
            MessageKind.DEPOSIT,
            bob(),
            alice(),
            Address.ofNumber(0),
            COIN,
            0,
            1_800_000_000,
            bob(),
            Bytes.EMPTY);
    private static final Message REFUND = rootward(
            4,
            MessageKind.REFUND,
            Address.ofNumber(0),
            COIN,
            0,
            WITHDRAWAL.digest(Given.ROOT).toBytes());

    private final VectorFile file = new VectorFile(
            "messages.json",
            "input is a message that the rules allow, encoding the one ABI encoding of it, digest its EIP-712 digest in the"
                    + " domain, and tracking the id of the transfer it belongs to",
            15,
            32,
            48);

    private MessageVectors() {}

    /** What the inbox of {@link #CHAIN} holds in the vectors, in its order. */
    static List<Message> inbox() {
        return List.of(DEPOSIT, CALL, TOKEN, FORCED, REFUND);
    }

    static VectorFile all() {
        var vectors = new MessageVectors();
        vectors.allowed();
        vectors.outOfBounds();
        vectors.otherDigests();
        vectors.otherEncodings();
        return vectors.file;
    }

    private void allowed() {
        put("deposit", "coin from the root", DEPOSIT);
        put("call", "with coin and data, whose last word is padded", CALL);
        put("token", "an ERC-721 token: the amount is its id", TOKEN);
        put("forced", "an account asks for what it has on the chain", FORCED);
        put("refund", "its data is the tracking id of the transfer that comes back", REFUND);
        put("withdrawal", "from a chain to the root", WITHDRAWAL);
        put(
                "refund-without-tracking",
                "of other data than 32 bytes a refund is its own transfer",
                rootward(5, MessageKind.REFUND, Address.ofNumber(0), COIN, 0, GREETING));
        put(
                "call-without-value",
                "from one chain to another",
                new Message(
                        CHAIN,
                        8,
                        1,
                        MessageKind.CALL,
                        bob(),
                        alice(),
                        Address.ofNumber(0),
                        UInt256.ZERO,
                        1,
                        1,
                        bob(),
                        GREETING));
        put(
                "largest-numbers",
                "all bits of each number that may have them",
                new Message(
                        1L << 52,
                        0,
                        -1,
                        MessageKind.DEPOSIT,
                        ones(),
                        ones(),
                        ones(),
                        UInt256.MAX,
                        1_000_000,
                        -1,
                        ones(),
                        Bytes.EMPTY));
        put("data-of-8192-bytes", "the most there may be", withData(8192));
        put("data-of-32-bytes", "a whole word, which is not padded", withData(32));
    }

    private void outOfBounds() {
        refuse("data-of-8193-bytes", "one byte more than there may be", 0, CHAIN, 2, 0, data(8193));
        refuse("gas-of-1000001", "one more than a call may ask for", 0, CHAIN, 2, 1_000_001, GREETING);
        refuse("kind-0", "there is no such kind", 0, CHAIN, 0, 0, Bytes.EMPTY);
        refuse("kind-6", "there is no such kind", 0, CHAIN, 6, 0, Bytes.EMPTY);
        refuse("root-to-root", "one end of a message is a chain", 0, 0, 1, 0, Bytes.EMPTY);
        refuse("to-over-2-to-52", "no chain has such an id", 0, (1L << 52) + 1, 1, 0, Bytes.EMPTY);
        refuse("from-over-2-to-52", "no chain has such an id", (1L << 52) + 1, 0, 1, 0, Bytes.EMPTY);
    }

    private void otherDigests() {
        Hash tracking = CALL.tracking(Given.ROOT);
        refuse(
                "another-root",
                "the digest is under another root's chain id",
                CALL,
                CALL.encode(),
                CALL.digest(HubDomain.of(Given.ROOT.root() + 1)),
                tracking);
        refuse(
                "another-hub",
                "the digest is under another verifying contract",
                CALL,
                CALL.encode(),
                CALL.digest(new HubDomain(Given.ROOT.root(), Address.ofNumber(0x1021))),
                tracking);
        refuse(
                "another-message",
                "the digest is of another message",
                CALL,
                CALL.encode(),
                DEPOSIT.digest(Given.ROOT),
                tracking);
        refuse(
                "hash-of-the-encoding",
                "the digest is the Keccak-256 of the encoding",
                CALL,
                CALL.encode(),
                Keccak.hash(CALL.encode()),
                tracking);
        refuse(
                "tracking-of-a-deposit",
                "only a refund carries another transfer's id",
                withData(32),
                withData(32).encode(),
                withData(32).digest(Given.ROOT),
                Hash.of(data(32).toArray()));
        refuse(
                "tracking-of-a-refund",
                "a refund is not its own transfer",
                REFUND,
                REFUND.encode(),
                REFUND.digest(Given.ROOT),
                REFUND.digest(Given.ROOT));
    }

    private void otherEncodings() {
        byte[] encoding = CALL.encode().toArray();
        Bytes hex = CALL.encode();
        refuse("word-behind", "32 zero bytes stand behind the message", Bytes.fromHex(hex.toHex() + "00".repeat(32)));
        refuse("cut", "the last byte is missing", hex.slice(0, hex.size() - 1));
        refuse(
                "padding-not-zero",
                "what fills the last word of the data is not zero",
                changed(encoding, encoding.length - 1, 1));
        byte[] moved = new byte[encoding.length + 32];
        System.arraycopy(encoding, 0, moved, 0, 32);
        System.arraycopy(encoding, 32, moved, 64, encoding.length - 32);
        moved[31] = 0x40;
        refuse("offset-moved", "the message stands a word further behind, where its offset points", Bytes.wrap(moved));
        refuse("address-over-160-bits", "a bit stands before an address", changed(encoding, 32 + 4 * 32 + 11, 1));
        refuse("number-over-64-bits", "a bit stands before the nonce", changed(encoding, 32 + 2 * 32 + 23, 1));
        refuse("kind-over-8-bits", "a bit stands before the kind", changed(encoding, 32 + 3 * 32 + 30, 1));
        refuse(
                "data-longer-than-there",
                "the size of the data is beyond the end",
                changed(encoding, 32 + 12 * 32 + 31, 0xff));
        refuse("without-the-offset", "the members stand without the offset of their tuple", hex.slice(32, hex.size()));
        refuse("of-another-message", "the encoding is a deposit's", DEPOSIT.encode());
    }

    private void put(String name, String reason, Message message) {
        claims(
                file.accepted(name, reason),
                VectorJson.of(message),
                message.encode(),
                message.digest(Given.ROOT),
                message.tracking(Given.ROOT));
    }

    private void refuse(String name, String reason, Bytes encoding) {
        refuse(name, reason, CALL, encoding, CALL.digest(Given.ROOT), CALL.tracking(Given.ROOT));
    }

    private void refuse(String name, String reason, Message message, Bytes encoding, Hash digest, Hash tracking) {
        claims(file.refused(name, reason), VectorJson.of(message), encoding, digest, tracking);
    }

    /** What no {@link Message} is, with the encoding and the digest it would have. */
    private void refuse(String name, String reason, long from, long to, int kind, long gas, Bytes data) {
        ObjectNode input = VectorJson.message(from, to, 9, kind, UInt256.ZERO, gas, -1, data, CALL);
        List<AbiValue> members = List.of(
                AbiValue.of(from),
                AbiValue.of(to),
                AbiValue.of(9),
                AbiValue.of(kind),
                AbiValue.of(CALL.sender()),
                AbiValue.of(CALL.recipient()),
                AbiValue.of(CALL.asset()),
                AbiValue.of(0),
                AbiValue.of(gas),
                Strict.uint64(-1),
                AbiValue.of(CALL.refund()));
        var whole = new ArrayList<>(members);
        whole.add(AbiValue.of(data));
        var hashed = new ArrayList<AbiValue>();
        hashed.add(AbiValue.of(Message.TYPE));
        hashed.addAll(members);
        hashed.add(AbiValue.of(Keccak.hash(data)));
        Hash digest = Given.ROOT.digest(Keccak.hash(AbiValue.encoded(hashed.toArray(AbiValue[]::new))));
        claims(file.refused(name, reason), input, AbiValue.encoded(new AbiValue.Tuple(whole)), digest, digest);
    }

    private static void claims(ObjectNode vector, ObjectNode input, Bytes encoding, Hash digest, Hash tracking) {
        vector.set("input", input);
        vector.put("encoding", encoding.toHex()).put("digest", digest.toHex()).put("tracking", tracking.toHex());
    }

    private static Message rootward(long nonce, MessageKind kind, Address asset, UInt256 amount, long gas, Bytes data) {
        return new Message(0, CHAIN, nonce, kind, alice(), bob(), asset, amount, gas, 1_800_000_000, alice(), data);
    }

    private static Message withData(int size) {
        return rootward(6, MessageKind.CALL, Address.ofNumber(0), UInt256.ZERO, 100_000, data(size));
    }

    private static Bytes data(int size) {
        byte[] data = new byte[size];
        Arrays.fill(data, (byte) 0xda);
        return Bytes.wrap(data);
    }

    private static Bytes changed(byte[] encoding, int place, int bits) {
        byte[] changed = encoding.clone();
        changed[place] ^= (byte) bits;
        return Bytes.wrap(changed);
    }

    static Address alice() {
        return Address.fromHex("0xa11ce00000000000000000000000000000000001");
    }

    static Address bob() {
        return Address.fromHex("0xb0b0000000000000000000000000000000000002");
    }

    private static Address ones() {
        return Address.fromHex("0x" + "ff".repeat(20));
    }
}
