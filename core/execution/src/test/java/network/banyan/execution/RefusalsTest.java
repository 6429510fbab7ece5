// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import network.banyan.evm.CodeCache;
import network.banyan.evm.Evm;
import network.banyan.evm.Fork;
import network.banyan.execution.Refusal.Reason;
import network.banyan.execution.TransactionProcessor.Outcome;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.TransactionBody.DynamicFee;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final MemoryState state = Scene.richAlice();

    @Test
    void aNonceThatIsNotTheNextIsRefused() {
        state.put(Scene.ALICE, 5, Scene.ONE_COIN, Bytes.EMPTY);

        refused(Scene.payment(1, UInt256.ONE), Reason.NONCE_TOO_LOW, "nonce too low: address %s, tx: 1 state: 5");
        refused(Scene.payment(9, UInt256.ONE), Reason.NONCE_TOO_HIGH, "nonce too high: address %s, tx: 9 state: 5");
    }

    @Test
    void whoCannotPayTheWorstCaseIsRefused() {
        String words = "insufficient funds for gas * price + value: address %s have 1000000000000000000 want "
                + "1000042000000000000";
        refused(Scene.payment(0, Scene.ONE_COIN), Reason.INSUFFICIENT_FUNDS, words);
        refused(
                Scene.payment(0, UInt256.MAX),
                Reason.INSUFFICIENT_FUNDS,
                "insufficient funds for gas * price + value: address %s have 1000000000000000000 want more than 256 "
                        + "bits hold");
    }

    @Test
    void gasBelowWhatTheTransactionCostsAnywayIsRefused() {
        refused(with(20_999, Bytes.EMPTY, Optional.of(Scene.BOB)), "intrinsic gas too low: have 20999, want 21000");
        Bytes data = Bytes.wrap(new byte[1000]);
        refused(
                with(26_000, data, Optional.of(Scene.BOB)),
                "insufficient gas for floor data gas cost: have 26000, want 31000");
        refused(with(21_000, Bytes.EMPTY, Optional.empty()), "intrinsic gas too low: have 21000, want 53000");
    }

    @Test
    void limitsOfTransactionAndBlockAreKept() {
        refused(
                with(16_777_217, Bytes.EMPTY, Optional.of(Scene.BOB)),
                "transaction gas limit too high (cap: 16777216, tx: 16777217)");
        refused(
                with(16_000_000, Bytes.wrap(new byte[49_153]), Optional.empty()),
                "max initcode size exceeded: code size 49153 limit 49152");
        var refusal = refusal(Scene.payment(0, UInt256.ONE), 20_000);
        assertThat(refusal.reason()).isEqualTo(Reason.BLOCK_FULL);
        assertThat(refusal.words()).isEqualTo("gas limit reached");
    }

    @Test
    void feesBelowTheBlocksAreRefused() {
        refused(
                fees(UInt256.ONE, UInt256.of(999_999_999)),
                Reason.FEE_TOO_LOW,
                "max fee per gas less than block base fee: address %s, maxFeePerGas: 999999999, baseFee: 1000000000");
        refused(
                fees(UInt256.of(3), UInt256.of(2)),
                Reason.MALFORMED,
                "max priority fee per gas higher than max fee per gas: address %s, maxPriorityFeePerGas: 3, "
                        + "maxFeePerGas: 2");
    }

    @Test
    void aContractCannotSendButADelegatingAccountCan() {
        state.put(Scene.ALICE, 0, Scene.ONE_COIN, Bytes.fromHex("0x5f"));
        refused(Scene.payment(0, UInt256.ONE), Reason.SENDER_HAS_CODE, "sender not an eoa: address %s, len(code): 1");

        state.put(Scene.ALICE, 0, Scene.ONE_COIN, Bytes.fromHex("0xef0100" + "00".repeat(19) + "04"));
        assertThat(process(Scene.payment(0, UInt256.ONE), 30_000_000)).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void transactionsOfOtherChainsAndKindsAreRefused() {
        var foreign = new DynamicFee(
                Optional.of(UInt256.ONE),
                0,
                UInt256.ONE,
                Scene.GWEI,
                21_000,
                Optional.of(Scene.BOB),
                UInt256.ONE,
                Bytes.EMPTY,
                List.of());
        refused(foreign, "invalid chain id for signer: have 1 want 4689");
        var blob = new TransactionBody.Blob(
                Optional.of(Scene.CHAIN_ID),
                0,
                UInt256.ONE,
                Scene.GWEI,
                21_000,
                Optional.of(Scene.BOB),
                UInt256.ONE,
                Bytes.EMPTY,
                List.of(),
                UInt256.ONE,
                List.of(new Hash(1L << 56, 0, 0, 0)));
        refused(blob, "transaction type not supported");
        var nothingSigned = new TransactionBody.SetCode(
                Optional.of(Scene.CHAIN_ID),
                0,
                UInt256.ONE,
                Scene.GWEI,
                21_000,
                Optional.of(Scene.BOB),
                UInt256.ONE,
                Bytes.EMPTY,
                List.of(),
                List.of());
        refused(nothingSigned, "EIP-7702 transaction with empty auth list");
    }

    private static DynamicFee with(long gas, Bytes data, Optional<Address> to) {
        return new DynamicFee(
                Optional.of(Scene.CHAIN_ID), 0, UInt256.ONE, Scene.GWEI, gas, to, UInt256.ZERO, data, List.of());
    }

    private static DynamicFee fees(UInt256 tip, UInt256 most) {
        return new DynamicFee(
                Optional.of(Scene.CHAIN_ID),
                0,
                tip,
                most,
                21_000,
                Optional.of(Scene.BOB),
                UInt256.ZERO,
                Bytes.EMPTY,
                List.of());
    }

    private void refused(TransactionBody body, String words) {
        refused(body, Reason.MALFORMED, words);
    }

    private void refused(TransactionBody body, Reason reason, String words) {
        Refusal refusal = refusal(body, 30_000_000);
        assertThat(refusal.words()).isEqualTo(words.formatted(Scene.ALICE));
        assertThat(refusal.reason()).isEqualTo(reason);
    }

    private Refusal refusal(TransactionBody body, long gasLeft) {
        Outcome outcome = process(body, gasLeft);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).refusal();
    }

    private Outcome process(TransactionBody body, long gasLeft) {
        var world = new JournaledWorld(state, new CodeCache(1 << 20));
        var evm = new Evm(Fork.OSAKA, world, Scene.block().context(Scene.RULES, Scene.NO_ANCESTORS));
        Outcome outcome = new TransactionProcessor(Scene.RULES, Scene.block(), world, evm)
                .process(Scene.signed(body), gasLeft, 0);
        if (outcome instanceof Outcome.Refused) {
            assertThat(world.changes().accounts()).isEmpty();
        }
        return outcome;
    }
}
