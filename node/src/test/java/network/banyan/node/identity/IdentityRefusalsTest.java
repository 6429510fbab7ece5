// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import network.banyan.contracts.AbiValue;
import network.banyan.identity.DidRegistryContract;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class IdentityRefusalsTest {
    /** Only who carries what others signed meets these, which no command does. */
    private static final Set<String> OF_CARRIERS = Set.of("Expired", "BadSignature", "WrongSubject");

    @Test
    void whatTheDidRegistryRefusesIsASentence() throws IOException {
        List<String> silent = new ArrayList<>();
        int told = 0;
        for (JsonNode error : abi()) {
            String name = error.path("name").asText();
            if (!error.path("type").asText().equals("error") || OF_CARRIERS.contains(name)) {
                continue;
            }
            List<String> types = new ArrayList<>();
            error.path("inputs").forEach(input -> types.add(input.path("type").asText()));
            Bytes revert = AbiValue.selector(name + "(" + String.join(",", types) + ")");
            // A device is told apart before the registry is asked to hand it over or to close it.
            if (name.equals("IsDevice")
                    || IdentityRefusals.sentence(DidRegistryContract.ADDRESS, revert)
                            .isPresent()) {
                told++;
            } else {
                silent.add(name);
            }
        }
        assertThat(silent).isEmpty();
        assertThat(told).isEqualTo(10);
    }

    @Test
    void anotherContractsErrorIsNotPutInItsMouth() {
        assertThat(IdentityRefusals.sentence(DidRegistryContract.ADDRESS, AbiValue.selector("Other()")))
                .isEmpty();
        assertThat(IdentityRefusals.sentence(DidRegistryContract.ADDRESS, Bytes.EMPTY))
                .isEmpty();
    }

    private static JsonNode abi() throws IOException {
        try (InputStream in = IdentityRefusalsTest.class.getResourceAsStream("/contracts/DidRegistry.json")) {
            return new ObjectMapper().readTree(in).path("abi");
        }
    }
}
