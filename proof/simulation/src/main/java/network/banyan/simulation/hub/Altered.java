// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import network.banyan.hub.Checkpoint;
import network.banyan.hub.Totals;
import network.banyan.primitives.Hash;

/** Checkpoints that say something else than an honest one. */
final class Altered {
    private Altered() {}

    static Checkpoint totals(Checkpoint c, Totals totals) {
        return of(c, c.chainId(), c.sequence(), c.blockHash(), c.inboxHash(), totals.hash());
    }

    static Checkpoint block(Checkpoint c, Hash blockHash) {
        return of(c, c.chainId(), c.sequence(), blockHash, c.inboxHash(), c.totals());
    }

    static Checkpoint inbox(Checkpoint c, Hash inboxHash) {
        return of(c, c.chainId(), c.sequence(), c.blockHash(), inboxHash, c.totals());
    }

    static Checkpoint chain(Checkpoint c, long chainId) {
        return of(c, chainId, c.sequence(), c.blockHash(), c.inboxHash(), c.totals());
    }

    static Checkpoint sequence(Checkpoint c, long sequence) {
        return of(c, c.chainId(), sequence, c.blockHash(), c.inboxHash(), c.totals());
    }

    private static Checkpoint of(
            Checkpoint c, long chainId, long sequence, Hash blockHash, Hash inboxHash, Hash totals) {
        return new Checkpoint(
                chainId,
                sequence,
                c.previous(),
                c.term(),
                c.firstBlock(),
                c.lastBlock(),
                blockHash,
                c.preState(),
                c.postState(),
                c.inboxCursor(),
                inboxHash,
                c.outboxRoot(),
                c.outboxCount(),
                totals,
                c.exits(),
                c.data(),
                c.nextCommittee());
    }
}
