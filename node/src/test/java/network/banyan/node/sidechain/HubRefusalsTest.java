// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import org.junit.jupiter.api.Test;

/** Whoever sends or claims is told why not, whatever the contract. */
class HubRefusalsTest {
    private static final Path ARTIFACTS = Path.of("..", "contracts", "artifacts");

    /** What only contracts among themselves, signers, or members who list assets are told. */
    private static final Set<String> NOT_FOR_PEOPLE = Set.of(
            "OnlyFor(address)",
            "NotClosed(uint64)",
            "CheckpointUnorderedInsertion()",
            "CallFailed()",
            "BadListing()",
            "TooManyAssets()",
            "TakesNoCoins()");

    @Test
    void everyRefusalOfSendingAndClaimingIsASentence() throws IOException {
        for (String contract : List.of(
                "HubInbox", "HubEscrow", "HubClaims", "HubExits", "HubDisputes", "OutpostOutbox", "OutpostAssets")) {
            for (String error : errors(contract)) {
                if (!NOT_FOR_PEOPLE.contains(error)) {
                    assertThat(HubRefusals.sentence(Address.ZERO, AbiValue.selector(error)))
                            .as("%s of %s", error, contract)
                            .isPresent();
                }
            }
        }
    }

    private static List<String> errors(String contract) throws IOException {
        JsonNode abi = new ObjectMapper()
                .readTree(ARTIFACTS.resolve(contract + ".json").toFile())
                .path("abi");
        List<String> errors = new ArrayList<>();
        for (JsonNode entry : abi) {
            if (entry.path("type").asText().equals("error")) {
                errors.add(StreamSupport.stream(entry.path("inputs").spliterator(), false)
                        .map(input -> input.path("type").asText())
                        .collect(Collectors.joining(",", entry.path("name").asText() + "(", ")")));
            }
        }
        assertThat(errors).as(contract).isNotEmpty();
        return errors;
    }
}
