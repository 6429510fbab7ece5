// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.consensus.Evidence;
import network.banyan.consensus.SignedVote;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.DelegatesContract.Status;
import network.banyan.contracts.staking.StakingContract;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.node.founding.Founder;
import network.banyan.primitives.Bytes;
import network.banyan.replica.ChainView;
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

    private static final List<Founder> FOUNDERS = GrownChain.founders(4);

    private final List<Transaction> spread = new ArrayList<>();
    private GrownChain chain;
    private ChainView view;
    private Informer informer;

    @BeforeEach
    void openChain(@TempDir Path folder) {
        chain = GrownChain.open(folder, GrownChain.genesis(CHAIN_ID, FOUNDERS, TERMS, Optional.empty()));
        view = chain.view(() -> 0, spread::add);
        informer = new Informer(
                "test", new OperatorAccount(view, FOUNDERS.get(REPORTER).keys().operatorKey()));
    }

    @AfterEach
    void closeChain() {
        chain.close();
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
        Bytes key = Bls.SecretKey.ofSeed(
                        Keccak.hash("bls9".getBytes(StandardCharsets.US_ASCII)).toArray())
                .publicKey();
        assertThat(informer.inform(twoFaced(LIAR), key))
                .isEqualTo(new Informer.Outcome.NotSent("its key is not that of a registered delegate now"));
        assertThat(spread).isEmpty();
    }

    @Test
    void saysWhyItCannotPay() {
        var poor = new Informer(
                "test", new OperatorAccount(view, Keccak.hash("poor".getBytes(StandardCharsets.US_ASCII))));
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
        chain.grow(1, List.copyOf(spread));
    }

    private Status status(int founder) {
        return DelegatesContract.delegate(chain.ask(DelegatesContract.ADDRESS, DelegatesContract.delegate(founder + 1)))
                .status();
    }
}
