// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.RewardsContract;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No refusal of a contract reaches people as hex. */
class RefusalsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Staking", "Delegates", "Rewards", "Parameters", "Election", "Slashing"})
    void everyErrorOfTheContractIsASentence(String contract) throws IOException {
        int errors = 0;
        for (JsonNode entry : artifact(contract).get("abi")) {
            if (entry.get("type").asText().equals("error")) {
                StringJoiner types = new StringJoiner(",", entry.get("name").asText() + "(", ")");
                List<AbiValue> arguments = new ArrayList<>();
                for (JsonNode input : entry.get("inputs")) {
                    types.add(input.get("type").asText());
                    arguments.add(AbiValue.of(1));
                }
                Bytes revert = AbiValue.call(types.toString(), arguments.toArray(AbiValue[]::new));
                assertThat(Refusals.sentence(StakingContract.ADDRESS, revert))
                        .as(types.toString())
                        .hasValueSatisfying(sentence -> assertThat(sentence).matches("[A-Z0-9].{10,}\\."));
                errors++;
            }
        }
        assertThat(errors).isPositive();
    }

    private static JsonNode artifact(String contract) throws IOException {
        try (InputStream in = RefusalsTest.class.getResourceAsStream("/contracts/" + contract + ".json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void theSentenceNamesWhatTheErrorNames() {
        Bytes notOwner = AbiValue.call("NotOwner(uint32,address)", AbiValue.of(7), AbiValue.of(1));
        assertThat(Refusals.sentence(StakingContract.ADDRESS, notOwner)).contains("Bucket 7 is not this account's.");
        assertThat(Refusals.sentence(DelegatesContract.ADDRESS, notOwner))
                .contains("Delegate 7 is not this account's.");

        UInt256 coins = UInt256.of(BigInteger.TEN.pow(18));
        Bytes small = AbiValue.call("AmountTooSmall(uint256,uint256)", AbiValue.of(1), AbiValue.of(coins));
        assertThat(Refusals.sentence(StakingContract.ADDRESS, small))
                .contains("0.000000000000000001 coins are too few: it takes at least 1.");

        Bytes early = AbiValue.call("TooEarly(uint32,uint256)", AbiValue.of(5), AbiValue.of(1_800_000_000));
        assertThat(Refusals.sentence(StakingContract.ADDRESS, early))
                .contains("Too early for bucket 5: it has to wait until 2027-01-15 08:00:00 UTC.");

        Bytes status = AbiValue.call("WrongStatus(uint32,uint8)", AbiValue.of(3), AbiValue.of(6));
        assertThat(Refusals.sentence(DelegatesContract.ADDRESS, status))
                .contains("That cannot be done while delegate 3 is expelled.");
    }

    @Test
    void whatIsNoErrorOfTheirsIsNotMadeUp() {
        assertThat(Refusals.sentence(RewardsContract.ADDRESS, Bytes.EMPTY)).isEmpty();
        assertThat(Refusals.sentence(RewardsContract.ADDRESS, Bytes.fromHex("0x12345678")))
                .isEmpty();
        Bytes cut = AbiValue.call("NotOwner(uint32,address)", AbiValue.of(7), AbiValue.of(1))
                .slice(0, 30);
        assertThat(Refusals.sentence(RewardsContract.ADDRESS, cut)).isEmpty();
    }
}
