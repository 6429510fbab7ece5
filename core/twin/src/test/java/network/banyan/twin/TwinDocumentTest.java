// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class TwinDocumentTest {
    private static TwinDocument document(String text) {
        return TwinDocument.read(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aDocumentHasOneForm() {
        assertThat(document(" {\"b\": 1.50, \"a\": [true, null]}\n")).hasToString("{\"a\":[true,null],\"b\":1.5}");
        assertThat(document("{\"a\":1,\"b\":2}")).isEqualTo(document("{\"b\":2,\"a\":1}"));
    }

    @Test
    void pendingIsWhatDesiredSaysAndReportedDoesNot() {
        TwinDocument desired =
                document("{\"interval\":\"5s\",\"led\":{\"on\":true,\"colour\":[1,2]},\"a/b~\":1,\"new\":{}}");
        assertThat(desired.pendingIn(TwinDocument.EMPTY)).containsExactly("/a~1b~0", "/interval", "/led", "/new");
        assertThat(desired.pendingIn(document(
                        "{\"interval\":\"1s\",\"led\":{\"on\":true,\"colour\":[2,1],\"x\":1},\"new\":{\"y\":1}}")))
                .containsExactly("/a~1b~0", "/interval", "/led/colour");
        assertThat(desired.pendingIn(desired)).isEmpty();
        assertThat(document("{\"a\":1}").pendingIn(document("{\"a\":1.0}"))).isEmpty();
        assertThat(document("{\"a\":null}").pendingIn(TwinDocument.EMPTY)).containsExactly("/a");
    }

    @Test
    void aPatchIsMerged() {
        assertThat(document("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}")
                        .merged(document("{\"a\":null,\"b\":{\"d\":4},\"e\":{\"f\":null}}")))
                .hasToString("{\"b\":{\"c\":2,\"d\":4},\"e\":{}}");
    }

    @Test
    void whatIsTooLargeTooDeepOrTooWideIsRefused() {
        String deep = "{\"a\":".repeat(8) + "1" + "}".repeat(8);
        assertThat(document(deep)).hasToString(deep);
        assertThatThrownBy(() -> document("{\"a\":" + deep + "}")).hasMessageContaining("at most 8 levels");
        assertThatThrownBy(() -> document("{\"a\":" + "[".repeat(20_000))).isInstanceOf(TwinException.class);
        assertThatThrownBy(() -> document("{\"a\":[" + "1,".repeat(256) + "1]}"))
                .hasMessageContaining("256 members");
        assertThatThrownBy(() -> document("{\"a\":\"" + "x".repeat(8_192) + "\"}"))
                .hasMessageContaining("8192 bytes");
        assertThatThrownBy(() -> document("{\"\":1}")).hasMessageContaining("1 to 64 characters");
        assertThatThrownBy(() -> document("{\"" + "n".repeat(65) + "\":1}")).hasMessageContaining("1 to 64 characters");
    }

    @Test
    void hostileJsonIsRefusedWithASentence() {
        for (String text : new String[] {
            "{\"a\":1,\"a\":1}",
            "{\"a\":1e999}",
            "{\"a\":9007199254740993}",
            "{\"a\":\"\\ud800\"}",
            "{} {}",
            "[1]",
            "{\"a\":NaN}"
        }) {
            assertThatThrownBy(() -> document(text)).as(text).isInstanceOf(TwinException.class);
        }
        assertThatThrownBy(() -> TwinDocument.read(Bytes.wrap(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'})))
                .hasMessageContaining("UTF-8");
    }
}
