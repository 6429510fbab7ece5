// SPDX-License-Identifier: Apache-2.0
package network.banyan.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import network.banyan.identity.DataIntegrity.Suite;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** W3C's own examples of proofs, step by step (vc-di-eddsa and vc-di-ecdsa, appendices of test vectors). */
class CredentialVectorsTest {
    @ParameterizedTest
    @CsvSource({
        "eddsa-jcs-2022, JCS, EDDSA",
        "ecdsa-jcs-2019-p256, JCSECDSAP256, ECDSA_P256",
        "ecdsa-jcs-2019-p384, JCSECDSAP384, ECDSA_P384"
    })
    void everyStepIsThatOfTheVectors(String folder, String suffix, Suite suite) throws IOException {
        Path directory = vectors().resolve("vc").resolve(folder);
        assumeTrue(Files.isDirectory(directory), "one of 3 vectors of credentials is skipped: no " + directory);
        ObjectNode signed = Json.object(Bytes.wrap(Files.readAllBytes(directory.resolve("signed" + suffix + ".json"))));
        var proof = DataIntegrity.proofs(signed).getFirst();

        ObjectNode bare = signed.deepCopy();
        bare.remove("proof");
        ObjectNode terms = proof.json().deepCopy();
        terms.remove("proofValue");
        assertThat(text(Jcs.canonical(bare))).isEqualTo(read(directory, "canonDoc" + suffix + ".txt"));
        assertThat(text(Jcs.canonical(terms))).isEqualTo(read(directory, "proofCanon" + suffix + ".txt"));
        assertThat(DataIntegrity.hashed(signed, proof.json(), suite).toHex().substring(2))
                .isEqualTo(read(directory, "combinedHash" + suffix + ".txt"));
        Bytes signature = Multibase.ofBase58(proof.json().get("proofValue").asText());
        assertThat(signature.toHex().substring(2)).isEqualTo(read(directory, "sigHex" + suffix + ".txt"));
        assertThat(Multibase.base58(signature)).isEqualTo(read(directory, "sigBTC58" + suffix + ".txt"));

        var check = new CredentialCheck(MethodFinder.DID_KEY, _ -> Optional.empty(), 1_700_000_000);
        assertThat(check.check(signed))
                .extracting(Finding::name, Finding::getClass)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("form", Finding.Holds.class),
                        org.assertj.core.groups.Tuple.tuple("proof", Finding.Holds.class),
                        // The example names a web address that no key belongs to.
                        org.assertj.core.groups.Tuple.tuple("issuer", Finding.Unproven.class),
                        org.assertj.core.groups.Tuple.tuple("time", Finding.Holds.class));
    }

    private static String read(Path directory, String name) throws IOException {
        return Files.readString(directory.resolve(name)).strip();
    }

    private static String text(Bytes bytes) {
        return new String(bytes.unsafeArray(), StandardCharsets.UTF_8);
    }

    private static Path vectors() {
        String given = System.getenv("BANYAN_VECTORS");
        return given == null
                ? Path.of(System.getProperty("banyan.root", "../.."), "../shared/vectors")
                : Path.of(given);
    }
}
