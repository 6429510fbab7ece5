// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final HubDomain DOMAIN = HubDomain.of(4690);
    private static final Bytes DATA = Bytes.fromHex("0x010203");
    private static final Order ORDER = new Order(
            77,
            -1,
            Address.ofNumber(2),
            3,
            MessageKind.CALL,
            Address.ofNumber(4),
            Address.ofNumber(5),
            UInt256.of(6),
            7,
            8,
            Address.ofNumber(9),
            DATA);

    /** The type's text as the page has it, broken over lines there. */
    private static String typeOfThePage() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path name = Path.of("docs", "spec", "foreign.md");
        Path page = Files.exists(here.resolve(name))
                ? here.resolve(name)
                : here.resolve("../..").resolve(name);
        Matcher type = Pattern.compile("`(Order\\([^`]*\\))`").matcher(Files.readString(page));
        assertThat(type.find()).isTrue();
        return type.group(1).replaceAll("\\s+", " ");
    }

    @Test
    void isSignedUnderThePagesType() throws IOException {
        var struct = new ByteArrayOutputStream();
        struct.writeBytes(
                Keccak.hash(typeOfThePage().getBytes(StandardCharsets.US_ASCII)).toArray());
        Hash nonce = new Hash(0, 0, 0, -1);
        Hash data = Keccak.hash(DATA);
        for (Hash word : List.of(
                word(77), nonce, word(2), word(3), word(2), word(4), word(5), word(6), word(7), word(8), word(9),
                data)) {
            struct.writeBytes(word.toArray());
        }
        var signed = new ByteArrayOutputStream();
        signed.writeBytes(new byte[] {0x19, 0x01});
        signed.writeBytes(DOMAIN.separator().toArray());
        signed.writeBytes(Keccak.hash(struct.toByteArray()).toArray());
        assertThat(ORDER.digest(DOMAIN)).isEqualTo(Keccak.hash(signed.toByteArray()));
    }

    @Test
    void becomesAMessageOfItsChain() {
        Message message = ORDER.message(11);
        assertThat(message.from()).isEqualTo(77);
        assertThat(message.to()).isEqualTo(3);
        assertThat(message.nonce()).isEqualTo(11);
        assertThat(message.sender()).isEqualTo(Address.ofNumber(2));
        assertThat(message.recipient()).isEqualTo(Address.ofNumber(4));
        assertThat(message.refund()).isEqualTo(Address.ofNumber(9));
    }

    private static Hash word(long value) {
        return new Hash(0, 0, 0, value);
    }
}
