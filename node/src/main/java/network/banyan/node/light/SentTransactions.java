// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;

/**
 * What was sent through this node, the newest 1,024: there is no other pool that it could believe. Any thread may use it.
 */
final class SentTransactions {
    private static final int MOST = 1_024;

    private final Map<Hash, Transaction> sent = new LinkedHashMap<>();

    synchronized void add(Transaction transaction) {
        sent.put(transaction.hash(), transaction);
        if (sent.size() > MOST) {
            sent.remove(sent.keySet().iterator().next());
        }
    }

    synchronized Optional<Transaction> find(Hash hash) {
        return Optional.ofNullable(sent.get(hash));
    }

    /**
     * The nonce that follows what was sent.
     *
     * @param next what the account's state says
     */
    long nonceAfter(Address sender, long next) {
        List<Long> nonces = new ArrayList<>();
        for (Transaction transaction : all()) {
            if (transaction.sender().filter(sender::equals).isPresent()) {
                nonces.add(transaction.body().nonce());
            }
        }
        long nonce = next;
        while (nonces.contains(nonce)) {
            nonce++;
        }
        return nonce;
    }

    private synchronized Collection<Transaction> all() {
        return List.copyOf(sent.values());
    }
}
