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
 * The JSON form of a bundle: fields in a fixed order, two spaces a level, bytes as lower-case hex after {@code 0x}, one
 * line feed at the end. What is read is written again and must give the same bytes; that refuses unknown and doubled
 * fields, other spellings and every stray bit at once.
 */
final class BundleJson {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNumberLength(16)
                    .maxStringLength(EvidenceBundle.MAX_BYTES)
                    .build())
            .build());

    private BundleJson() {}

    static Bytes write(EvidenceBundle bundle) {
        var inclusion = bundle.inclusion();
        var transaction = bundle.transaction();
        var receipt = bundle.receipt();
        var out = new StringBuilder(8192);
        out.append("{\n");
        field(out, 1, "format").append('"').append(EvidenceBundle.FORMAT).append("\",\n");
        field(out, 1, "chainId").append(bundle.chainId()).append(",\n");
        hex(field(out, 1, "record"), bundle.record()).append(",\n");
        field(out, 1, "inclusion").append("{\n");
        field(out, 2, "index").append(inclusion.index()).append(",\n");
        field(out, 2, "size").append(inclusion.size()).append(",\n");
        list(
                field(out, 2, "path"),
                2,
                inclusion.path().stream().map(Hash::toBytes).toList());
        out.append("\n  },\n");
        field(out, 1, "transaction").append("{\n");
        field(out, 2, "index").append(transaction.index()).append(",\n");
        hex(field(out, 2, "raw"), transaction.raw()).append(",\n");
        list(field(out, 2, "proof"), 2, transaction.proof());
        out.append("\n  },\n");
        field(out, 1, "receipt").append("{\n");
        field(out, 2, "logIndex").append(receipt.logIndex()).append(",\n");
        hex(field(out, 2, "raw"), receipt.raw()).append(",\n");
        list(field(out, 2, "proof"), 2, receipt.proof());
        out.append("\n  },\n");
        list(field(out, 1, "headers"), 1, bundle.headers()).append(",\n");
        hex(field(out, 1, "certificate"), bundle.certificate()).append("\n}\n");
        return Bytes.wrap(out.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static StringBuilder field(StringBuilder out, int level, String name) {
        return out.repeat("  ", level).append('"').append(name).append("\": ");
    }

    private static StringBuilder hex(StringBuilder out, Bytes bytes) {
        return out.append('"').append(bytes.toHex()).append('"');
    }

    private static StringBuilder list(StringBuilder out, int level, List<Bytes> items) {
        if (items.isEmpty()) {
            return out.append("[]");
        }
        out.append("[\n");
        for (int i = 0; i < items.size(); i++) {
            hex(out.repeat("  ", level + 1), items.get(i)).append(i < items.size() - 1 ? ",\n" : "\n");
        }
        return out.repeat("  ", level).append(']');
    }

    static EvidenceBundle parse(Bytes file) {
        EvidenceBundle bundle;
        try {
            // Latin 1 takes every byte, so that no other encoding of JSON is guessed; what is not ASCII differs below.
            bundle = read(JSON.readTree(new String(file.unsafeArray(), StandardCharsets.ISO_8859_1)));
        } catch (JacksonException notJson) {
            throw new EvidenceFormatException("not JSON: " + notJson.getOriginalMessage());
        }
        byte[] again = write(bundle).unsafeArray();
        int difference = Arrays.mismatch(again, file.unsafeArray());
        if (difference >= 0) {
            throw EvidenceFormatException.of(
                    "byte %d is not as a bundle is written (fields in order, two spaces, lower-case hex)", difference);
        }
        return bundle;
    }

    private static EvidenceBundle read(JsonNode root) {
        if (!text(root, "format").equals(EvidenceBundle.FORMAT)) {
            throw new EvidenceFormatException("this is no " + EvidenceBundle.FORMAT);
        }
        JsonNode inclusion = field(root, "inclusion");
        JsonNode transaction = field(root, "transaction");
        JsonNode receipt = field(root, "receipt");
        return new EvidenceBundle(
                number(root, "chainId"),
                hex(text(root, "record")),
                new EvidenceBundle.Inclusion(
                        number(inclusion, "index"),
                        number(inclusion, "size"),
                        list(inclusion, "path", BundleJson::hash)),
                new EvidenceBundle.AnchorTransaction(
                        number(transaction, "index"),
                        hex(text(transaction, "raw")),
                        list(transaction, "proof", BundleJson::hex)),
                new EvidenceBundle.AnchorReceipt(
                        number(receipt, "logIndex"),
                        hex(text(receipt, "raw")),
                        list(receipt, "proof", BundleJson::hex)),
                list(root, "headers", BundleJson::hex),
                hex(text(root, "certificate")));
    }

    private static JsonNode field(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new EvidenceFormatException("the field " + name + " is missing");
        }
        return value;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isTextual()) {
            throw new EvidenceFormatException(name + " must be a text");
        }
        return value.asText();
    }

    private static long number(JsonNode node, String name) {
        JsonNode value = field(node, name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new EvidenceFormatException(name + " must be a whole number");
        }
        return value.asLong();
    }

    private static <T> List<T> list(JsonNode node, String name, Function<String, T> item) {
        JsonNode array = field(node, name);
        if (!array.isArray() || array.size() > EvidenceBundle.MAX_HEADERS) {
            throw new EvidenceFormatException(name + " must be a list of at most 256 texts");
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
