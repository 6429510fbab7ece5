// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.sidechain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import network.banyan.contracts.AbiValue;
import network.banyan.contracts.outpost.OutboxContract;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.hub.HubDomain;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.OutboxTree;
import network.banyan.hub.Total;
import network.banyan.hub.Totals;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.node.GrownChain;
import network.banyan.node.founding.Founder;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol closes runs of a sidechain, and what its contracts then say is what the root's side computes. */
class OutpostRunsTest {
    private static final long ROOT = 4242;
    private static final long CHAIN = 77;
    private static final Address RECEIVER = Address.ofNumber(0xbeef);
    private static final UInt256 COIN = UInt256.of(BigInteger.TEN.pow(18));
    private static final UInt256 CAP = UInt256.of(BigInteger.TEN.pow(20));
    private static final long DEADLINE = 2_000_000_000L;
    private static final Founder.Terms TERMS = new Founder.Terms(
            BigInteger.TEN.pow(20),
            BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(1_500_000)),
            new StakingContract.Term(91, true),
            1_000,
            BigInteger.TEN.pow(20));

    @TempDir
    Path folder;

    private final List<Founder> founders = GrownChain.founders(4);
    private final Founder sender = founders.getFirst();
    private final Address wrapper = new OwnToken("FROST", CAP).wrapper(CHAIN);

    @Test
    void whatIsSentStandsInTheOutboxOfItsRun() {
        try (GrownChain chain = sidechain()) {
            chain.grow(1);
            chain.grow(2, List.of(send(COIN)));
            assertThat(record(chain, 1)).as("the run is not over").isEmpty();
            chain.grow(3);

            OutboxContract.Run run = record(chain, 1).orElseThrow();
            assertThat(run.cursor()).isZero();
            assertThat(run.inboxHash()).isEqualTo(InboxPrefix.beginning(CHAIN).hash());
            assertThat(run.count()).isEqualTo(1);
            Message sent = new Message(
                    CHAIN,
                    0,
                    0,
                    MessageKind.DEPOSIT,
                    sender.operator(),
                    RECEIVER,
                    wrapper,
                    COIN,
                    0,
                    DEADLINE,
                    sender.operator(),
                    Bytes.EMPTY);
            assertThat(run.outboxRoot()).isEqualTo(new OutboxTree(List.of(sent.digest(HubDomain.of(ROOT)))).root());
            assertThat(run.totals()).isEqualTo(new Totals(List.of(new Total(wrapper, COIN)), List.of()).hash());

            chain.grow(LongStream.rangeClosed(4, 6));
            OutboxContract.Run idle = record(chain, 2).orElseThrow();
            assertThat(idle.count()).isZero();
            assertThat(idle.totals()).isEqualTo(Totals.NONE.hash());
        }
    }

    @Test
    void moreThanTheCapStaysOnTheChain() {
        try (GrownChain chain = sidechain()) {
            BigInteger before = chain.balance(Address.ofNumber(0x1031));
            chain.grow(1, List.of(send(UInt256.of(BigInteger.TEN.pow(20).add(BigInteger.ONE)))));
            chain.grow(LongStream.rangeClosed(2, 3));
            assertThat(record(chain, 1).orElseThrow().count()).isZero();
            assertThat(chain.balance(Address.ofNumber(0x1031))).isEqualTo(before);
        }
    }

    @Test
    void aChainWithoutAnOutpostIsNotCalled() {
        Genesis plain = GrownChain.genesis(CHAIN, founders, TERMS, Optional.of(new Genesis.Epochs(8, 4)));
        try (GrownChain chain = GrownChain.open(folder.resolve("plain"), plain)) {
            chain.grow(LongStream.rangeClosed(1, 3));
            assertThat(record(chain, 1)).isEmpty();
        }
    }

    private GrownChain sidechain() {
        Genesis genesis = GrownChain.genesis(CHAIN, founders, TERMS, Optional.of(new Genesis.Epochs(8, 4)));
        SortedMap<Address, Genesis.GenesisAccount> alloc = new TreeMap<>(genesis.alloc());
        alloc.putAll(new OutpostGenesis(
                        ROOT, founders.stream().map(Founder::operator).toList(), wrapper, CAP, 3)
                .accounts());
        return GrownChain.open(
                folder.resolve("data"),
                new Genesis(
                        genesis.chainId(),
                        genesis.name(),
                        "FROST",
                        genesis.timestamp(),
                        genesis.parameters(),
                        genesis.committee(),
                        alloc));
    }

    private Transaction send(UInt256 amount) {
        Bytes input = AbiValue.call(
                "send((uint64,uint8,address,address,uint256,uint64,uint64,address,bytes))",
                AbiValue.tuple(
                        AbiValue.of(0),
                        AbiValue.of(MessageKind.DEPOSIT.number()),
                        AbiValue.of(RECEIVER),
                        AbiValue.of(wrapper),
                        AbiValue.of(amount),
                        AbiValue.of(0),
                        AbiValue.of(DEADLINE),
                        AbiValue.of(sender.operator()),
                        AbiValue.of(Bytes.EMPTY)));
        var body = new TransactionBody.DynamicFee(
                Optional.of(UInt256.of(CHAIN)),
                3,
                UInt256.of(1),
                UInt256.of(2_000_000_000L),
                2_000_000,
                Optional.of(OutboxContract.ADDRESS),
                amount,
                input,
                List.of());
        return Transaction.sign(body, sender.keys().operatorKey());
    }

    private static Optional<OutboxContract.Run> record(GrownChain chain, long run) {
        Bytes answer = chain.ask(OutboxContract.ADDRESS, OutboxContract.record(run));
        return answer.isEmpty() ? Optional.empty() : Optional.of(OutboxContract.record(answer));
    }
}
