// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import network.banyan.consensus.Evidence;
import network.banyan.consensus.SignedVote;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.DelegatesContract.Status;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.election.Committee;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.node.founding.Founder;
import network.banyan.node.founding.Founding;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.replica.Admission;
import network.banyan.replica.BlockImport;
import network.banyan.replica.ChainState;
import network.banyan.replica.ChainView;
import network.banyan.replica.StoredChainView;
import network.banyan.replica.TransactionPool;
import network.banyan.state.StateChain;
import network.banyan.storage.NodeStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two votes that convict a validator, on a chain with the true contracts. */
class InformerTest {
    private static final long CHAIN_ID = 77;
    private static final int LIAR = 2;
    private static final int REPORTER = 0;
    private static final BigInteger COIN = BigInteger.TEN.pow(18);

    /** The contracts' own parameters hold: a pledge of a million coins and a half. */
    private static final Founder.Terms TERMS = new Founder.Terms(
            COIN.multiply(BigInteger.valueOf(100)),
            COIN.multiply(BigInteger.valueOf(1_500_000)),
            new StakingContract.Term(91, true),
            1_000,
            COIN);

    private static final List<Founder> FOUNDERS =
            IntStream.rangeClosed(1, 4).mapToObj(InformerTest::founder).toList();

    private final List<Transaction> spread = new ArrayList<>();
    private NodeStorage storage;
    private BlockImport blocks;
    private StoredChainView view;
    private Informer informer;

    private static Founder founder(int number) {
        return new Founder(
                "member-" + number,
                new NodeKeys(
                        secret("bls", number).toBytes(), secret("node", number).toBytes(), secret("operator", number)));
    }

    private static Hash secret(String kind, int number) {
        return Keccak.hash((kind + number).getBytes(StandardCharsets.US_ASCII));
    }

    @BeforeEach
    void openChain(@TempDir Path folder) {
        var genesis = new Genesis(
                CHAIN_ID,
                "test",
                "IOTX",
                1_800_000_000,
                new Genesis.Parameters(500, 500, 60_000_000, UInt256.ONE, false, Optional.empty()),
                FOUNDERS.stream().map(Founder::validator).toList(),
                new Founding(CHAIN_ID, 1_800_000_000, TERMS)
                        .found(new TreeMap<>(SystemContracts.accounts()), FOUNDERS));
        storage = NodeStorage.open(folder, 16);
        ChainState chain = ChainState.open(
                genesis, Committee.of(0, genesis.committee()), storage.chain(), StateChain.Limits.DEFAULT);
        blocks = new BlockImport(chain);
        var admission = new Admission(chain, new TransactionPool(TransactionPool.Limits.DEFAULT));
        view = new StoredChainView(chain, admission, new Ties());
        informer = new Informer(
                "test", new OperatorAccount(view, FOUNDERS.get(REPORTER).keys().operatorKey()));
    }

    @AfterEach
    void closeChain() {
        storage.close();
    }

    @Test
    void convictsWhoeverSignedTwoBlocksOfOneView() {
        Bytes key = FOUNDERS.get(LIAR).keys().bls().publicKey();
        assertThat(informer.inform(twoFaced(LIAR), key)).isInstanceOf(Informer.Outcome.Sent.class);
        assertThat(spread)
                .singleElement()
                .satisfies(report -> assertThat(report.sender())
                        .contains(FOUNDERS.get(REPORTER).operator()));

        grow();

        assertThat(view.receipts(1).orElseThrow())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.success()).isTrue());
        assertThat(status(LIAR)).isEqualTo(Status.EXPELLED);
        assertThat(status(REPORTER)).isEqualTo(Status.ACTIVE);
    }

    @Test
    void spendsNothingOnAConvict() {
        Bytes key = FOUNDERS.get(LIAR).keys().bls().publicKey();
        informer.inform(twoFaced(LIAR), key);
        grow();
        spread.clear();

        assertThat(informer.inform(twoFaced(LIAR), key))
                .isEqualTo(new Informer.Outcome.NotSent("it was convicted before, or has nothing to lose"));
        assertThat(spread).isEmpty();
    }

    @Test
    void spendsNothingOnAStranger() {
        Bytes key = Bls.SecretKey.ofSeed(secret("bls", 9).toArray()).publicKey();
        assertThat(informer.inform(twoFaced(LIAR), key))
                .isEqualTo(new Informer.Outcome.NotSent("its key is not that of a registered delegate now"));
        assertThat(spread).isEmpty();
    }

    @Test
    void saysWhyItCannotPay() {
        var poor = new Informer("test", new OperatorAccount(view, secret("poor", 1)));
        assertThat(poor.inform(twoFaced(LIAR), FOUNDERS.get(LIAR).keys().bls().publicKey()))
                .isInstanceOfSatisfying(
                        Informer.Outcome.NotSent.class,
                        notSent -> assertThat(notSent.reason()).startsWith("insufficient funds"));
    }

    private static Evidence twoFaced(int seat) {
        return new Evidence(vote(seat, "a block"), vote(seat, "another"));
    }

    private static SignedVote vote(int seat, String block) {
        var subject =
                new VoteSubject(0, 5, VoteType.NOTARIZE, 4, Keccak.hash(block.getBytes(StandardCharsets.US_ASCII)));
        return new SignedVote(seat, subject, FOUNDERS.get(seat).keys().bls().sign(subject.message(CHAIN_ID)));
    }

    /** One block of all that was spread. */
    private void grow() {
        Block block = blocks.build(List.copyOf(spread).iterator(), 1, Address.ZERO);
        var seats = new BitSet();
        seats.set(0);
        var subject = new VoteSubject(0, 1, VoteType.FINALIZE, block.number(), block.hash());
        assertThat(blocks.append(block, Certificate.of(subject, seats, Bytes.wrap(new byte[96]))))
                .isInstanceOf(BlockImport.Outcome.Appended.class);
    }

    private Status status(int founder) {
        var request = new ChainView.CallRequest(
                Address.ZERO,
                Optional.of(DelegatesContract.ADDRESS),
                Optional.empty(),
                Optional.empty(),
                UInt256.ZERO,
                DelegatesContract.delegate(founder + 1),
                List.of(),
                List.of());
        var outcome = view.call(request, view.height()).orElseThrow();
        Invariant.check(outcome instanceof ChainView.CallOutcome.Returned, "the contract answers %s", outcome);
        return DelegatesContract.delegate(((ChainView.CallOutcome.Returned) outcome).output())
                .status();
    }

    private final class Ties implements StoredChainView.Network {
        @Override
        public int peers() {
            return 0;
        }

        @Override
        public long bestKnownHeight() {
            return 0;
        }

        @Override
        public void spread(Transaction transaction) {
            spread.add(transaction);
        }
    }
}
