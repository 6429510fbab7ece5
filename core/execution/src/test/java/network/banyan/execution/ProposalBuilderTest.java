// SPDX-License-Identifier: Apache-2.0
package network.banyan.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.evm.CodeCache;
import network.banyan.execution.BlockExecutor.Outcome.Executed;
import network.banyan.execution.HeaderRules.Verdict;
import network.banyan.execution.ProposalBuilder.Proposal;
import network.banyan.execution.ProposalBuilder.Request;
import network.banyan.execution.Refusal.Reason;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.testkit.MemoryState;
import network.banyan.testkit.PlainTrie;
import org.junit.jupiter.api.Test;

class ProposalBuilderTest {
    private static final long TIME = 1_800_000_000;
    private static final Genesis GENESIS = new Genesis(
            4689,
            "test",
            "IOTX",
            TIME,
            Scene.PARAMETERS,
            List.of(new Validator(
                    "one",
                    Scene.OPERATOR,
                    Bytes.wrap(new byte[48]),
                    Bytes.wrap(new byte[96]),
                    Bytes.wrap(new byte[32]))),
            none());

    private final MemoryState state = Scene.richAlice();
    private final BlockHeader genesis = GENESIS.header(PlainTrie.root(state), Hash.ZERO);
    private final ProposalBuilder builder = new ProposalBuilder(Scene.RULES, Scene.PARAMETERS, new CodeCache(1 << 20));
    private final HeaderRules rules = new HeaderRules(Scene.PARAMETERS);

    private static SortedMap<Address, Genesis.GenesisAccount> none() {
        return new TreeMap<>();
    }

    @Test
    void whatIsBuiltPassesEveryCheckOfThoseWhoVote() {
        Proposal proposal = build(payments(0, 1, 2), 1_000_000);

        BlockHeader header = proposal.header();
        assertThat(rules.check(header, genesis)).isEqualTo(new Verdict.Valid());
        assertThat(rules.checkBody(header, proposal.transactions())).isEqualTo(new Verdict.Valid());
        var outcome = new BlockExecutor(Scene.RULES, new CodeCache(0))
                .execute(BlockEnvironment.of(header), proposal.transactions(), state, Scene.NO_ANCESTORS);
        assertThat(outcome).isInstanceOf(Executed.class);
        Executed executed = (Executed) outcome;
        assertThat(executed.changes()).isEqualTo(proposal.changes());
        assertThat(rules.checkOutcome(header, executed, PlainTrie.root(state.after(executed.changes()))))
                .isEqualTo(new Verdict.Valid());
        assertThat(proposal.skipped()).isEmpty();
    }

    @Test
    void whatDoesNotApplyIsSkippedWithItsReason() {
        Proposal proposal = build(payments(1, 0, 0, 1), 1_000_000);

        assertThat(proposal.transactions())
                .extracting(each -> each.body().nonce())
                .containsExactly(0L, 1L);
        assertThat(proposal.skipped())
                .extracting(skipped -> skipped.refusal().reason())
                .containsExactly(Reason.NONCE_TOO_HIGH, Reason.NONCE_TOO_LOW);
        assertThat(Reason.NONCE_TOO_LOW.isLasting()).isTrue();
        assertThat(Reason.NONCE_TOO_HIGH.isLasting()).isFalse();
    }

    @Test
    void theBlockStaysBelowItsSize() {
        Proposal proposal = build(payments(0, 1, 2, 3, 4), 1_024 + 3 * 130);

        assertThat(proposal.transactions()).hasSize(3);
        assertThat(proposal.skipped())
                .extracting(skipped -> skipped.refusal().reason())
                .containsOnly(Reason.BLOCK_FULL);
        int size = new network.banyan.ledger.Block(proposal.header(), proposal.transactions()).encode().length;
        assertThat(size).isLessThanOrEqualTo(1_024 + 3 * 130);
    }

    @Test
    void aHeaderThatBreaksARuleIsRefusedByName() {
        BlockHeader good = build(List.of(), 1_000_000).header();

        refused(with(good, good.gasLimit() + 1, good.timestamp(), good.extraData(), good.baseFeePerGas()), "gas limit");
        refused(with(good, good.gasLimit(), good.timestamp(), good.extraData(), UInt256.ONE), "invalid base fee");
        refused(
                with(good, good.gasLimit(), good.timestamp(), new Slot(0, 0, 999).toExtraData(), good.baseFeePerGas()),
                "invalid slot");
        refused(
                with(good, good.gasLimit(), TIME, new Slot(0, 1, 249).toExtraData(), good.baseFeePerGas()),
                "invalid timestamp: have 1800000000249 ms, earliest 1800000000250 ms");
        refused(
                with(good, good.gasLimit(), Long.MAX_VALUE, good.extraData(), good.baseFeePerGas()),
                "invalid slot or timestamp");
        refused(
                with(good, good.gasLimit(), good.timestamp(), Bytes.EMPTY, good.baseFeePerGas()),
                "invalid slot or timestamp");
        BlockHeader sameSecond =
                with(good, good.gasLimit(), TIME, new Slot(0, 1, 250).toExtraData(), good.baseFeePerGas());
        assertThat(rules.check(sameSecond, genesis)).isEqualTo(new Verdict.Valid());
    }

    @Test
    void theBaseFeeFollowsDemandDownToItsFloor() {
        UInt256 fee = UInt256.of(8_000);
        assertThat(BaseFee.after(parent(fee, 15_000_000), UInt256.ONE)).isEqualTo(fee);
        assertThat(BaseFee.after(parent(fee, 30_000_000), UInt256.ONE)).isEqualTo(UInt256.of(9_000));
        assertThat(BaseFee.after(parent(fee, 0), UInt256.ONE)).isEqualTo(UInt256.of(7_000));
        assertThat(BaseFee.after(parent(fee, 0), UInt256.of(7_500))).isEqualTo(UInt256.of(7_500));
        assertThat(BaseFee.after(parent(UInt256.ONE, 15_000_001), UInt256.ONE)).isEqualTo(UInt256.of(2));
        assertThat(BaseFee.after(parent(UInt256.MAX, 30_000_000), UInt256.ONE)).isEqualTo(UInt256.MAX);
    }

    private void refused(BlockHeader header, String reason) {
        assertThat(rules.check(header, genesis))
                .isInstanceOfSatisfying(
                        Verdict.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains(reason));
    }

    private Proposal build(List<Transaction> candidates, long bytesMax) {
        var request = new Request(
                genesis,
                state,
                new Slot(0, 1, 500),
                TIME,
                Scene.OPERATOR,
                Hash.ZERO,
                Hash.ZERO,
                Optional.empty(),
                bytesMax);
        return builder.build(
                request, candidates.iterator(), Scene.NO_ANCESTORS, changes -> PlainTrie.root(state.after(changes)));
    }

    private static List<Transaction> payments(long... nonces) {
        List<Transaction> payments = new ArrayList<>();
        for (long nonce : nonces) {
            payments.add(Scene.signed(Scene.payment(nonce, UInt256.ONE)));
        }
        return payments;
    }

    private BlockHeader parent(UInt256 fee, long gasUsed) {
        BlockHeader h = with(genesis, genesis.gasLimit(), TIME, genesis.extraData(), fee);
        return new BlockHeader(
                h.parentHash(),
                h.ommersHash(),
                h.beneficiary(),
                h.stateRoot(),
                h.transactionsRoot(),
                h.receiptsRoot(),
                h.bloom(),
                h.difficulty(),
                h.number(),
                h.gasLimit(),
                gasUsed,
                h.timestamp(),
                h.extraData(),
                h.mixHash(),
                h.nonce(),
                h.baseFeePerGas(),
                h.withdrawalsRoot(),
                h.blobGasUsed(),
                h.excessBlobGas(),
                h.parentBeaconBlockRoot(),
                h.requestsHash());
    }

    private static BlockHeader with(BlockHeader h, long gasLimit, long timestamp, Bytes extraData, UInt256 baseFee) {
        return new BlockHeader(
                h.parentHash(),
                h.ommersHash(),
                h.beneficiary(),
                h.stateRoot(),
                h.transactionsRoot(),
                h.receiptsRoot(),
                h.bloom(),
                h.difficulty(),
                h.number(),
                gasLimit,
                h.gasUsed(),
                timestamp,
                extraData,
                h.mixHash(),
                h.nonce(),
                baseFee,
                h.withdrawalsRoot(),
                h.blobGasUsed(),
                h.excessBlobGas(),
                h.parentBeaconBlockRoot(),
                h.requestsHash());
    }
}
