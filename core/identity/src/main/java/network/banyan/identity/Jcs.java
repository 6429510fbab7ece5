// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.primitives.Bytes;

/**
 * The one byte form of a JSON document, which is what proofs sign (RFC 8785). Numbers are written as ECMAScript writes the
 * double next to them. A whole number that no double holds exactly is refused: two of them would have one form.
 */
public final class Jcs {
    private static final int POINT_AT_MOST = 21;
    private static final int ZEROS_AT_MOST = 6;

    private Jcs() {}

    /**
     * @throws IdentityException if the document has no such form
     */
    public static Bytes canonical(JsonNode document) {
        var out = new StringBuilder();
        write(document, out);
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(out));
            byte[] exact = new byte[bytes.remaining()];
            bytes.get(exact);
            return Bytes.wrap(exact);
        } catch (CharacterCodingException loneSurrogate) {
            throw new IdentityException("a text in it is no Unicode");
        }
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case NULL -> out.append("null");
            case BOOLEAN -> out.append(node.booleanValue());
            case NUMBER -> out.append(number(node));
            case STRING -> string(node.textValue(), out);
            case ARRAY -> array(node, out);
            case OBJECT -> object(node, out);
            case BINARY, MISSING, POJO -> throw new IdentityException("something in it is no JSON");
        }
    }

    private static void array(JsonNode array, StringBuilder out) {
        out.append('[');
        String comma = "";
        for (JsonNode element : array) {
            out.append(comma);
            write(element, out);
            comma = ",";
        }
        out.append(']');
    }

    private static void object(JsonNode object, StringBuilder out) {
        // Java orders strings by UTF-16 units, just as the RFC does.
        SortedMap<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        out.append('{');
        String comma = "";
        for (var field : fields.entrySet()) {
            out.append(comma);
            string(field.getKey(), out);
            out.append(':');
            write(field.getValue(), out);
            comma = ",";
        }
        out.append('}');
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append("\\u00").append(c < 0x10 ? "0" : "1").append(Character.forDigit(c & 0xf, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static String number(JsonNode node) {
        double value = node.doubleValue();
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            throw new IdentityException("a number in it is too large");
        }
        if (node.isIntegralNumber() && new BigDecimal(value).compareTo(node.decimalValue()) != 0) {
            throw IdentityException.of("the whole number %s in it is not exact as a double; write it as text", node);
        }
        if (value == 0) {
            return "0";
        }
        String sign = value < 0 ? "-" : "";
        return sign + positive(shortest(Math.abs(value)));
    }

    /** The fewest digits that read back as the number. Java gives two where one would do, and seldom not that one and 0. */
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (digits.precision() == 2) {
            for (var rounding : new java.math.RoundingMode[] {
                java.math.RoundingMode.HALF_EVEN, java.math.RoundingMode.DOWN, java.math.RoundingMode.UP
            }) {
                BigDecimal one = digits.round(new java.math.MathContext(1, rounding));
                if (one.doubleValue() == value) {
                    return one.stripTrailingZeros();
                }
            }
        }
        return digits;
    }

    /** ECMA-262, Number::toString: {@code point} is where the decimal point stands, counted from the first digit. */
    private static String positive(BigDecimal value) {
        String digits = value.unscaledValue().toString();
        int point = digits.length() - value.scale();
        if (digits.length() <= point && point <= POINT_AT_MOST) {
            return digits + "0".repeat(point - digits.length());
        }
        if (0 < point && point <= POINT_AT_MOST) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        if (-ZEROS_AT_MOST < point && point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return digits.charAt(0) + fraction + "e" + (point > 0 ? "+" : "-") + Math.abs(point - 1);
    }
}
