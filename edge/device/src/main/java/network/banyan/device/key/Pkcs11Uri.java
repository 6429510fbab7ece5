// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.key;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import network.banyan.device.DeviceException;

/**
 * The address of a key in a PKCS#11 token, as RFC 7512 writes it:
 * {@code pkcs11:token=NAME;object=LABEL?module-path=/usr/lib/....so&pin-source=/etc/banyan/pin}.
 *
 * @param token the token's label; a token is named by this or by {@code slot-id}
 * @param object the key's label; {@code device} if none is named
 */
public record Pkcs11Uri(Optional<String> token, OptionalLong slot, String object, Path module, Path pinSource) {
    public static final String SCHEME = "pkcs11:";

    private static final String DEFAULT_OBJECT = "device";
    private static final Set<String> PATH = Set.of("token", "slot-id", "object", "type");
    private static final Set<String> QUERY = Set.of("module-path", "pin-source");

    /**
     * @throws DeviceException if the text is no such address, or holds a PIN
     */
    public static Pkcs11Uri parse(String text) {
        int question = text.indexOf('?');
        String path = text.substring(SCHEME.length(), question < 0 ? text.length() : question);
        Map<String, String> where = attributes(path, ";", PATH);
        Map<String, String> how = attributes(question < 0 ? "" : text.substring(question + 1), "&", QUERY);
        if (!where.containsKey("token") && !where.containsKey("slot-id")) {
            throw wrong("it names no token: add token=LABEL (or slot-id=NUMBER)");
        }
        if (!where.getOrDefault("type", "private").equals("private")) {
            throw wrong("a device's key is of type=private");
        }
        return new Pkcs11Uri(
                Optional.ofNullable(where.get("token")),
                slot(where.getOrDefault("slot-id", "")),
                where.getOrDefault("object", DEFAULT_OBJECT),
                file(how, "module-path", "the library that comes with the token"),
                file(how, "pin-source", "a file with the PIN"));
    }

    /** For people: the token as the address names it. */
    public String tokenName() {
        return token.map(name -> "token \"%s\"".formatted(name)).orElseGet(() -> "slot " + slot.orElseThrow());
    }

    private static Map<String, String> attributes(String text, String separator, Set<String> known) {
        Map<String, String> found = new HashMap<>();
        for (String attribute : text.isEmpty() ? new String[0] : text.split(separator, -1)) {
            int equals = attribute.indexOf('=');
            String name = equals < 0 ? attribute : attribute.substring(0, equals);
            if (name.equals("pin-value")) {
                throw wrong("a PIN does not belong on a command line, where others can read it; use pin-source=FILE");
            }
            if (equals < 0 || !known.contains(name)) {
                throw wrong("\"%s\" is not understood there; known are %s"
                        .formatted(
                                name, String.join(", ", known.stream().sorted().toList())));
            }
            if (found.put(name, decoded(attribute.substring(equals + 1))) != null) {
                throw wrong(name + " is there twice");
            }
        }
        return found;
    }

    private static Path file(Map<String, String> how, String name, String what) {
        String text = how.get(name);
        if (text == null || text.isEmpty()) {
            throw wrong("it lacks %s=FILE, %s".formatted(name, what));
        }
        String plain =
                text.startsWith("file:") ? text.substring("file:".length()).replaceFirst("^//(?=/)", "") : text;
        // The JDK's configuration of a token is a text in which these would mean something.
        if (plain.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\' || c == '$')) {
            throw wrong(name + " has a character that file names here must not have");
        }
        return Path.of(plain);
    }

    private static OptionalLong slot(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
            throw wrong("slot-id takes a number up to 2147483647; name the token by token=LABEL instead");
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    private static String decoded(String text) {
        var out = new ByteArrayOutputStream();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                out.write(bytes[i]);
                continue;
            }
            String hex = i + 2 < bytes.length ? new String(bytes, i + 1, 2, StandardCharsets.ISO_8859_1) : "";
            if (!hex.matches("[0-9A-Fa-f]{2}")) {
                throw wrong("a % must be followed by two hex digits");
            }
            out.write(Integer.parseInt(hex, 16));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw wrong("it is not UTF-8");
        }
    }

    private static DeviceException wrong(String what) {
        return new DeviceException(
                "that is no address of a key in a PKCS#11 token: %s; one looks like ".formatted(what)
                        + "pkcs11:token=NAME;object=LABEL?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-source=/etc/banyan/pin");
    }
}
