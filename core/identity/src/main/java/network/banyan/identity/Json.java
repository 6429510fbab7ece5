// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import network.banyan.primitives.Bytes;

/** Strangers' JSON: of UTF-8, of bounded size and depth, with no name twice in an object and nothing behind. */
public final class Json {
    /** A document has at most so many bytes; the largest are status lists. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxStringLength(MAX_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /**
     * @throws IdentityException if the bytes are no JSON object within these bounds
     */
    public static ObjectNode object(Bytes bytes) {
        if (bytes.size() > MAX_BYTES) {
            throw IdentityException.of("it has %d bytes, and %d are the most", bytes.size(), MAX_BYTES);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.unsafeArray()))
                    .toString();
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new IdentityException("it is no JSON object");
        } catch (CharacterCodingException notUtf8) {
            throw new IdentityException("it is no UTF-8");
        } catch (JacksonException notJson) {
            throw new IdentityException("it is no JSON: " + notJson.getOriginalMessage());
        }
    }

    /** As people read it: indented, one line feed at the end. */
    public static String pretty(JsonNode node) {
        return node.toPrettyString() + "\n";
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * The text in a field that must be there.
     *
     * @throws IdentityException if it is not
     */
    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw IdentityException.of("%s must be a text", name);
        }
        return value.textValue();
    }
}
