// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.ledger.Genesis.Epochs;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GenesisJsonTest {
    private static Genesis with(Optional<Epochs> epochs) {
        var member = new Validator(
                "one", Address.ZERO, Bytes.wrap(new byte[48]), Bytes.wrap(new byte[96]), Bytes.wrap(new byte[32]));
        return new Genesis(
                4_689,
                "test",
                "IOTX",
                1_700_000_000,
                new Genesis.Parameters(500, 1_000, 30_000_000, UInt256.ONE, false, epochs),
                List.of(member),
                new TreeMap<>());
    }

    @Test
    void whatIsWrittenIsRead() {
        Genesis fixed = with(Optional.empty());
        Genesis elected = with(Optional.of(new Epochs(3_600, 24)));

        assertThat(GenesisJson.parse(GenesisJson.write(fixed).getBytes(UTF_8))).isEqualTo(fixed);
        assertThat(GenesisJson.parse(GenesisJson.write(elected).getBytes(UTF_8)))
                .isEqualTo(elected);
        assertThat(GenesisJson.write(fixed)).doesNotContain("epochs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"blocks\": 1, \"seats\": 24}",
                "{\"blocks\": 1000001, \"seats\": 24}",
                "{\"blocks\": 3600, \"seats\": 3}",
                "{\"blocks\": 3600, \"seats\": 37}",
                "{\"blocks\": 3600, \"seats\": 4294967300}",
                "{\"blocks\": 3600}",
                "{\"blocks\": 3600, \"seats\": 24, \"more\": 1}",
                "[]",
                "null"
            })
    void termsOutOfRangeAreRefused(String epochs) {
        String text = GenesisJson.write(with(Optional.of(new Epochs(3_600, 24))))
                .replaceAll("(?s)\"epochs\" : \\{.*?\\}", "\"epochs\" : " + epochs);

        assertThat(text).contains(epochs);
        assertThatThrownBy(() -> GenesisJson.parse(text.getBytes(UTF_8))).isInstanceOf(GenesisJson.Malformed.class);
    }

    @Test
    void anApplicationIsWrittenByItsName() {
        Genesis plain = with(Optional.empty());
        var alloc = new TreeMap<Address, Genesis.GenesisAccount>();
        alloc.put(
                Address.ofNumber(7),
                new Genesis.GenesisAccount(UInt256.ZERO, 0, ApplicationCode.of("counter/1"), new TreeMap<>()));
        var named = new Genesis(
                plain.chainId(), "test", "IOTX", 1_700_000_000, plain.parameters(), plain.committee(), alloc);
        String text = GenesisJson.write(named);

        assertThat(text).contains("\"application\" : \"counter/1\"").doesNotContain("code");
        assertThat(GenesisJson.parse(text.getBytes(UTF_8))).isEqualTo(named);
        for (String wrong : List.of("\"\"", "\"a b\"", "7", "\"é/1\"", "\"counter/1\", \"code\": \"0x00\"")) {
            String mangled = text.replace("\"counter/1\"", wrong);
            assertThatThrownBy(() -> GenesisJson.parse(mangled.getBytes(UTF_8)))
                    .isInstanceOf(GenesisJson.Malformed.class);
        }
    }

    @Test
    void epochsSplitTheHeights() {
        var epochs = new Epochs(10, 4);

        assertThat(epochs.of(0)).isZero();
        assertThat(epochs.of(1)).isZero();
        assertThat(epochs.of(10)).isZero();
        assertThat(epochs.of(11)).isOne();
        assertThat(epochs.last(0)).isEqualTo(10);
        assertThat(epochs.last(1)).isEqualTo(20);
        assertThat(epochs.begins(0)).isFalse();
        assertThat(epochs.begins(1)).isTrue();
        assertThat(epochs.begins(11)).isTrue();
        assertThat(epochs.ends(0)).isFalse();
        assertThat(epochs.ends(10)).isTrue();
        assertThat(epochs.ends(11)).isFalse();
    }
}
