// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Hex;

/**
 * Reads the one JSON form of a file from hostile bytes. What is read is written again and {@linkplain #mustBe must be} the
 * same bytes; that refuses unknown and doubled fields, other spellings and every stray bit at once.
 */
final class StrictJson {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNumberLength(16)
                    .maxStringLength(EvidenceBundle.MAX_BYTES_ALONE)
                    .build())
            .build());

    private StrictJson() {}

    static JsonNode read(Bytes file) {
        try {
            // Latin 1 takes every byte, so that no other encoding of JSON is guessed; what is not ASCII differs below.
            return JSON.readTree(new String(file.unsafeArray(), StandardCharsets.ISO_8859_1));
        } catch (JacksonException notJson) {
            throw new EvidenceFormatException("not JSON: " + notJson.getOriginalMessage());
        }
    }

    static void mustBe(Bytes written, Bytes file, String what) {
        int difference = Arrays.mismatch(written.unsafeArray(), file.unsafeArray());
        if (difference >= 0) {
            throw EvidenceFormatException.of(
                    "byte %d is not as %s is written (fields in order, two spaces, lower-case hex)", difference, what);
        }
    }

    static JsonNode field(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new EvidenceFormatException("the field " + name + " is missing");
        }
        return value;
    }

    static String text(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isTextual()) {
            throw new EvidenceFormatException(name + " must be a text");
        }
        return value.asText();
    }

    static long number(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new EvidenceFormatException(name + " must be a whole number");
        }
        return value.asLong();
    }

    static Bytes hex(JsonNode node, String name) {
        return hex(text(node, name));
    }

    static List<Bytes> list(JsonNode node, String name, int most) {
        return list(node, name, most, StrictJson::hex);
    }

    static List<Hash> hashes(JsonNode node, String name, int most) {
        return list(node, name, most, StrictJson::hash);
    }

    private static <T> List<T> list(JsonNode node, String name, int most, Function<String, T> item) {
        JsonNode array = field(node, name);
        if (!array.isArray() || array.size() > most) {
            throw EvidenceFormatException.of("%s must be a list of at most %d texts", name, most);
        }
        List<T> items = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                throw new EvidenceFormatException(name + " must be a list of texts");
            }
            items.add(item.apply(element.asText()));
        }
        return items;
    }

    private static Bytes hex(String text) {
        try {
            return Bytes.wrap(Hex.decode(text));
        } catch (IllegalArgumentException notHex) {
            throw new EvidenceFormatException("not hex: " + notHex.getMessage());
        }
    }

    private static Hash hash(String text) {
        Bytes bytes = hex(text);
        if (bytes.size() != Hash.SIZE) {
            throw EvidenceFormatException.of("a hash has 32 bytes, not %d", bytes.size());
        }
        return Hash.of(bytes.unsafeArray());
    }
}
