// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.ledger.Block;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Hex;
import network.banyan.primitives.RlpException;
import network.banyan.replica.ChainView;
import network.banyan.replica.Snapshots;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;
import network.banyan.state.SnapshotPath;
import network.banyan.state.SnapshotSource;
import network.banyan.state.StateException;

/**
 * What a new node fetches to begin with the state after an epoch (docs/spec/sync.md). Lists are answered as far as they fit:
 * an answer of fewer items than were asked for is no error, and the first item always comes.
 */
public final class SnapshotMethods {
    private static final int ITEMS_MAX = 64;

    /** Of what is answered, before it is hex. A part is at most a little more than an eighth of it. */
    private static final int BYTES_MAX = 1 << 20;

    private final ChainView chain;
    private final Snapshots snapshots;

    public SnapshotMethods(ChainView chain, Snapshots snapshots) {
        this.chain = chain;
        this.snapshots = snapshots;
    }

    public void addTo(RpcMethods methods) {
        methods.add("banyan_snapshots", this::held);
        methods.add("banyan_snapshotParts", this::parts);
        methods.add("banyan_snapshotCodes", this::codes);
        methods.add("banyan_snapshotBlocks", this::blocks);
    }

    /** The snapshots that can be fetched, newest first: {@code {height, epoch, hash, stateRoot}}. */
    private JsonNode held(JsonNode json) {
        Params.of(json, 0);
        ArrayNode answer = Json.array();
        for (SnapshotSource source : snapshots.held()) {
            chain.block(source.height())
                    .ifPresent(block -> answer.addObject()
                            .put("height", block.number())
                            .put("epoch", block.slot().epoch())
                            .put("hash", block.hash().toHex())
                            .put("stateRoot", source.root().toHex()));
        }
        return answer;
    }

    /** Parts of the snapshot at a height, by their paths. */
    private JsonNode parts(JsonNode json) {
        Params params = Params.of(json, 2);
        SnapshotSource source = source(params.required(0));
        return fitting(
                params.required(1),
                asked -> source.part(path(asked))
                        .map(part -> Item.of(part.encode().unsafeArray()))
                        .orElseThrow(() -> RpcException.refused("the state has no node there")));
    }

    private static SnapshotPath path(Value asked) {
        try {
            return SnapshotPath.decode(asked.bytes());
        } catch (RlpException noPath) {
            throw asked.wrong("no path: " + noPath.getMessage());
        }
    }

    /** Codes of the snapshot at a height, by their hashes. */
    private JsonNode codes(JsonNode json) {
        Params params = Params.of(json, 2);
        SnapshotSource source = source(params.required(0));
        return fitting(
                params.required(1),
                asked -> source.code(asked.hash())
                        .map(code -> Item.of(code.unsafeArray()))
                        .orElseThrow(() -> RpcException.refused("the state has no such code")));
    }

    /** Final blocks by their heights, as bytes, with their receipts: {@code {block, receipts}}. */
    private JsonNode blocks(JsonNode json) {
        return fitting(Params.of(json, 1).required(0), asked -> {
            long number = asked.longQuantity();
            Optional<Block> block = chain.block(number);
            Optional<List<Receipt>> receipts = chain.receipts(number);
            if (block.isEmpty() || receipts.isEmpty()) {
                throw RpcException.refused("block %d is not here".formatted(number));
            }
            return Item.of(block.get(), receipts.get());
        });
    }

    private SnapshotSource source(Value height) {
        long number = height.longQuantity();
        return snapshots
                .at(number)
                .orElseThrow(() -> RpcException.refused("no snapshot of block %d is held".formatted(number)));
    }

    /**
     * @param size in bytes, before it is hex
     */
    private record Item(JsonNode json, long size) {
        static Item of(byte[] bytes) {
            return new Item(Json.text(Hex.encode(bytes)), bytes.length);
        }

        static Item of(Block block, List<Receipt> receipts) {
            byte[] encoded = block.encode();
            ObjectNode json = Json.object().put("block", Hex.encode(encoded));
            ArrayNode written = json.putArray("receipts");
            long size = encoded.length;
            for (Receipt receipt : receipts) {
                byte[] bytes = receipt.encode();
                written.add(Hex.encode(bytes));
                size += bytes.length;
            }
            return new Item(json, size);
        }
    }

    private static JsonNode fitting(Value list, Function<Value, Item> read) {
        ArrayNode answer = Json.array();
        long size = 0;
        try {
            for (Value asked : list.items(ITEMS_MAX)) {
                Item item = read.apply(asked);
                size += item.size();
                if (!answer.isEmpty() && size > BYTES_MAX) {
                    break;
                }
                answer.add(item.json());
            }
        } catch (StateException released) {
            throw RpcException.refused(String.valueOf(released.getMessage()));
        }
        return answer;
    }
}
