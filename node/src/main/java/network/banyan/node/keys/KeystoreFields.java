// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.keys;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.primitives.Bytes;

/** An object of a keystore's JSON, read field by field; what is missing or of another kind is told by its name. */
record KeystoreFields(String name, JsonNode node) {
    /** No keystore of one key is longer. */
    static final int BYTES_MAX = 16 << 10;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxStringLength(4_096)
                            .maxNumberLength(20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static KeystoreFields parse(String text) {
        if (text.length() > BYTES_MAX) {
            throw new BadKeystore("it is over %d characters".formatted(BYTES_MAX));
        }
        try {
            return new KeystoreFields("it", JSON.readTree(text));
        } catch (JacksonException notJson) {
            throw new BadKeystore("it is not JSON: " + notJson.getOriginalMessage());
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static String write(ObjectNode keystore) {
        return keystore.toPrettyString() + "\n";
    }

    KeystoreFields in(String field) {
        return new KeystoreFields(field, present(field));
    }

    private JsonNode present(String field) {
        JsonNode found = node.get(field);
        if (found == null) {
            throw new BadKeystore("%s has no \"%s\"".formatted(name, field));
        }
        return found;
    }

    String text(String field) {
        JsonNode found = present(field);
        if (!found.isTextual()) {
            throw new BadKeystore("\"%s\" is no text".formatted(field));
        }
        return found.textValue();
    }

    /** A field that can only say one thing. */
    void says(String field, String expected) {
        if (!text(field).equals(expected)) {
            throw new BadKeystore(
                    "its \"%s\" is \"%s\"; only \"%s\" can be read".formatted(field, text(field), expected));
        }
    }

    long number(String field) {
        JsonNode found = present(field);
        if (!found.isIntegralNumber() || !found.canConvertToLong()) {
            throw new BadKeystore("\"%s\" is no whole number".formatted(field));
        }
        return found.longValue();
    }

    void says(String field, long expected) {
        if (number(field) != expected) {
            throw new BadKeystore("its \"%s\" is %d; only %d can be read".formatted(field, number(field), expected));
        }
    }

    Bytes hex(String field) {
        try {
            return Bytes.fromHex(text(field));
        } catch (IllegalArgumentException notHex) {
            throw new BadKeystore("\"%s\" is no hexadecimal text".formatted(field));
        }
    }

    Bytes hex(String field, int size) {
        Bytes bytes = hex(field);
        if (bytes.size() != size) {
            throw new BadKeystore("\"%s\" has %d bytes, not %d".formatted(field, bytes.size(), size));
        }
        return bytes;
    }

    /** The parameters of a key derivation, which both formats spell alike. */
    KeyDerivation derivation(String function) {
        says("dklen", KeyDerivation.KEY_BYTES);
        return switch (function) {
            case "scrypt" -> new KeyDerivation.Scrypt(number("n"), number("r"), number("p"), hex("salt"));
            case "pbkdf2" -> {
                says("prf", "hmac-sha256");
                yield new KeyDerivation.Pbkdf2(number("c"), hex("salt"));
            }
            default ->
                throw new BadKeystore(
                        "its key derivation is \"%s\"; only scrypt and pbkdf2 can be read".formatted(function));
        };
    }

    /** The name of the derivation, its parameters put into the object. */
    static String derivation(KeyDerivation derivation, ObjectNode parameters) {
        parameters.put("dklen", KeyDerivation.KEY_BYTES);
        parameters.put("salt", digits(derivation.salt()));
        return switch (derivation) {
            case KeyDerivation.Scrypt scrypt -> {
                parameters.put("n", scrypt.n()).put("r", scrypt.r()).put("p", scrypt.p());
                yield "scrypt";
            }
            case KeyDerivation.Pbkdf2 pbkdf2 -> {
                parameters.put("c", pbkdf2.c()).put("prf", "hmac-sha256");
                yield "pbkdf2";
            }
        };
    }

    /** Both formats write hexadecimal text without 0x. */
    static String digits(Bytes bytes) {
        return bytes.toHex().substring(2);
    }
}
