// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import network.banyan.crypto.Bls;
import network.banyan.crypto.Ed25519;
import network.banyan.election.Committee;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.Validator;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.state.StateChain;
import org.junit.jupiter.api.Test;

class ForkTreeTest {
    private static final long START = 1_750_000_000L;
    private static final Validator VALIDATOR = validator();
    private static final Genesis GENESIS = new Genesis(
            4_691,
            "test",
            "TST",
            START,
            new Genesis.Parameters(100, 100, 30_000_000, UInt256.of(1_000_000_000L), false, Optional.empty()),
            List.of(VALIDATOR),
            new TreeMap<>());

    private final ChainStore store = new HeapChainStore();
    private final ChainState chain = ChainState.open(
            GENESIS, Committee.of(0, List.of(VALIDATOR)), store, new StateChain.Limits(1_000, 16, 1 << 20, 100));
    private final ForkTree tree = new ForkTree(chain);
    private final Journal journal = new Journal(store);

    @Test
    void aBlockBuiltTwiceCarriesWhatStandsOnTheFirst() {
        Candidate first = build(tree.tip(), 1);
        tree.add(first);
        Candidate child = build(first, 2);
        tree.add(child);

        tree.add(build(tree.tip(), 1));

        assertThat(finalise(first)).containsExactly(first);
        assertThat(finalise(child)).containsExactly(child);
        assertThat(store.height()).isEqualTo(2);
    }

    @Test
    void aBranchThatLostIsForgottenAndNobodysFault() {
        Candidate loser = build(tree.tip(), 1);
        tree.add(loser);
        Candidate onLoser = build(loser, 2);
        tree.add(onLoser);
        Candidate late = build(onLoser, 3);
        tree.bodies().add(late.block());
        Candidate winner = build(tree.tip(), 4);
        tree.add(winner);

        finalise(winner);

        assertThat(tree.resolve(late.block().hash())).isInstanceOf(ForkTree.State.Overtaken.class);
        assertThat(tree.resolve(onLoser.block().hash())).isInstanceOf(ForkTree.State.Overtaken.class);
        assertThatThrownBy(() -> finalise(onLoser)).isInstanceOf(ReplicaFailure.class);
    }

    @Test
    void withoutFinalityOldBranchesMakeRoomAndTheOneInUseNever() {
        Candidate tip = tree.tip();
        Candidate start = build(tip, 1);
        tree.add(start);
        Candidate forgotten = build(tip, 2);
        tree.add(forgotten);
        Candidate top = start;
        for (int view = 3; view < Bodies.MAX + 10; view++) {
            top = build(top, view);
            tree.add(top);
        }

        assertThat(tree.above(top).hash(1)).contains(start.block().hash());
        assertThat(finalise(top)).hasSize(Bodies.MAX + 8).startsWith(start).endsWith(top);
    }

    private Candidate build(Candidate parent, long view) {
        var place = new ChainState.Place(0, view, 1_000 * START, Address.at(new byte[20], 0), Bytes.wrap(new byte[96]));
        return chain.build(parent, tree.above(parent), place, new TransactionPool(TransactionPool.Limits.DEFAULT));
    }

    private List<Candidate> finalise(Candidate candidate) {
        var block = candidate.block();
        var subject = new VoteSubject(0, block.slot().view(), VoteType.FINALIZE, block.number(), block.hash());
        var certificate = new Certificate(subject, Bytes.wrap(new byte[] {1}), Bytes.wrap(new byte[96]));
        return ((ForkTree.Finalised.Stored) tree.finalise(certificate, journal)).blocks();
    }

    private static Validator validator() {
        Bls.SecretKey key = Bls.SecretKey.ofSeed(new byte[32]);
        return new Validator(
                "only",
                Address.at(new byte[20], 0),
                key.publicKey(),
                key.provePossession(),
                Ed25519.KeyPair.fromSeed(Bytes.wrap(new byte[32])).publicKey());
    }
}
