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
import network.banyan.hub.HubException;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * What proves to a root, years later and without the chain, what an account held on a chain of tier D: parts of the chain's
 * state (docs/spec/disputes.md, rule 14). {@code banyan sidechain watch} writes it.
 *
 * @param checkpoint after which it was so
 */
public record StateFile(Checkpoint checkpoint, List<Held> held) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long BYTES_MAX = 32L << 20;
    private static final int DIGITS_MAX = 78;

    /**
     * An amount of an asset.
     *
     * @param evidence as the root's judge takes it
     */
    public record Held(Address asset, Address account, UInt256 amount, Bytes evidence) {}

    public StateFile {
        held = List.copyOf(held);
    }

    /** Whether a file is one of these, or of the other kind that a user can keep. */
    static boolean is(Path file) {
        try {
            return Files.size(file) <= BYTES_MAX
                    && JSON.readTree(Files.readAllBytes(file)).has("held");
        } catch (IOException unreadable) {
            return false; // whoever reads it says so
        }
    }

    public void write(Path file) {
        ObjectNode json = JSON.createObjectNode()
                .put("chainId", checkpoint.chainId())
                .put("sequence", checkpoint.sequence())
                .put("checkpoint", checkpoint.encode().toHex());
        ArrayNode all = json.putArray("held");
        for (Held each : held) {
            all.addObject()
                    .put("asset", each.asset().toHex())
                    .put("account", each.account().toHex())
                    .put("amount", each.amount().toBigInteger().toString())
                    .put("evidence", each.evidence().toHex());
        }
        try {
            Files.writeString(file, json.toPrettyString() + "\n");
        } catch (IOException failed) {
            throw new UserError("%s cannot be written: %s".formatted(file, UserError.why(failed)), failed);
        }
    }

    /**
     * @throws UserError if it is no such file
     */
    static StateFile read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new UserError(file + " is over 32 MiB; that is no file of what an account held.");
            }
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            List<Held> held = new ArrayList<>();
            for (JsonNode each : json.path("held")) {
                held.add(new Held(
                        Address.fromHex(each.path("asset").asText()),
                        Address.fromHex(each.path("account").asText()),
                        number(each.path("amount").asText()),
                        Bytes.fromHex(each.path("evidence").asText())));
            }
            return new StateFile(
                    Checkpoint.decode(Bytes.fromHex(json.path("checkpoint").asText())), held);
        } catch (JacksonException | IllegalArgumentException | HubException malformed) {
            throw new UserError(
                    "%s is no file of what an account held: %s".formatted(file, malformed.getMessage()), malformed);
        } catch (IOException unreadable) {
            throw new UserError("%s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        }
    }

    private static UInt256 number(String text) {
        HubException.require(!text.isEmpty() && text.length() <= DIGITS_MAX, "no number of 256 bits");
        return UInt256.of(new BigInteger(text));
    }
}
