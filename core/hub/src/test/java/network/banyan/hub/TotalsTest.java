// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;

/** Rules 24 and 44, the lists. The hashes were made by ethers. */
class TotalsTest {
    private static Total total(int asset, long amount) {
        return new Total(Address.ofNumber(asset), UInt256.of(amount));
    }

    private static Token token(int asset, long id) {
        return new Token(Address.ofNumber(asset), UInt256.of(id));
    }

    private static Exit exit(int asset) {
        return new Exit(Address.ofNumber(asset), Given.word(asset), UInt256.of(asset), asset);
    }

    @Test
    void theHashIsThatOfBothLists() {
        var totals = new Totals(List.of(total(1, 2), total(3, 4)), List.of(token(5, 6)));

        assertThat(totals.hash().toHex())
                .isEqualTo("0x1d6a000aebfe71cfdf9eaa9153fcab351d24bba88dc9357f17e05dba753ab486");
        assertThat(Totals.NONE.hash().toHex())
                .isEqualTo("0xc6df19a9e5cc2e1575f8bc5ee97cc5b352e49114c858bb010d9874784ccd5fc7");
        assertThat(Exits.NONE.hash().toHex())
                .isEqualTo("0x569e75fc77c1a856f6daaf9e69d8a9566ca34aa47f9133711ce065a571af0cfd");
        assertThat(Totals.decode(totals.encode())).isEqualTo(totals);
    }

    @Test
    void listsRiseAndRepeatNothing() {
        List<Total> none = List.of();
        assertThatThrownBy(() -> new Totals(List.of(total(2, 1), total(1, 1)), List.of()))
                .hasMessageContaining("rising");
        assertThatThrownBy(() -> new Totals(List.of(total(1, 1), total(1, 2)), List.of()))
                .hasMessageContaining("rising");
        assertThatThrownBy(() -> new Totals(none, List.of(token(1, 2), token(1, 2))))
                .hasMessageContaining("rising");
        assertThatThrownBy(() -> new Totals(none, List.of(token(2, 1), token(1, 2))))
                .hasMessageContaining("rising");
        assertThatThrownBy(() -> new Exits(List.of(exit(2), exit(2)))).hasMessageContaining("rising");
        assertThat(new Totals(none, List.of(token(1, 1), token(1, 2), token(2, 0))).tokens())
                .hasSize(3);
    }

    @Test
    void listsAreBounded() {
        var most = new Totals(
                IntStream.range(0, 32).mapToObj(i -> total(i, 1)).toList(),
                IntStream.range(0, 64).mapToObj(i -> token(i, 1)).toList());
        var exits = new Exits(IntStream.range(0, 32).mapToObj(TotalsTest::exit).toList());

        assertThat(Totals.decode(most.encode())).isEqualTo(most);
        assertThat(Exits.decode(exits.encode())).isEqualTo(exits);
        assertThatThrownBy(() -> new Totals(
                        IntStream.range(0, 33).mapToObj(i -> total(i, 1)).toList(), List.of()))
                .hasMessageContaining("33 totals of 32");
        assertThatThrownBy(() -> new Totals(
                        List.of(),
                        IntStream.range(0, 65).mapToObj(i -> token(i, 1)).toList()))
                .hasMessageContaining("65 tokens of 64");
        assertThatThrownBy(() -> new Exits(
                        IntStream.range(0, 33).mapToObj(TotalsTest::exit).toList()))
                .hasMessageContaining("33 exit trees of 32");
        assertThatThrownBy(() -> new Exit(Address.ofNumber(1), Given.word(1), UInt256.ONE, 1L << 32))
                .isInstanceOf(HubException.class);
    }

    @Test
    void anotherEncodingOfTheSameListsIsRefused() {
        var totals = new Totals(List.of(total(1, 2)), List.of());
        Bytes encoding = totals.encode();
        // The tokens' offset, in the second word, says 0xa0: where the empty list stands. A decoder that follows
        // offsets would
        // find another empty list behind it.
        byte[] elsewhere = Arrays.copyOf(encoding.toArray(), encoding.size() + 32);
        elsewhere[63] = (byte) 0xc0;

        assertThat(encoding.at(63)).isEqualTo((byte) 0xa0);
        assertThatThrownBy(() -> Totals.decode(Bytes.wrap(elsewhere))).hasMessageContaining("one encoding");
        for (int bit = 0; bit < 8 * encoding.size(); bit++) {
            Totals other;
            try {
                other = Totals.decode(Given.flipped(encoding, bit));
            } catch (HubException refused) {
                continue;
            }
            assertThat(other).as("bit %d", bit).isNotEqualTo(totals);
        }
    }

    @Test
    void theMessagesOfAnOutboxAddUpToItsTotals() {
        Message deposit = Given.message(7, 0, MessageKind.DEPOSIT, 5);
        Message nothing = Given.message(7, 0, MessageKind.CALL, 0);
        Message onwards = Given.message(7, 8, MessageKind.REFUND, 6);
        Message token = Given.message(7, 0, MessageKind.TOKEN, 9);
        Message lower = Given.message(7, 0, MessageKind.TOKEN, 0);

        Totals totals = Totals.of(List.of(token, deposit, nothing, lower, onwards));

        assertThat(totals.totals()).containsExactly(total(0xcc, 11));
        assertThat(totals.tokens()).containsExactly(token(0xcc, 0), token(0xcc, 9));
        assertThat(Totals.of(List.of(nothing))).isEqualTo(Totals.NONE);
        assertThatThrownBy(() -> Totals.of(List.of(token, token))).hasMessageContaining("rising");
        Message all = Given.message(7, 0, MessageKind.CALL, UInt256.MAX, 0, Bytes.EMPTY);
        assertThatThrownBy(() -> Totals.of(List.of(all, deposit))).hasMessageContaining("256 bits");
    }
}
