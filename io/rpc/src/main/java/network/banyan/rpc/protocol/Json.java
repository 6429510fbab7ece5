// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * JSON as this interface speaks it: a reader that no request can exhaust, and Ethereum's spelling of values, where a
 * quantity is hex without leading zeros and everything else is hex of its full length.
 */
public final class Json {
    /** Objects and arrays inside each other; a filter inside a batch needs six. */
    public static final int DEPTH_MAX = 32;

    /** Values, names and brackets of one message: bounds what a message of commas becomes in memory. */
    public static final int TOKENS_MAX = 100_000;

    /** A trace of calls nests an object and an array for each of the EVM's 1,025 frames. */
    private static final int ANSWER_DEPTH_MAX = 2_100;

    private static final int NUMBER_DIGITS_MAX = 100;
    private static final int NAME_LENGTH_MAX = 1_000;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_MAX)
                            .maxTokenCount(TOKENS_MAX)
                            .maxNumberLength(NUMBER_DIGITS_MAX)
                            .maxNameLength(NAME_LENGTH_MAX)
                            .maxStringLength(16 << 20)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(ANSWER_DEPTH_MAX)
                            .build())
                    // Names are hostile too: canonicalising them would keep every one of them alive.
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION);

    private Json() {}

    /**
     * @throws RpcException {@link RpcException#PARSE_ERROR}, if the text is not exactly one JSON value within the limits
     */
    public static JsonNode parse(byte[] utf8) {
        try {
            JsonNode node = MAPPER.readTree(utf8);
            if (node.isMissingNode()) {
                throw RpcException.of(RpcException.PARSE_ERROR, "parse error: no content");
            }
            return node;
        } catch (JsonProcessingException malformed) {
            throw RpcException.of(RpcException.PARSE_ERROR, "parse error: " + oneLine(malformed));
        } catch (IOException malformed) {
            // Jackson reports broken UTF-8 and UTF-32 this way.
            throw RpcException.of(RpcException.PARSE_ERROR, "parse error: not UTF-8 text");
        }
    }

    private static String oneLine(JsonProcessingException malformed) {
        String message = malformed.getOriginalMessage();
        if (message == null) {
            return "malformed JSON";
        }
        // Jackson names its own classes behind these words, which tell a caller nothing.
        int internals = message.indexOf(", from `");
        int end = message.indexOf('\n');
        String line = internals >= 0 ? message.substring(0, internals) + ")" : message;
        line = end >= 0 && end < line.length() ? line.substring(0, end) : line;
        return line.length() > 200 ? line.substring(0, 200) : line;
    }

    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static ObjectMapper mapper() {
        return MAPPER;
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public static JsonNode nothing() {
        return NullNode.getInstance();
    }

    public static JsonNode flag(boolean value) {
        return BooleanNode.valueOf(value);
    }

    public static JsonNode text(String text) {
        return TextNode.valueOf(text);
    }

    /** A quantity; the number counts as unsigned. */
    public static JsonNode quantity(long number) {
        return TextNode.valueOf(hex(number));
    }

    public static JsonNode quantity(UInt256 number) {
        return TextNode.valueOf(number.toQuantity());
    }

    public static JsonNode data(Bytes bytes) {
        return TextNode.valueOf(bytes.toHex());
    }

    public static JsonNode data(Hash hash) {
        return TextNode.valueOf(hash.toHex());
    }

    public static JsonNode data(Address address) {
        return TextNode.valueOf(address.toHex());
    }

    /** The spelling of {@link #quantity(long)}. */
    public static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
