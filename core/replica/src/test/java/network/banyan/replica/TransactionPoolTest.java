// SPDX-License-Identifier: Apache-2.0
package network.banyan.replica;

import static network.banyan.replica.Transfers.address;
import static network.banyan.replica.Transfers.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView.Submission;
import org.junit.jupiter.api.Test;

class TransactionPoolTest {
    private final TransactionPool pool = new TransactionPool(new TransactionPool.Limits(1 << 20, 64, 100));

    @Test
    void theBestTipGoesFirstAndEachSendersNoncesStayInOrder() {
        Transaction cheapFirst = transfer(1, 0, 5);
        Transaction dearSecond = transfer(1, 1, 500);
        Transaction middle = transfer(2, 0, 50);
        add(dearSecond, 1);
        add(cheapFirst, 1);
        add(middle, 2);

        assertThat(candidates()).containsExactly(middle, cheapFirst, dearSecond);
    }

    @Test
    void whatLiesBehindAGapWaits() {
        add(transfer(1, 1, 5), 1);
        assertThat(candidates()).isEmpty();

        Transaction first = transfer(1, 0, 5);
        add(first, 1);
        assertThat(candidates()).hasSize(2).first().isEqualTo(first);
    }

    @Test
    void tellsHowFullItIsAndHowMuchOfItLiesBehindNoGap() {
        add(transfer(1, 0, 5), 1);
        add(transfer(1, 1, 5), 1);
        add(transfer(1, 3, 5), 1);
        add(transfer(2, 7, 5), 2);

        assertThat(pool.occupancy()).isEqualTo(new TransactionPool.Occupancy(4, 2, pool.bytes(), 1 << 20));
    }

    @Test
    void theSameTransactionIsKnownAlready() {
        add(transfer(1, 0, 5), 1);

        assertThat(add(transfer(1, 0, 5), 1)).isEqualTo(new Submission.Refused("already known"));
    }

    @Test
    void aReplacementMustOfferATenthMoreOnBothFees() {
        add(transfer(1, 0, 10_000), 1);

        assertThat(add(transfer(1, 0, 10_900), 1))
                .isEqualTo(new Submission.Refused("replacement transaction underpriced"));
        Transaction dearer = transfer(1, 0, 12_000);
        assertThat(add(dearer, 1)).isEqualTo(new Submission.Accepted());
        assertThat(candidates()).containsExactly(dearer);
        assertThat(pool.size()).isEqualTo(1);
    }

    @Test
    void aNonceFarAheadIsRefused() {
        assertThat(add(transfer(1, 101, 5), 1))
                .isInstanceOfSatisfying(
                        Submission.Refused.class,
                        refused -> assertThat(refused.reason()).startsWith("nonce too high"));
    }

    @Test
    void oneSenderCannotTakeMoreThanItsShare() {
        for (int nonce = 0; nonce < 64; nonce++) {
            assertThat(add(transfer(1, nonce, 5), 1)).isEqualTo(new Submission.Accepted());
        }

        assertThat(add(transfer(1, 64, 5), 1)).isInstanceOf(Submission.Refused.class);
        assertThat(add(transfer(2, 0, 5), 2)).isEqualTo(new Submission.Accepted());
    }

    @Test
    void aFullPoolTakesOnlyWhatOutbidsItsCheapest() {
        TransactionPool small = new TransactionPool(new TransactionPool.Limits(2_000, 64, 100));
        small.add(transfer(1, 0, 100_000), address(1), 0);
        small.add(transfer(2, 0, 200_000), address(2), 0);
        small.add(transfer(3, 0, 300_000), address(3), 0);
        long bytes = small.bytes();

        assertThat(small.add(transfer(4, 0, 1), address(4), 0)).isEqualTo(new Submission.Refused("txpool is full"));
        assertThat(small.add(transfer(5, 0, 900_000), address(5), 0)).isEqualTo(new Submission.Accepted());
        assertThat(small.bytes()).isEqualTo(bytes).isLessThanOrEqualTo(2_000);
        assertThat(small.find(transfer(1, 0, 100_000).hash())).isEmpty();
    }

    @Test
    void finalityRemovesWhatIsDoneAndTheNextNonceLeads() {
        Transaction second = transfer(1, 1, 5);
        add(transfer(1, 0, 5), 1);
        add(second, 1);

        pool.advance(address(1), 1);

        assertThat(candidatesAt(1)).containsExactly(second);
        assertThat(pool.pendingNonce(address(1), 1)).isEqualTo(2);
    }

    @Test
    void aProposalOnAnUnfinalParentSkipsWhatTheParentHolds() {
        Transaction third = transfer(1, 2, 5);
        add(transfer(1, 0, 5), 1);
        add(transfer(1, 1, 5), 1);
        add(third, 1);

        assertThat(candidatesAt(2)).containsExactly(third);
    }

    @Test
    void whatPaysLessThanTheBaseFeeIsLeftOut() {
        add(transfer(1, 0, 5), 1);

        assertThat(pool.candidates(_ -> 0, UInt256.of(10_006), 1 << 30, 1 << 20))
                .isEmpty();
        assertThat(pool.candidates(_ -> 0, UInt256.of(10_005), 1 << 30, 1 << 20))
                .hasSize(1);
    }

    @Test
    void anyHistoryLeavesThePoolWithinItsBoundsAndItsCountsRight() {
        Random random = new Random(42);
        TransactionPool small = new TransactionPool(new TransactionPool.Limits(20_000, 8, 20));
        for (int step = 0; step < 3_000; step++) {
            int account = random.nextInt(6);
            switch (random.nextInt(4)) {
                case 0 -> small.advance(address(account), random.nextInt(6));
                case 1 -> {
                    List<Transaction> content = small.content();
                    if (!content.isEmpty()) {
                        small.drop(content.get(random.nextInt(content.size())).hash());
                    }
                }
                default ->
                    small.add(transfer(account, random.nextInt(12), random.nextInt(100_000)), address(account), 0);
            }
            assertThat(small.bytes()).isBetween(0L, 20_000L);
            assertThat(small.content()).hasSize(small.size());
        }
        List<Transaction> rest = new ArrayList<>(small.content());
        rest.forEach(transaction -> small.drop(transaction.hash()));
        assertThat(small.bytes()).isZero();
        assertThat(small.candidates(_ -> 0, UInt256.ZERO, 1 << 30, 1 << 20)).isEmpty();
    }

    private Submission add(Transaction transaction, int account) {
        return pool.add(transaction, address(account), 0);
    }

    private List<Transaction> candidates() {
        return candidatesAt(0);
    }

    private List<Transaction> candidatesAt(long nonceInParent) {
        return pool.candidates(_ -> nonceInParent, UInt256.ZERO, 1 << 30, 1 << 20);
    }
}
