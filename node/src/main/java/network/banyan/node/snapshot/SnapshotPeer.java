// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import network.banyan.election.Committee;
import network.banyan.evidence.Handover;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.replica.ChainStore.Executed;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.JsonRpcClient.Call;
import network.banyan.sdk.RpcFailure;
import network.banyan.state.SnapshotPart;
import network.banyan.state.SnapshotRestore.Want;

/** One node that is asked for a snapshot, over JSON-RPC. It is not believed; what it says is only read here. */
final class SnapshotPeer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI address;
    private final JsonRpcClient client;

    SnapshotPeer(URI address) {
        this.address = address;
        this.client = new JsonRpcClient(address, PATIENCE);
    }

    URI address() {
        return address;
    }

    /** An answer that cannot be one. */
    static final class Nonsense extends Exception {
        Nonsense(String message) {
            super(message);
        }
    }

    /**
     * A snapshot it says it holds.
     *
     * @param epoch that ended with the block
     */
    record Offer(long height, long epoch, Hash hash) {}

    /**
     * @throws RpcFailure if there is no answer, or a refusal
     */
    List<Offer> offers() throws Nonsense {
        JsonNode answer = client.call("banyan_snapshots");
        return read(
                answer,
                each -> new Offer(
                        each.path("height").asLong(-1),
                        each.path("epoch").asLong(-1),
                        Hash.fromHex(each.path("hash").asText())));
    }

    /** How some epochs handed over, from one on. */
    List<Handover> handovers(long first, int count) throws Nonsense {
        List<Call> calls = LongStream.range(first, first + count)
                .mapToObj(epoch -> Call.of("banyan_handover", "0x" + Long.toHexString(epoch)))
                .toList();
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        client.batch(calls).forEach(answers::add);
        return read(
                answers,
                each -> new Handover(
                        BlockHeader.decode(bytes(each.path("header")).toArray()),
                        Certificate.decode(bytes(each.path("certificate")).toArray()),
                        Committee.decode(bytes(each.path("committee")).toArray())
                                .members()));
    }

    /** The first of some blocks, in their order. */
    List<Executed> blocks(List<Long> numbers) throws Nonsense {
        JsonNode answer = client.call(
                "banyan_snapshotBlocks",
                numbers.stream().map(number -> "0x" + Long.toHexString(number)).toList());
        return fewer(numbers.size(), read(answer, each -> {
            List<Receipt> receipts = new ArrayList<>();
            each.path("receipts")
                    .forEach(receipt ->
                            receipts.add(Receipt.decode(bytes(receipt).toArray())));
            return new Executed(Block.decode(bytes(each.path("block")).toArray()), receipts);
        }));
    }

    /** The first of some parts, in their order. */
    List<SnapshotPart> parts(long height, List<Want> wants) throws Nonsense {
        JsonNode answer = client.call(
                "banyan_snapshotParts",
                "0x" + Long.toHexString(height),
                wants.stream().map(want -> want.path().encode().toHex()).toList());
        return fewer(wants.size(), read(answer, each -> SnapshotPart.decode(bytes(each))));
    }

    /** The first of some codes, in their order. */
    List<Bytes> codes(long height, List<Hash> hashes) throws Nonsense {
        JsonNode answer = client.call(
                "banyan_snapshotCodes",
                "0x" + Long.toHexString(height),
                hashes.stream().map(Hash::toHex).toList());
        return fewer(hashes.size(), read(answer, SnapshotPeer::bytes));
    }

    private interface Reading<T> {
        T read(JsonNode item);
    }

    private static <T> List<T> read(JsonNode answer, Reading<T> reading) throws Nonsense {
        if (!answer.isArray()) {
            throw new Nonsense("it answered with no list");
        }
        List<T> read = new ArrayList<>(answer.size());
        try {
            for (JsonNode item : answer) {
                read.add(reading.read(item));
            }
        } catch (IllegalArgumentException | RlpException | Committee.Refused unreadable) {
            throw new Nonsense("its answer cannot be read: " + unreadable.getMessage());
        }
        return read;
    }

    private static <T> List<T> fewer(int asked, List<T> answered) throws Nonsense {
        if (answered.isEmpty() || answered.size() > asked) {
            throw new Nonsense("it answered %d of %d things".formatted(answered.size(), asked));
        }
        return answered;
    }

    private static Bytes bytes(JsonNode hex) {
        return Bytes.fromHex(hex.asText());
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
