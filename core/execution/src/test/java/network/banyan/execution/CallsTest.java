// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.execution.CallRequest.SlotOverride;
import network.banyan.execution.CallRequest.StateOverride;
import network.banyan.execution.Calls.Estimate;
import network.banyan.execution.Calls.Outcome;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;
import org.junit.jupiter.api.Test;

class CallsTest {
    /** Returns slot 0. */
    private static final String READS_SLOT = "0x5f545f5260205ff3";

    private final Calls calls = new Calls(Scene.RULES);
    private final MemoryState state = Scene.richAlice();
    private final Calls.Setting setting = new Calls.Setting(Scene.block(), state, Scene.NO_ANCESTORS);

    @Test
    void aCallAnswersWithoutMoneyOrTrace() {
        state.put(Scene.CONTRACT, 1, UInt256.ZERO, Bytes.fromHex(READS_SLOT));
        state.put(Scene.CONTRACT, UInt256.ZERO, UInt256.of(42));

        var outcome = calls.call(to(Scene.CONTRACT, Address.ofNumber(0x999), UInt256.ZERO), setting);

        assertThat(outcome)
                .isEqualTo(new Outcome.Returned(
                        Bytes.wrap(UInt256.of(42).toArray()), 21_000 + 2_100 + 2 + 2 + 3 + 3 + 3 + 2));
    }

    @Test
    void whoPaysNothingSeesNoBaseFee() {
        state.put(Scene.CONTRACT, 1, UInt256.ZERO, Bytes.fromHex("0x485f5260205ff3"));
        var free = to(Scene.CONTRACT, Scene.ALICE, UInt256.ZERO);
        var paying = new CallRequest(
                free.from(),
                free.to(),
                Optional.of(100_000L),
                Optional.of(Scene.GWEI),
                UInt256.ZERO,
                Bytes.EMPTY,
                List.of(),
                List.of());

        assertThat(output(calls.call(free, setting))).isEqualTo(UInt256.ZERO);
        assertThat(output(calls.call(paying, setting))).isEqualTo(Scene.GWEI);
    }

    /** Answers NUMBER, TIMESTAMP, COINBASE, PREVRANDAO, GASLIMIT, BASEFEE and BLOBBASEFEE. */
    private static final String TELLS_BLOCK =
            "0x435f52" + "42602052" + "41604052" + "44606052" + "45608052" + "4860a052" + "4a60c052" + "60e05ff3";

    @Test
    void aCallSeesThePretendedBlock() {
        state.put(Scene.CONTRACT, 1, UInt256.ZERO, Bytes.fromHex(TELLS_BLOCK));
        var pretended = new SimulationRequest.BlockOverride(
                Optional.of(1_000L),
                Optional.of(2_000L),
                Optional.of(3_000_000L),
                Optional.of(Address.ofNumber(4)),
                Optional.of(Hash.of(UInt256.of(5).toArray())),
                Optional.of(UInt256.of(6)),
                Optional.of(UInt256.of(7)));
        CallRequest request = pretending(pretended, Optional.of(UInt256.of(6)));

        var outcome = calls.call(request, setting);

        assertThat(words(outcome)).containsExactly(1_000L, 2_000L, 4L, 5L, 3_000_000L, 6L, 7L);
        // A price of a unit less is below the pretended base fee, however high the true one.
        assertThat(calls.call(pretending(pretended, Optional.of(UInt256.of(5))), setting))
                .isInstanceOf(Outcome.Refused.class);
        assertThat(calls.estimateGas(request, setting)).isInstanceOf(Estimate.Enough.class);
        assertThat(calls.accessList(request, setting).outcome()).isEqualTo(outcome);
    }

    @Test
    void whatIsNotPretendedOfABlockStays() {
        state.put(Scene.CONTRACT, 1, UInt256.ZERO, Bytes.fromHex(TELLS_BLOCK));
        var none = SimulationRequest.BlockOverride.NONE;
        var later = none.at(setting.block().number(), 2_000);

        List<Long> actual = words(calls.call(pretending(none, Optional.empty()), setting));
        List<Long> pretended = words(calls.call(pretending(later, Optional.empty()), setting));

        assertThat(actual.get(0)).isEqualTo(setting.block().number());
        assertThat(actual.get(4)).isEqualTo(setting.block().gasLimit());
        List<Long> expected = new ArrayList<>(actual);
        expected.set(1, 2_000L);
        assertThat(pretended).isEqualTo(expected);
    }

    private static CallRequest pretending(SimulationRequest.BlockOverride block, Optional<UInt256> price) {
        return new CallRequest(
                Scene.ALICE,
                Optional.of(Scene.CONTRACT),
                Optional.of(100_000L),
                price,
                UInt256.ZERO,
                Bytes.EMPTY,
                List.of(),
                List.of(),
                List.of(),
                block);
    }

    private static List<Long> words(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Returned.class);
        byte[] output = ((Outcome.Returned) outcome).output().toArray();
        List<Long> words = new ArrayList<>();
        for (int at = 0; at < output.length; at += 32) {
            words.add(UInt256.at(output, at).d());
        }
        return words;
    }

    @Test
    void overridesAreSeenInsteadOfTheState() {
        var pretended = new StateOverride(
                Scene.CONTRACT,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Bytes.fromHex(READS_SLOT)),
                List.of(new SlotOverride(UInt256.ZERO, UInt256.of(7))));
        var poor = to(Scene.CONTRACT, Scene.BOB, UInt256.ONE);
        var rich =
                new StateOverride(Scene.BOB, Optional.of(UInt256.ONE), Optional.empty(), Optional.empty(), List.of());
        var request = new CallRequest(
                poor.from(),
                poor.to(),
                Optional.empty(),
                Optional.empty(),
                UInt256.ONE,
                Bytes.EMPTY,
                List.of(),
                List.of(pretended, rich));

        assertThat(output(calls.call(request, setting))).isEqualTo(UInt256.of(7));
        assertThat(calls.call(poor, setting))
                .isEqualTo(new Outcome.Refused(
                        "insufficient funds for gas * price + value: address " + Scene.BOB + " have 0 want 1"));
    }

    @Test
    void failuresKeepTheirKind() {
        state.put(Scene.CONTRACT, 1, UInt256.ZERO, Bytes.fromHex("0x602a5f5260205ffd"));
        state.put(Scene.BOB, 1, UInt256.ZERO, Bytes.fromHex("0xfe"));

        assertThat(calls.call(to(Scene.CONTRACT, Scene.ALICE, UInt256.ZERO), setting))
                .isInstanceOf(Outcome.Reverted.class);
        assertThat(calls.call(to(Scene.BOB, Scene.ALICE, UInt256.ZERO), setting))
                .isEqualTo(new Outcome.Halted("invalid opcode: INVALID", 30_000_000));
        assertThat(calls.estimateGas(to(Scene.CONTRACT, Scene.ALICE, UInt256.ZERO), setting))
                .isInstanceOfSatisfying(
                        Estimate.Fails.class,
                        fails -> assertThat(fails.outcome()).isInstanceOf(Outcome.Reverted.class));
    }

    @Test
    void aPlainTransferIsEstimatedExactly() {
        assertThat(calls.estimateGas(to(Scene.BOB, Scene.ALICE, UInt256.ONE), setting))
                .isEqualTo(new Estimate.Enough(21_000));
    }

    @Test
    void whoCannotPayHearsThatFromAnEstimate() {
        var wish = to(Scene.BOB, Scene.ALICE, Scene.ONE_COIN);
        var paying = new CallRequest(
                wish.from(),
                wish.to(),
                Optional.empty(),
                Optional.of(Scene.GWEI),
                wish.value(),
                Bytes.EMPTY,
                List.of(),
                List.of());

        assertThat(calls.estimateGas(paying, setting))
                .isInstanceOfSatisfying(
                        Estimate.Fails.class,
                        fails -> assertThat(fails.outcome())
                                .isEqualTo(new Outcome.Refused("insufficient funds for gas * price + value: address "
                                        + Scene.ALICE + " have 1000000000000000000 want 1000021000000000000")));
    }

    @Test
    void aCallSeesTheCodeThatItsAuthorizationsLend() {
        state.put(Scene.CONTRACT, 1, UInt256.ZERO, Bytes.fromHex("0x602a5f5260205ff3"));
        var plain = to(Scene.ALICE, Scene.BOB, UInt256.ZERO);
        var lending = new CallRequest(
                plain.from(),
                plain.to(),
                Optional.empty(),
                Optional.empty(),
                UInt256.ZERO,
                Bytes.EMPTY,
                List.of(),
                List.of(Authorization.sign(Scene.CHAIN_ID, Scene.CONTRACT, 0, Scene.KEY)),
                List.of());

        assertThat(output(calls.call(lending, setting))).isEqualTo(UInt256.of(42));
        assertThat(calls.call(plain, setting)).isEqualTo(new Outcome.Returned(Bytes.EMPTY, 21_000));
        assertThat(calls.estimateGas(lending, setting))
                .isInstanceOfSatisfying(
                        Estimate.Enough.class,
                        enough -> assertThat(enough.gas()).isBetween(36_000L, 60_000L));
    }

    @Test
    void anEstimateSufficesAlthoughRefundsAndTheLast64thMustBeThere() {
        // Clears a slot, which is paid back in part, after a call of another contract that uses most of its gas.
        state.put(Scene.CONTRACT, 1, UInt256.ZERO, Bytes.fromHex("0x5f5f5f5f5f610b0b5af15f5f5500"));
        state.put(Scene.CONTRACT, UInt256.ZERO, UInt256.ONE);
        var request = to(Scene.CONTRACT, Scene.ALICE, UInt256.ZERO);

        var estimate = calls.estimateGas(request, setting);

        assertThat(estimate).isInstanceOf(Estimate.Enough.class);
        long gas = ((Estimate.Enough) estimate).gas();
        assertThat(calls.call(withGas(request, gas), setting)).isInstanceOf(Outcome.Returned.class);
        assertThat(calls.call(withGas(request, gas * 9 / 10), setting)).isInstanceOf(Outcome.Halted.class);
    }

    @Test
    void theAccessListNamesWhatIsTouchedBesideTheWarm() {
        // SLOAD(0), then BALANCE of 0xb0b.
        state.put(Scene.CONTRACT, 1, UInt256.ZERO, Bytes.fromHex("0x5f54610b0b3100"));

        var listing = calls.accessList(to(Scene.CONTRACT, Scene.ALICE, UInt256.ZERO), setting);

        assertThat(listing.accessList())
                .containsExactly(
                        new AccessListEntry(Address.ofNumber(0xb0b), List.of()),
                        new AccessListEntry(Scene.CONTRACT, List.of(Hash.ZERO)));
        assertThat(listing.outcome()).isInstanceOf(Outcome.Returned.class);
    }

    private static CallRequest to(Address to, Address from, UInt256 value) {
        return new CallRequest(
                from, Optional.of(to), Optional.empty(), Optional.empty(), value, Bytes.EMPTY, List.of(), List.of());
    }

    private static CallRequest withGas(CallRequest request, long gas) {
        return new CallRequest(
                request.from(),
                request.to(),
                Optional.of(gas),
                request.gasPrice(),
                request.value(),
                request.data(),
                request.accessList(),
                request.overrides());
    }

    private static UInt256 output(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Returned.class);
        return UInt256.at(((Outcome.Returned) outcome).output().toArray(), 0);
    }
}
