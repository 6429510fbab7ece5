// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.upokecenter.cbor.CBORObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.MerkleTree;
import network.banyan.crypto.P256;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import org.junit.jupiter.api.Test;

/** Our envelope's arithmetic against the COSE working group's examples, and our Merkle paths against RFC 9942's. */
class CoseVectorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void signsAndChecksTheSameBytesAsTheCoseExamples() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("cose/sign1-tests", "cose/ecdsa-examples")) {
            Path directory = vectors().resolve(folder);
            assumeTrue(Files.isDirectory(directory), "the COSE examples (9 of ES256) are skipped: no " + directory);
            try (var list = Files.list(directory)) {
                files.addAll(list.sorted().toList());
            }
        }
        int checked = 0;
        int refused = 0;
        for (Path file : files) {
            JsonNode example = JSON.readTree(Files.readAllBytes(file));
            JsonNode signer = example.path("input").path("sign0");
            if (!signer.path("alg").asText().equals("ES256")
                    || !signer.path("key").path("crv").asText().equals("P-256")
                    || signer.has("external")) {
                continue;
            }
            boolean holds = holds(example, signer.path("key"));
            assertThat(holds)
                    .as(file.toString())
                    .isEqualTo(!example.path("fail").asBoolean());
            checked++;
            refused += holds ? 0 : 1;
        }
        assertThat(checked).isEqualTo(9);
        assertThat(refused).isEqualTo(6);
    }

    private static boolean holds(JsonNode example, JsonNode key) {
        CBORObject message = CBORObject.DecodeFromBytes(
                Bytes.fromHex(example.path("output").path("cbor").asText()).toArray());
        if (message.isTagged() && message.getMostOuterTag().ToInt32Checked() != CoseSign1.TAG) {
            return false;
        }
        CBORObject parts = message.Untag();
        CBORObject algorithm = algorithm(parts);
        if (algorithm == null || !algorithm.isNumber() || algorithm.AsInt32() != -7) {
            return false;
        }
        var envelope = new CoseSign1(header(parts), bytes(parts.get(2)), bytes(parts.get(3)));
        String signed = example.path("intermediates").path("ToBeSign_hex").asText();
        boolean good = envelope.isSignedBy(new P256.PublicKey(coordinate(key, "x"), coordinate(key, "y")));
        if (good) {
            assertThat(Bytes.wrap(CoseSign1.toBeSigned(envelope.protectedHeader(), envelope.payload())))
                    .isEqualTo(Bytes.fromHex(signed));
        }
        return good;
    }

    private static CBORObject algorithm(CBORObject parts) {
        byte[] header = parts.get(0).GetByteString();
        CBORObject label = CBORObject.FromObject(1);
        CBORObject named =
                header.length == 0 ? null : CBORObject.DecodeFromBytes(header).get(label);
        return named != null ? named : parts.get(1).get(label);
    }

    /** An empty map is signed as no bytes (RFC 9052, section 4.4); our own records always have a header. */
    private static Bytes header(CBORObject parts) {
        Bytes header = bytes(parts.get(0));
        return header.equals(Bytes.fromHex("a0")) ? Bytes.EMPTY : header;
    }

    private static Bytes bytes(CBORObject item) {
        return Bytes.wrap(item.GetByteString());
    }

    private static Hash coordinate(JsonNode key, String name) {
        return key.has(name + "_hex")
                ? Hash.fromHex(key.path(name + "_hex").asText())
                : Hash.of(Base64.getUrlDecoder().decode(key.path(name).asText()));
    }

    /**
     * The two sample receipts speak of one tree of 5 leaves. The consistency proof from 3 leaves to 5 names leaf 2, leaf 3,
     * the subtree of leaves 0 and 1, and leaf 4: all that makes up the root. The inclusion proof of leaf 3 must lead there.
     */
    @Test
    void climbsTheInclusionPathOfTheReceiptSamples() throws IOException {
        Path folder = vectors().resolve("receipts");
        assumeTrue(Files.isDirectory(folder), "2 COSE receipts are skipped: no " + folder);
        List<Hash> known = path(folder.resolve("consistency-receipt.cbor"), -2);
        List<Hash> inclusion = path(folder.resolve("inclusion-receipt.cbor"), -1);
        Hash leaf3 = known.get(1);
        Hash pair = MerkleTree.climb(leaf3, 1, 2, List.of(known.get(0))).orElseThrow();
        Hash four = MerkleTree.climb(pair, 1, 2, List.of(known.get(2))).orElseThrow();
        Hash root = MerkleTree.climb(known.get(3), 1, 2, List.of(four)).orElseThrow();
        assertThat(MerkleTree.climb(leaf3, 3, 5, inclusion)).contains(root);
        assertThat(MerkleTree.climb(leaf3, 2, 5, inclusion)).isNotEqualTo(Optional.of(root));
    }

    private static List<Hash> path(Path receipt, int kind) throws IOException {
        CBORObject proofs = CBORObject.DecodeFromBytes(Files.readAllBytes(receipt))
                .Untag()
                .get(1)
                .get(CBORObject.FromObject(396))
                .get(CBORObject.FromObject(kind));
        CBORObject proof = CBORObject.DecodeFromBytes(proofs.get(0).GetByteString());
        return proof.get(2).getValues().stream()
                .map(hash -> Hash.of(hash.GetByteString()))
                .toList();
    }

    private static Path vectors() {
        String named = System.getenv("BANYAN_VECTORS");
        return named != null
                ? Path.of(named)
                : Path.of(System.getProperty("banyan.root", ".")).resolve("../shared/vectors");
    }
}
