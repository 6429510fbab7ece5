// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import network.banyan.bridge.Moment;
import network.banyan.bridge.Standing;
import network.banyan.bridge.Step;
import network.banyan.bridge.Transfer;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import org.junit.jupiter.api.Test;

/** Steps and amounts as people and scripts read them; of the coin alone, so that no node is asked. */
class TellingTest {
    private static final Address BOB = Address.ofNumber(0xb0b);
    private static final UInt256 COIN = UInt256.of(1_000_000_000_000_000_000L);

    private final Units units = new Units(ChainClient.connect("http://127.0.0.1:1"));
    private final Telling telling = new Telling(units);

    private static Message message(UInt256 amount) {
        return new Message(77, 0, 0, MessageKind.DEPOSIT, BOB, BOB, Address.ZERO, amount, 0, 9, BOB, Bytes.EMPTY);
    }

    @Test
    void anAmountIsReadToTheLastWei() {
        assertThat(units.read("0.000000000000000001", Address.ZERO)).isEqualTo(UInt256.ONE);
        assertThat(units.read("1", Address.ZERO)).isEqualTo(COIN);
        for (String wrong : List.of("", "-1", "1e3", "0.0000000000000000001", "1,5", "9".repeat(60), "9".repeat(61))) {
            assertThatThrownBy(() -> units.read(wrong, Address.ZERO))
                    .as(wrong)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("at most 18 decimals");
        }
    }

    @Test
    void aStepSaysWhereWhenAndWhat() {
        assertThat(telling.line(new Step.Sent(
                        77, 3, Hash.ZERO, message(COIN.timesExact(1_500)), new Moment(1_200, 1_795_383_012))))
                .isEqualTo(
                        "chain 77     block 1,200, 2026-11-22 21:30:12 UTC  put into the outbox of run 3: 1,500 coins for "
                                + BOB + " on the root");
        assertThat(telling.line(new Step.Observed(77, 4, new Moment(5, -1)))).contains("second -1", "up to message 3");
    }

    @Test
    void whatTheLimitHoldsBackIsSaidInCoins() {
        assertThat(telling.words(new Standing.ForLimit(77, 2, COIN, message(COIN.timesExact(3)))))
                .startsWith("1 coins of 3 coins are through");
    }

    @Test
    void scriptsReadSmallestUnitsAndSeconds() {
        Transfer transfer = new Transfer(
                Hash.ZERO,
                List.of(new Step.Drawn(77, COIN, COIN.timesExact(3), new Moment(9, 1_000))),
                new Standing.ForDelay(77, 2, 5_000, true));

        JsonNode json = TransferJson.of(transfer, telling);
        assertThat(json.path("steps").path(0).path("drawn").asText()).isEqualTo("1000000000000000000");
        assertThat(json.path("steps").path(0).path("on").asLong()).isZero();
        assertThat(json.path("standing").path("payableAt").asLong()).isEqualTo(5_000);
        assertThat(json.path("isFinal").asBoolean()).isFalse();
    }
}
