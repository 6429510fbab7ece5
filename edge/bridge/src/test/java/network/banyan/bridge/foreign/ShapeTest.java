// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The file that other languages read and our client are one thing. */
class ShapeTest {
    private static final Pattern MESSAGE = Pattern.compile("(?s)\\bmessage (\\w+) \\{(.*?)\\}");
    private static final Pattern MEMBER = Pattern.compile("(?m)^\\s*(?:repeated )?\\w+ (\\w+) = \\d+;");
    private static final Pattern CALL = Pattern.compile("rpc (\\w+)\\((\\w+)\\) returns \\((\\w+)\\);");

    private final String proto = Files.readString(file());

    ShapeTest() throws IOException {}

    /** From the module's own directory or the project's. */
    private static Path file() {
        Path here = Path.of("").toAbsolutePath();
        Path name = Path.of("hub", "service", "sidechain.proto");
        return Files.exists(here.resolve(name))
                ? here.resolve(name)
                : here.resolve("../..").resolve(name);
    }

    @Test
    void shapesAreTheMessagesOfTheFile() {
        Map<String, List<String>> inFile = new TreeMap<>();
        MESSAGE.matcher(proto).results().forEach(message -> {
            List<String> members = new ArrayList<>();
            MEMBER.matcher(message.group(2)).results().forEach(member -> members.add(camel(member.group(1))));
            inFile.put(message.group(1), members);
        });
        Map<String, List<String>> ours =
                Arrays.stream(Shape.values()).collect(Collectors.toMap(Shape::message, Shape::members));
        assertThat(ours).hasSizeGreaterThan(20).isEqualTo(inFile);
    }

    @Test
    void callsAreThoseOfTheFile() {
        List<String> inFile = CALL.matcher(proto)
                .results()
                .map(call -> "%s %s %s".formatted(call.group(1), call.group(2), call.group(3)))
                .toList();
        List<String> ours = Arrays.stream(Call.values())
                .map(call -> "%s %s %s"
                        .formatted(
                                call.path(),
                                call.request().message(),
                                call.response().message()))
                .toList();
        assertThat(ours).isNotEmpty().isEqualTo(inFile);
        assertThat(proto).contains("package banyan.sidechain.v1;").contains("service Sidechain {");
        assertThat(Call.SERVICE).isEqualTo("/banyan.sidechain.v1.Sidechain/");
    }

    private static String camel(String snake) {
        return Pattern.compile("_(\\w)")
                .matcher(snake)
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
