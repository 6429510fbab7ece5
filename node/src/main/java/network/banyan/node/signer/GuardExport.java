// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;

/**
 * What one signer tells the next about a key: up to where it may have signed. In the spirit of EIP-3076's minimal form, with the
 * fields of rule 12 of docs/spec/signer.md.
 *
 * @param checkpoint the highest epoch whose checkpoint was signed; -1 if none was
 */
record GuardExport(long chainId, Bytes publicKey, Guard.Slot highest, long checkpoint) {
    static final int BYTES_MAX = 4_096;
    private static final String FORMAT = "banyan-guard-export-1";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    String json() {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("chainId", chainId).put("publicKey", publicKey.toHex());
        root.putObject("highestVote").put("epoch", highest.epoch()).put("view", highest.view());
        root.put("highestCheckpoint", checkpoint);
        return root.toPrettyString() + "\n";
    }

    /**
     * @throws UserError if the text is no export
     */
    static GuardExport parse(String text) {
        try {
            JsonNode root = JSON.readTree(text);
            JsonNode vote = root.path("highestVote");
            if (root.path("format").asText().equals(FORMAT)) {
                var export = new GuardExport(
                        number(root, "chainId", 1),
                        Bytes.fromHex(root.path("publicKey").asText()),
                        new Guard.Slot(number(vote, "epoch", 0), number(vote, "view", 0)),
                        number(root, "highestCheckpoint", -1));
                if (root.size() == 5 && vote.size() == 2) {
                    return export;
                }
            }
        } catch (JacksonException | IllegalArgumentException malformed) {
            // Told below.
        }
        throw new UserError("This is no export of a guard: it must be the JSON that `banyan signer export` writes.");
    }

    private static long number(JsonNode of, String field, long least) {
        JsonNode number = of.path(field);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < least) {
            throw new IllegalArgumentException(field);
        }
        return number.longValue();
    }
}
