// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.PeerMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GossipTest {
    private static final Bytes PEER = Bytes.fromHex("01");
    private static final Bytes OTHER = Bytes.fromHex("02");

    private final Map<Hash, Transaction> pool = new HashMap<>();
    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final Gossip gossip = new Gossip("test", hash -> Optional.ofNullable(pool.get(hash)), new Recorded());

    private record Said(String to, PeerMessage message) {}

    private final class Recorded implements Gossip.Peers {
        @Override
        public void tellNamed(PeerMessage message) {
            said.add(new Said("named", message));
        }

        @Override
        public void tellStrangers(PeerMessage message) {
            said.add(new Said("strangers", message));
        }

        @Override
        public void tell(Bytes peer, PeerMessage message) {
            said.add(new Said(peer.toHex(), message));
        }
    }

    @AfterEach
    void stop() {
        gossip.close();
    }

    @Test
    void whoIsNamedGetsItWholeAndStrangersItsHash() throws InterruptedException {
        Transaction transaction = Payments.payment(0, 10);

        gossip.spread(transaction);

        assertThat(next()).isEqualTo(new Said("named", new PeerMessage.Transactions(List.of(transaction))));
        assertThat(next()).isEqualTo(new Said("strangers", new PeerMessage.Announced(List.of(transaction.hash()))));
    }

    @Test
    void whatIsMissingIsAskedOfWhoAnnouncesItAndThenOfTheNext() throws InterruptedException {
        Transaction here = Payments.payment(0, 10);
        Hash missing = Payments.payment(1, 10).hash();
        pool.put(here.hash(), here);

        gossip.announced(PEER, List.of(here.hash(), missing));
        gossip.announced(OTHER, List.of(missing));

        assertThat(next()).isEqualTo(new Said(PEER.toHex(), new PeerMessage.GetTransactions(List.of(missing))));
        assertThat(next()).isEqualTo(new Said(OTHER.toHex(), new PeerMessage.GetTransactions(List.of(missing))));
    }

    @Test
    void whoAsksGetsWhatIsHereInMessagesThatFit() throws InterruptedException {
        List<Transaction> large = new ArrayList<>();
        for (int nonce = 0; nonce < 60; nonce++) {
            large.add(Payments.payment(nonce, 100_000));
        }
        large.forEach(transaction -> pool.put(transaction.hash(), transaction));
        List<Hash> hashes =
                new ArrayList<>(large.stream().map(Transaction::hash).toList());
        hashes.addFirst(Hash.ZERO);

        gossip.asked(PEER, hashes);

        List<Transaction> given = new ArrayList<>();
        for (Said answer = said.poll(); answer != null; answer = said.poll()) {
            assertThat(answer.message().encode().length).isLessThan(512 << 10);
            given.addAll(((PeerMessage.Transactions) answer.message()).transactions());
        }
        assertThat(given).as("4 MiB of 6").hasSize(42).isEqualTo(large.subList(0, 42));
    }

    @Test
    void whoAsksForWhatIsNotHereGetsNothing() {
        gossip.asked(PEER, List.of(Hash.ZERO));

        assertThat(said).isEmpty();
    }

    private Said next() throws InterruptedException {
        Said next = said.poll(30, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }
}
