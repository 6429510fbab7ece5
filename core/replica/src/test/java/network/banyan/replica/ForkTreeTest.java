// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.VoteSubject;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import org.junit.jupiter.api.Test;

class ForkTreeTest {
    private static final Members ALONE = Members.first(1);

    private final ChainStore store = new HeapChainStore();
    private final ChainState chain = ALONE.chain(store);
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
        var place = new ChainState.Place(
                0, view, 1_000 * Members.START_SECONDS, Address.at(new byte[20], 0), Bytes.wrap(new byte[96]));
        return chain.build(parent, tree.above(parent), place, new TransactionPool(TransactionPool.Limits.DEFAULT));
    }

    private List<Candidate> finalise(Candidate candidate) {
        var block = candidate.block();
        var subject = new VoteSubject(0, block.slot().view(), VoteType.FINALIZE, block.number(), block.hash());
        var certificate = new Certificate(subject, Bytes.wrap(new byte[] {1}), Bytes.wrap(new byte[96]));
        return ((ForkTree.Finalised.Stored) tree.finalise(certificate, journal)).blocks();
    }
}
