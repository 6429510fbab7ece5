// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import network.banyan.election.Committee;
import network.banyan.evidence.Handover;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.light.FalseAnswer;
import network.banyan.light.ProofFetch.Wanted;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.CallRequest;
import network.banyan.replica.ChainView.Location;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.JsonRpcClient.Call;
import network.banyan.state.Account;
import network.banyan.state.AccountProof;
import network.banyan.state.AccountProof.SlotProof;

/**
 * What is asked of one node, and its answers in types. All that is checked here is their form and their length; what is
 * not of that form is a {@link FalseAnswer}, as what does not hold is.
 */
final class SourceTalk {
    /** A path through a trie of hashed keys has at most 65 nodes, none as large as this. */
    private static final int PROOF_NODES_MAX = 65;

    private static final int NODE_BYTES_MAX = 1_024;
    private static final int RECEIPTS_MAX = 100_000;
    private static final int GUESSES_MAX = 500;

    private final JsonRpcClient rpc;

    SourceTalk(JsonRpcClient rpc) {
        this.rpc = rpc;
    }

    /**
     * What a node says of itself; believed by nobody.
     *
     * @param height of its last final block
     */
    record Claim(long height, long chainId, Hash genesis) {}

    Claim claim() {
        JsonNode answer = rpc.call("banyan_status");
        return read(
                "banyan_status",
                () -> new Claim(
                        number(answer.path("height")),
                        number(answer.path("chainId")),
                        Hash.fromHex(answer.path("genesisHash").asText())));
    }

    private static long number(JsonNode json) {
        if (!json.canConvertToLong() || !json.isIntegralNumber() || json.asLong() < 0) {
            throw new IllegalArgumentException("no number");
        }
        return json.asLong();
    }

    /** The certificate that covers a block: its own, or that of a later one. */
    Certificate certificate(long number) {
        JsonNode answer = rpc.call("banyan_certificate", hex(number));
        return read(
                "banyan_certificate",
                () -> Certificate.decode(bytes(answer.path("encoded")).toArray()));
    }

    /** Some headers, by their numbers. */
    List<BlockHeader> headers(List<Long> numbers) {
        List<JsonNode> answers = rpc.batch(numbers.stream()
                .map(number -> Call.of("debug_getRawHeader", hex(number)))
                .toList());
        return read(
                "debug_getRawHeader",
                () -> answers.stream()
                        .map(answer -> BlockHeader.decode(bytes(answer).toArray()))
                        .toList());
    }

    /** How some epochs handed over, from one on. */
    List<Handover> handovers(long first, int count) {
        List<JsonNode> answers = rpc.batch(LongStream.range(first, first + count)
                .mapToObj(epoch -> Call.of("banyan_handover", hex(epoch)))
                .toList());
        return read(
                "banyan_handover",
                () -> answers.stream()
                        .map(answer -> new Handover(
                                BlockHeader.decode(bytes(answer.path("header")).toArray()),
                                Certificate.decode(
                                        bytes(answer.path("certificate")).toArray()),
                                Committee.decode(bytes(answer.path("committee")).toArray())
                                        .members()))
                        .toList());
    }

    Bytes block(long number) {
        JsonNode answer = rpc.call("debug_getRawBlock", hex(number));
        return read("debug_getRawBlock", () -> bytes(answer));
    }

    /** Each as it stands in the trie. */
    List<Bytes> receipts(long number) {
        JsonNode answer = rpc.call("debug_getRawReceipts", hex(number));
        return read("debug_getRawReceipts", () -> list(answer, RECEIPTS_MAX, RECEIPTS_MAX * NODE_BYTES_MAX));
    }

    /** Accounts and slots after a block, with their proofs, in the order of the questions. */
    List<AccountProof> proofs(List<Wanted> wanted, long number) {
        List<JsonNode> answers = rpc.batch(wanted.stream()
                .map(each -> Call.of(
                        "eth_getProof",
                        each.address().toHex(),
                        each.slots().stream().map(slot -> slot.toHash().toHex()).toList(),
                        hex(number)))
                .toList());
        return read("eth_getProof", () -> {
            List<AccountProof> proofs = new ArrayList<>();
            for (int i = 0; i < answers.size(); i++) {
                proofs.add(proof(wanted.get(i).address(), answers.get(i)));
            }
            return proofs;
        });
    }

    private static AccountProof proof(Address asked, JsonNode answer) {
        JsonNode told = answer.path("storageProof");
        List<SlotProof> slots = new ArrayList<>();
        for (JsonNode slot : told) {
            slots.add(
                    new SlotProof(quantity(slot.path("key")), quantity(slot.path("value")), nodes(slot.path("proof"))));
        }
        var account = new Account(
                nonce(quantity(answer.path("nonce"))),
                quantity(answer.path("balance")),
                Hash.fromHex(answer.path("codeHash").asText()));
        return new AccountProof(
                asked,
                account,
                Hash.fromHex(answer.path("storageHash").asText()),
                nodes(answer.path("accountProof")),
                slots);
    }

    private static long nonce(UInt256 told) {
        if (told.bitLength() > Long.SIZE) {
            throw new IllegalArgumentException("a nonce over 64 bits");
        }
        return told.d();
    }

    private static List<Bytes> nodes(JsonNode list) {
        return list(list, PROOF_NODES_MAX, PROOF_NODES_MAX * NODE_BYTES_MAX);
    }

    Bytes code(Address owner, long number) {
        JsonNode answer = rpc.call("eth_getCode", owner.toHex(), hex(number));
        return read("eth_getCode", () -> bytes(answer));
    }

    /** Where it says a transaction stands; empty if it knows none, or none in a block. */
    Optional<Location> locate(Hash transaction) {
        JsonNode answer = rpc.call("eth_getTransactionByHash", transaction.toHex());
        if (answer.isNull() || answer.path("blockNumber").isNull()) {
            return Optional.empty();
        }
        return read(
                "eth_getTransactionByHash",
                () -> Optional.of(new Location(
                        quantity(answer.path("blockNumber")).toLongExact(),
                        Math.toIntExact(
                                quantity(answer.path("transactionIndex")).toLongExact()))));
    }

    /** The number it gives a block of this hash. */
    Optional<Long> numberOf(Hash block) {
        JsonNode answer = rpc.call("eth_getBlockByHash", block.toHex(), false);
        return answer.isNull()
                ? Optional.empty()
                : read(
                        "eth_getBlockByHash",
                        () -> Optional.of(quantity(answer.path("number")).toLongExact()));
    }

    void send(Bytes transaction) {
        // The hash it answers with is not looked at: ours is reckoned from what was sent.
        rpc.call("eth_sendRawTransaction", transaction.toHex());
    }

    /** What it thinks that a call looks at. */
    List<Wanted> guess(CallRequest request, long number) {
        ObjectNode call = JsonNodeFactory.instance
                .objectNode()
                .put("from", request.from().toHex())
                .put("value", request.value().toQuantity())
                .put("input", request.data().toHex());
        request.to().ifPresent(to -> call.put("to", to.toHex()));
        request.gasLimit().ifPresent(gas -> call.put("gas", hex(gas)));
        JsonNode answer = rpc.call("eth_createAccessList", call, hex(number));
        return read("eth_createAccessList", () -> {
            List<Wanted> guesses = new ArrayList<>();
            int room = GUESSES_MAX;
            for (JsonNode entry : answer.path("accessList")) {
                List<UInt256> slots = new ArrayList<>();
                for (JsonNode key : entry.path("storageKeys")) {
                    if (slots.size() < room) {
                        slots.add(Hash.fromHex(key.asText()).toUInt256());
                    }
                }
                room -= 1 + slots.size();
                if (room < 0) {
                    break;
                }
                guesses.add(new Wanted(Address.fromHex(entry.path("address").asText()), slots));
            }
            return guesses;
        });
    }

    private static List<Bytes> list(JsonNode json, int countMax, int bytesMax) {
        if (!json.isArray() || json.size() > countMax) {
            throw new IllegalArgumentException("no list of at most %d".formatted(countMax));
        }
        List<Bytes> all = new ArrayList<>();
        long size = 0;
        for (JsonNode item : json) {
            Bytes bytes = bytes(item);
            size += bytes.size();
            if (size > bytesMax) {
                throw new IllegalArgumentException("a list of more than %d bytes".formatted(bytesMax));
            }
            all.add(bytes);
        }
        return all;
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    private static Bytes bytes(JsonNode json) {
        return Bytes.fromHex(json.asText());
    }

    private static UInt256 quantity(JsonNode json) {
        return UInt256.fromHex(json.asText());
    }

    private static <T> T read(String method, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException | ArithmeticException | RlpException | Committee.Refused malformed) {
            throw new FalseAnswer(
                    "what it answered to %s cannot be read: %s".formatted(method, malformed.getMessage()));
        }
    }
}
