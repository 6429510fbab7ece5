// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import network.banyan.crypto.Ed25519;
import network.banyan.crypto.P256;
import network.banyan.crypto.Sha256;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** Notes that others signed, keys that others published, and that each has one form. */
class SignedNoteTest {
    /** The example of golang.org/x/mod/sumdb/note. */
    private static final String GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    /** Two logs with P-256 keys, as github.com/transparency-dev/formats tests them. */
    private static final String REKOR_KEY =
            "rekor.sigstore.dev+c0d23d6a+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=";

    private static final String REKOR_NOTE = """
            Rekor
            798034
            f+7CoKgXKE/tNys9TTXcr/ad6U/K3xvznmzew9y6SP0=

            — rekor.sigstore.dev wNI9ajBEAiARInWIWyCdyG27CO6LPnPekyw20qO0YJfoaPaowGp/XgIgc+qEHS3+GKVClgqq20uDLet7MCoTURUCRdxwWBHHufk=
            """;

    private static final String PIXEL_KEY =
            "pixel6_transparency_log+91c16e30+AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABN+4x0Jk1yTwvLFI9A4NDdGZcX0aiWVdWM5XJVy0M4VWD3AvyW5Q6Hs9A0mcDkpUoYgn+KKPNzFC0H3nN3q6JQ8=";

    private static final String PIXEL_NOTE = """
            DEFAULT
            10
            bsWRucJU5xJPHb5eBdOm6+DM+VelCZBuvtI3sHERJ9Y=

            — pixel6_transparency_log kcFuMDBFAiEAhqMAP8P6qf6QxtUJhzMhbN+MbZ9dwfUHzGQJmffJHtoCIGD0cNe47dHWBoPwYdgBCepB06/+g5O1FmYjXl06owL4
            """;

    /** A witness's published key, there too. */
    private static final String WITNESS_KEY = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

    static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void notesThatOthersSignedAreTheirs() {
        for (String[] each : new String[][] {{GO_KEY, GO_NOTE}, {REKOR_KEY, REKOR_NOTE}, {PIXEL_KEY, PIXEL_NOTE}}) {
            NoteKey key = NoteKey.parse(each[0]);
            SignedNote note = SignedNote.parse(bytes(each[1]));
            assertThat(note.isSignedBy(key)).as(key.name()).isTrue();
            assertThat(note.encode()).isEqualTo(bytes(each[1]));
            assertThat(key.text()).isEqualTo(each[0]);

            var changed = new SignedNote(note.text().replaceFirst("[0-9a-z]", "A"), note.signatures());
            assertThat(changed.isSignedBy(key)).as(key.name()).isFalse();
        }
    }

    @Test
    void aKeyOfAnotherNameOrIdSignedNothing() {
        SignedNote note = SignedNote.parse(bytes(REKOR_NOTE));
        NoteKey rekor = NoteKey.parse(REKOR_KEY);
        assertThat(note.isSignedBy(new NoteKey("bananas.sigstore.dev", rekor.kind(), rekor.key())))
                .isFalse();
        assertThat(note.isSignedBy(NoteKey.parse(PIXEL_KEY))).isFalse();
    }

    @Test
    void ofAKeyWithAFalseSignatureNothingCounts() {
        SignedNote note = SignedNote.parse(bytes(REKOR_NOTE));
        SignedNote.Line good = note.signatures().getFirst();
        byte[] changed = good.signature().toArray();
        changed[20] ^= 1;
        var bad = new SignedNote.Line(good.name(), good.keyId(), Bytes.wrap(changed));
        assertThat(new SignedNote(note.text(), List.of(good, bad)).isSignedBy(NoteKey.parse(REKOR_KEY)))
                .isFalse();
    }

    @Test
    void aWitnesssPublishedKeyIsRead() {
        NoteKey key = NoteKey.parse(WITNESS_KEY);
        assertThat(key).isEqualTo(NoteKey.ofWitness("remora.n621.de", key.key()));
        assertThat(key.text()).isEqualTo(WITNESS_KEY);
    }

    @Test
    void keysThatAreNoneAreRefusedWithASentence() {
        for (String key : List.of(
                "",
                "bananas.sigstore.dev+12344556",
                "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!",
                "rekor.sigstore.dev+12345678+AwEB",
                REKOR_KEY.replace("c0d23d6a", "00000000"),
                REKOR_KEY.replace("rekor.", "re kor."),
                REKOR_KEY.replace("c0d23d6a", "C0D23D6A"),
                REKOR_KEY.replace("ABNhtm", "ABNhtn"),
                GO_KEY + "=",
                GO_KEY.replace("Peter", "Pet\ner"))) {
            assertThatThrownBy(() -> NoteKey.parse(key)).as(key).isInstanceOf(EvidenceFormatException.class);
        }
    }

    @Test
    void aNoteIsTextAndSignaturesAndNothingElse() {
        for (String note : List.of(
                "",
                "\n",
                "text\n",
                "text\n\n",
                GO_NOTE.substring(0, GO_NOTE.length() - 1),
                GO_NOTE + "\n",
                GO_NOTE + "more\n",
                GO_NOTE.replace("—", "-"),
                GO_NOTE.replace("— PeterNeumann", "—  PeterNeumann"),
                GO_NOTE.replace("— PeterNeumann ", "— PeterNeumann"),
                GO_NOTE.replace("AM=\n", "AN=\n"),
                GO_NOTE.replace("AM=\n", "AM\n"),
                GO_NOTE.replace("If you", "If\tyou"),
                GO_NOTE.replace("If you", "If you\r"))) {
            assertThatThrownBy(() -> SignedNote.parse(bytes(note)))
                    .as(note)
                    .isInstanceOf(EvidenceFormatException.class);
        }
        assertThatThrownBy(() -> SignedNote.parse(Bytes.fromHex("0xff0a0a")))
                .isInstanceOf(EvidenceFormatException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aGatewaysKeySignsItsHead() {
        Hash secret = Sha256.hash(new byte[] {1});
        Hash gateway = Sha256.hash(new byte[] {2});
        TreeHead head = TreeHead.ofGateway(gateway, 3, gateway);
        NoteKey key = NoteKey.ofGateway(gateway, P256.publicKey(secret));
        // Many times, because r and s are shorter than 32 bytes now and then.
        for (int i = 0; i < 100; i++) {
            String text = head.text() + i + "\n";
            Bytes signature = P256.sign(secret, text.getBytes(StandardCharsets.UTF_8));
            var note = new SignedNote(text, List.of(key.line(signature)));
            assertThat(SignedNote.parse(note.encode())).isEqualTo(note);
            assertThat(note.isSignedBy(NoteKey.parse(key.text()))).isTrue();
        }
        assertThat(TreeHead.parse(head.text())).isEqualTo(head);
    }

    @Test
    void aCosignatureIsOverTimeAndText() {
        Ed25519.KeyPair pair =
                Ed25519.KeyPair.fromSeed(Bytes.wrap(Sha256.hash(new byte[] {3}).toArray()));
        NoteKey witness = NoteKey.ofWitness("witness.example/w1", pair.publicKey());
        SignedNote note = SignedNote.parse(bytes(REKOR_NOTE));
        Cosignature cosignature = Cosignature.sign(note.text(), 1_763_683_200, pair);
        assertThat(cosignature.isOver(note.text())).isTrue();
        assertThat(new Cosignature(cosignature.key(), 1_763_683_201, cosignature.signature()).isOver(note.text()))
                .isFalse();
        assertThat(Cosignature.decode(cosignature.encode())).isEqualTo(cosignature);

        var both = new SignedNote(note.text(), List.of(note.signatures().getFirst(), cosignature.line(witness)));
        assertThat(both.isSignedBy(witness)).isTrue();
        assertThat(both.isSignedBy(NoteKey.parse(REKOR_KEY))).isTrue();
        assertThat(Cosignature.under(both, witness)).contains(cosignature);
        assertThat(Cosignature.under(note, witness)).isEmpty();
        // The key alone does not make an ordinary signature of it, nor an ordinary signature a cosignature.
        assertThat(both.isSignedBy(new NoteKey(witness.name(), NoteKey.Kind.ED25519, witness.key())))
                .isFalse();
    }
}
