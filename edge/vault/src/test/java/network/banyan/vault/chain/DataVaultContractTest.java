// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.VaultException;
import network.banyan.vault.chain.DataVaultContract.Grant;
import network.banyan.vault.chain.DataVaultContract.Head;
import org.junit.jupiter.api.Test;

/** What we say to the contract, held against the artifact that genesis is made from. */
class DataVaultContractTest {
    private static final Hash WORD = Hash.fromHex("ab".repeat(32));
    private static final Grant GRANT = new Grant(WORD, Hash.fromHex("cd".repeat(32)), 5, 9, 2, true);

    @Test
    void speaksTheContractsInterface() throws IOException {
        JsonNode artifact = new ObjectMapper()
                .readTree(Path.of(System.getProperty("banyan.root", "../.."), "contracts/artifacts/DataVault.json")
                        .toFile());
        List<String> selectors = new ArrayList<>();
        artifact.path("methodIdentifiers").forEach(selector -> selectors.add("0x" + selector.asText()));

        assertThat(artifact.path("address").asText()).isEqualTo(DataVaultContract.ADDRESS.toHex());
        assertThat(List.of(
                        DataVaultContract.commit(WORD, WORD, 1, 0, List.of(WORD)),
                        DataVaultContract.grant(WORD, GRANT),
                        DataVaultContract.renew(WORD, 0, 0, WORD),
                        DataVaultContract.revoke(WORD, 0),
                        DataVaultContract.head(WORD),
                        DataVaultContract.grantsOf(WORD, 0)))
                .extracting(call -> call.slice(0, 4).toHex())
                .isSubsetOf(selectors)
                .doesNotHaveDuplicates();
    }

    @Test
    void readsWhatTheContractSays() {
        Head head = DataVaultContract.head(words(
                Address.ofNumber(7).toWord().toHash(), number(3), WORD, number(12), number(4), number(99), number(2)));
        assertThat(head).isEqualTo(new Head(Address.ofNumber(7), 3, WORD, 12, 4, 2));
        assertThat(DataVaultContract.grantsOf(words(
                        number(32),
                        number(1),
                        GRANT.grantee(),
                        GRANT.envelope(),
                        number(5),
                        number(9),
                        number(2),
                        number(1))))
                .containsExactly(GRANT);
    }

    @Test
    void whatIsNoAnswerIsSaid() {
        Random random = new Random(5);
        for (int run = 0; run < 2_000; run++) {
            byte[] bytes = new byte[random.nextInt(300)];
            if (random.nextBoolean()) {
                random.nextBytes(bytes);
            }
            try {
                DataVaultContract.head(Bytes.wrap(bytes));
                DataVaultContract.grantsOf(Bytes.wrap(bytes));
            } catch (VaultException refused) {
                assertThat(refused.getMessage()).startsWith("what the vault's contract said");
            }
        }
        assertThatThrownBy(() -> DataVaultContract.head(Bytes.EMPTY)).isInstanceOf(VaultException.class);
    }

    private static Hash number(long number) {
        return network.banyan.primitives.UInt256.of(number).toHash();
    }

    private static Bytes words(Hash... words) {
        byte[] all = new byte[words.length * Hash.SIZE];
        for (int i = 0; i < words.length; i++) {
            words[i].writeTo(all, i * Hash.SIZE);
        }
        return Bytes.wrap(all);
    }
}
