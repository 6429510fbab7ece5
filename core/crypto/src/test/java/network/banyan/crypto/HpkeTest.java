// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import network.banyan.crypto.Hpke.SharedKey;
import network.banyan.crypto.Hpke.Suite;
import network.banyan.crypto.Hpke.Terms;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

/** Against the vectors of RFC 9180's authors: both sides, every message, every exported secret. */
class HpkeTest {
    private static final int X25519 = 0x20;
    private static final Bytes SECRET = Hpke.deriveSecret(Bytes.fromHex("11".repeat(32)));
    private static final Bytes PUBLIC = network.banyan.crypto.X25519.publicKey(SECRET);
    private static final Bytes SEED = Bytes.fromHex("22".repeat(32));
    private static final Terms TERMS = Terms.of(text("a test"));
    private static final Bytes AAD = text("associated");

    @Test
    void theVectorsOfTheRfcPass() throws IOException {
        Path file = vectors().resolve("hpke/vectors_rfc9180_5f503c5.json.gz");
        assumeTrue(Files.exists(file), "32 vectors of HPKE skipped: " + file + " is absent");
        JsonNode all;
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            all = new ObjectMapper().readTree(in);
        }
        int passed = 0;
        int messages = 0;
        int otherKems = 0;
        for (JsonNode vector : all) {
            if (vector.get("kem_id").asInt() != X25519) {
                otherKems++;
                continue;
            }
            messages += check(vector);
            passed++;
        }
        System.out.printf(
                "HPKE: %d vectors of X25519 with %,d messages pass; %d of KEMs that we do not have%n",
                passed, messages, otherKems);
        assertThat(passed).isEqualTo(32);
        assertThat(messages).isGreaterThan(1000);
    }

    private static int check(JsonNode vector) {
        var suite = new Suite(
                vector.get("kdf_id").asInt() == 1 ? Hkdf.SHA256 : Hkdf.SHA512,
                aead(vector.get("aead_id").asInt()));
        var terms = new Terms(
                bytes(vector, "info"),
                vector.has("psk")
                        ? Optional.of(new SharedKey(bytes(vector, "psk"), bytes(vector, "psk_id")))
                        : Optional.empty());
        Optional<Bytes> author = vector.has("skSm") ? Optional.of(bytes(vector, "skSm")) : Optional.empty();
        assertThat(Hpke.deriveSecret(bytes(vector, "ikmR"))).isEqualTo(bytes(vector, "skRm"));
        Hpke.Sending sending = Hpke.sender(suite, bytes(vector, "pkRm"), terms, author, bytes(vector, "ikmE"))
                .orElseThrow();
        assertThat(sending.encapsulated()).isEqualTo(bytes(vector, "enc"));
        HpkeContext receiving = Hpke.receiver(
                        suite,
                        bytes(vector, "enc"),
                        bytes(vector, "skRm"),
                        terms,
                        author.map(network.banyan.crypto.X25519::publicKey))
                .orElseThrow();
        for (JsonNode message : vector.get("encryptions")) {
            Bytes sealed = sending.context().seal(bytes(message, "aad"), bytes(message, "pt"));
            assertThat(sealed).isEqualTo(bytes(message, "ct"));
            assertThat(receiving.open(bytes(message, "aad"), sealed)).contains(bytes(message, "pt"));
        }
        for (JsonNode export : vector.get("exports")) {
            Bytes what = bytes(export, "exporter_context");
            int length = export.get("L").asInt();
            assertThat(sending.context().export(what, length)).isEqualTo(bytes(export, "exported_value"));
            assertThat(receiving.export(what, length)).isEqualTo(bytes(export, "exported_value"));
        }
        return vector.get("encryptions").size();
    }

    private static Optional<Aead> aead(int id) {
        for (Aead aead : Aead.values()) {
            if (aead.id() == id) {
                return Optional.of(aead);
            }
        }
        return Optional.empty();
    }

    @Test
    void whatWasChangedOnTheWayIsNotOpened() {
        Hpke.Sending sending = sending(Optional.empty());
        Bytes sealed = sending.context().seal(AAD, text("secret"));

        for (int i = 0; i < sealed.size(); i++) {
            assertThat(receiving(sending.encapsulated(), TERMS, Optional.empty())
                            .open(AAD, flipped(sealed, i)))
                    .isEmpty();
        }
        for (int i = 0; i < sending.encapsulated().size(); i++) {
            Bytes other = flipped(sending.encapsulated(), i);
            assertThat(Hpke.receiver(Suite.AES_256, other, SECRET, TERMS, Optional.empty())
                            .flatMap(context -> context.open(AAD, sealed)))
                    .isEmpty();
        }
        assertThat(receiving(sending.encapsulated(), TERMS, Optional.empty()).open(text("else"), sealed))
                .isEmpty();
        assertThat(receiving(sending.encapsulated(), Terms.of(text("another")), Optional.empty())
                        .open(AAD, sealed))
                .isEmpty();
        assertThat(receiving(sending.encapsulated(), TERMS, Optional.empty()).open(AAD, Bytes.EMPTY))
                .isEmpty();
    }

    @Test
    void anAuthorIsKnownByItsKeyAlone() {
        Bytes author = Hpke.deriveSecret(Bytes.fromHex("33".repeat(32)));
        Hpke.Sending sending = sending(Optional.of(author));
        Bytes sealed = sending.context().seal(AAD, text("secret"));
        var known = Optional.of(network.banyan.crypto.X25519.publicKey(author));

        assertThat(receiving(sending.encapsulated(), TERMS, known).open(AAD, sealed))
                .contains(text("secret"));
        assertThat(receiving(sending.encapsulated(), TERMS, Optional.of(PUBLIC)).open(AAD, sealed))
                .isEmpty();
        assertThat(receiving(sending.encapsulated(), TERMS, Optional.empty()).open(AAD, sealed))
                .isEmpty();
    }

    @Test
    void messagesOpenInTheirOrderAndAFailureUsesNoneUp() {
        Hpke.Sending sending = sending(Optional.empty());
        Bytes first = sending.context().seal(AAD, text("first"));
        Bytes second = sending.context().seal(AAD, text("second"));
        HpkeContext receiving = receiving(sending.encapsulated(), TERMS, Optional.empty());

        assertThat(receiving.open(AAD, second)).isEmpty();
        assertThat(receiving.open(AAD, first)).contains(text("first"));
        assertThat(receiving.open(AAD, first)).isEmpty();
        assertThat(receiving.open(AAD, second)).contains(text("second"));
    }

    @Test
    void keysOfSmallOrderAreNoOnes() {
        for (String low : new String[] {
            "00".repeat(32),
            "01" + "00".repeat(31),
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
        }) {
            Bytes key = Bytes.fromHex(low);
            assertThat(Hpke.sender(Suite.AES_256, key, TERMS, Optional.empty(), SEED))
                    .isEmpty();
            assertThat(Hpke.receiver(Suite.AES_256, key, SECRET, TERMS, Optional.empty()))
                    .isEmpty();
        }
        assertThat(Hpke.receiver(Suite.AES_256, Bytes.fromHex("00"), SECRET, TERMS, Optional.empty()))
                .isEmpty();
    }

    private static Hpke.Sending sending(Optional<Bytes> author) {
        return Hpke.sender(Suite.AES_256, PUBLIC, TERMS, author, SEED).orElseThrow();
    }

    private static HpkeContext receiving(Bytes encapsulated, Terms terms, Optional<Bytes> author) {
        return Hpke.receiver(Suite.AES_256, encapsulated, SECRET, terms, author).orElseThrow();
    }

    private static Bytes flipped(Bytes bytes, int index) {
        byte[] array = bytes.toArray();
        array[index] ^= 1;
        return Bytes.wrap(array);
    }

    private static Bytes text(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Bytes bytes(JsonNode node, String field) {
        return Bytes.fromHex(node.get(field).asText());
    }

    private static Path vectors() {
        String named = System.getenv("BANYAN_VECTORS");
        return named != null
                ? Path.of(named)
                : Path.of(System.getProperty("banyan.root", ".")).resolve("../shared/vectors");
    }
}
