// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.ExitTree;
import network.banyan.hub.Exits;
import network.banyan.hub.Holding;
import network.banyan.hub.HubException;
import network.banyan.hub.Sibling;
import network.banyan.hub.member.Holdings;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What proves to a root, years later and without the chain, what an account held there: the file that users keep (hub rule 47).
 *
 * @param checkpoint that the leaves belong to
 */
record LeafFile(Checkpoint checkpoint, List<Holdings.Leaf> leaves) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BYTES_MAX = 16L << 20;
    private static final int PATH_MAX = 64;

    LeafFile {
        leaves = List.copyOf(leaves);
    }

    void write(Path file) {
        ObjectNode json = JSON.createObjectNode()
                .put("chainId", checkpoint.chainId())
                .put("sequence", checkpoint.sequence())
                .put("checkpoint", checkpoint.encode().toHex());
        if (!leaves.isEmpty()) {
            json.put("exits", leaves.getFirst().exits().encode().toHex());
        }
        ArrayNode all = json.putArray("leaves");
        for (Holdings.Leaf leaf : leaves) {
            ObjectNode each = all.addObject()
                    .put("which", leaf.which())
                    .put("asset", leaf.asset().toHex())
                    .put("account", leaf.holding().account().toHex())
                    .put("value", leaf.holding().value().toBigInteger().toString());
            ArrayNode path = each.putArray("path");
            for (Sibling beside : leaf.path()) {
                path.addObject()
                        .put("hash", beside.hash().toHex())
                        .put("sum", beside.sum().toBigInteger().toString())
                        .put("isLeft", beside.isLeft());
            }
        }
        try {
            Files.writeString(file, json.toPrettyString() + "\n");
        } catch (IOException failed) {
            throw new UserError("%s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }

    /**
     * @throws UserError if it is no such file, or a leaf is not one of the checkpoint's trees
     */
    static LeafFile read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new UserError(file + " is over 16 MiB; that is no file of leaves.");
            }
            return read(JSON.readTree(Files.readAllBytes(file)));
        } catch (JacksonException | IllegalArgumentException | HubException malformed) {
            throw new UserError("%s is no file of leaves: %s".formatted(file, malformed.getMessage()), malformed);
        } catch (IOException unreadable) {
            throw new UserError("%s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        }
    }

    private static LeafFile read(JsonNode json) {
        Checkpoint checkpoint =
                Checkpoint.decode(Bytes.fromHex(json.path("checkpoint").asText()));
        Exits exits = json.has("exits")
                ? Exits.decode(Bytes.fromHex(json.path("exits").asText()))
                : Exits.NONE;
        HubException.require(exits.hash().equals(checkpoint.exits()), "its trees are not the checkpoint's");
        List<Holdings.Leaf> leaves = new ArrayList<>();
        for (JsonNode each : json.path("leaves")) {
            leaves.add(leaf(exits, each));
        }
        return new LeafFile(checkpoint, leaves);
    }

    private static Holdings.Leaf leaf(Exits exits, JsonNode json) {
        int which = json.path("which").asInt(-1);
        HubException.require(which >= 0 && which < exits.trees().size(), "a leaf of no tree");
        HubException.require(json.path("path").size() <= PATH_MAX, "a path of more than %d steps", PATH_MAX);
        List<Sibling> path = new ArrayList<>();
        for (JsonNode beside : json.path("path")) {
            path.add(new Sibling(
                    Hash.fromHex(beside.path("hash").asText()),
                    number(beside.path("sum")),
                    beside.path("isLeft").asBoolean()));
        }
        var holding = new Holding(Address.fromHex(json.path("account").asText()), number(json.path("value")));
        var tree = exits.trees().get(which);
        HubException.require(
                ExitTree.holds(tree, holding, path) || ExitTree.owns(tree, holding, path),
                "a leaf that is not in its tree");
        return new Holdings.Leaf(exits, which, holding, path);
    }

    private static UInt256 number(JsonNode json) {
        String text = json.asText();
        HubException.require(!text.isEmpty() && text.length() <= 78, "no number of 256 bits");
        return UInt256.of(new BigInteger(text));
    }
}
