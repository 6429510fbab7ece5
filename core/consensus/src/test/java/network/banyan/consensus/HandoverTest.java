// SPDX-License-Identifier: Apache-2.0
package network.banyan.consensus;

import static network.banyan.consensus.Bench.GENESIS;
import static network.banyan.consensus.Bench.child;
import static network.banyan.consensus.Bench.finalised;
import static network.banyan.consensus.Bench.notarized;
import static network.banyan.consensus.Bench.proposal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rule 9, in an epoch of two blocks. */
class HandoverTest {
    private static final BlockId FIRST = child(GENESIS, 1);
    private static final BlockId LAST = child(FIRST, 2);

    private static BlockId again(BlockId block, long view) {
        return new BlockId(block.epoch(), view, block.height(), block.hash());
    }

    /** Seat 3 leads view 4, seat 2 view 3. */
    private static Bench knowing(int seat, BlockId... notarized) {
        var bench = new Bench(seat, 2);
        bench.start();
        for (BlockId block : notarized) {
            bench.learn(notarized(block));
        }
        return bench;
    }

    @Test
    void theLastBlockIsProposedAgainUntilItIsFinal() {
        Bench leader = knowing(2, FIRST, LAST);

        var effects = leader.step(new Input.BlockBuilt(again(LAST, 3)));

        assertThat(effects).anyMatch(effect -> effect.startsWith("broadcast proposal") && effect.contains("view 3"));
    }

    @Test
    void membersVoteForTheLastBlockAgain() {
        Bench member = knowing(0, FIRST, LAST);
        BlockId again = again(LAST, 3);

        member.receive(2, proposal(again, LAST));

        assertThat(member.judged(again, true)).anyMatch(effect -> effect.startsWith("broadcast vote NOTARIZE"));
    }

    @Test
    void nothingElseMayFollowIt() {
        assertThat(knowing(0, FIRST, LAST).receive(2, proposal(child(LAST, 3), LAST)))
                .anyMatch(effect -> effect.contains("does not follow its parent"));
        BlockId other = new BlockId(0, 3, LAST.height(), FIRST.hash());
        assertThat(knowing(0, FIRST, LAST).receive(2, proposal(other, LAST)))
                .anyMatch(effect -> effect.contains("does not follow its parent"));
    }

    @Test
    void noOtherBlockMayBeProposedAgain() {
        assertThat(knowing(0, FIRST).receive(1, proposal(again(FIRST, 2), FIRST)))
                .anyMatch(effect -> effect.contains("does not follow its parent"));
    }

    @Test
    void aFinalCertificateOfALaterViewIsOneOfTheBlock() {
        Bench member = knowing(0, FIRST, LAST);

        member.learn(finalised(again(LAST, 5)));

        assertThat(member.machine.tip()).isEqualTo(again(LAST, 5));
    }

    @Test
    void certificatesOfTheFinalBlockInLaterViewsContradictNothing() {
        Bench member = knowing(0, FIRST, LAST);
        member.learn(finalised(LAST));

        assertThat(member.learn(notarized(again(LAST, 3)))).noneMatch(effect -> effect.startsWith("HALT"));
        assertThat(member.learn(finalised(again(LAST, 4)))).noneMatch(effect -> effect.startsWith("HALT"));
        assertThat(member.machine.tip()).isEqualTo(again(LAST, 4));
    }

    @Test
    void aCertificateThatCameWithBlocksIsKnownWithoutAMemberThatSaysIt() {
        // Who catches up from a peer without a seat stands where its blocks end, also in its timers.
        Bench member = knowing(0);

        var effects = member.step(new Input.Certified(finalised(FIRST)));

        assertThat(member.machine.tip()).isEqualTo(FIRST);
        assertThat(member.machine.view()).isEqualTo(2);
        assertThat(effects).anyMatch(effect -> effect.startsWith("broadcast certificate"));
        assertThat(member.step(new Input.Certified(finalised(FIRST)))).isEmpty();
    }

    @Test
    void anotherBlockBesideTheLastFinalOneStopsTheMachine() {
        Bench member = knowing(0, FIRST, LAST);
        member.learn(finalised(LAST));

        assertThat(member.learn(notarized(child(FIRST, 3, "other")))).anyMatch(effect -> effect.startsWith("HALT"));
    }
}
