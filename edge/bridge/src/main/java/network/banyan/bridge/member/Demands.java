// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.bridge.ChainBlocks;
import network.banyan.bridge.ChainOutpost;
import network.banyan.bridge.Hands;
import network.banyan.bridge.RootDisputes;
import network.banyan.bridge.RootDisputes.Case;
import network.banyan.bridge.RootHub;
import network.banyan.execution.Evidence;
import network.banyan.hub.member.Turn;
import network.banyan.ledger.Block;

/**
 * Blocks that somebody wants to see on the root (docs/spec/disputes.md, rule 12): a member of a chain of tier D shows them, or
 * its chain would be frozen for what it could have said.
 */
final class Demands {
    /** What comes with a transaction; a pool takes 128 KiB of one. */
    private static final int INLINE_BYTES = 90 * 1024;

    private record Open(RootDisputes.Demanded demand, Waiting waiting) {}

    private final RootHub root;
    private final RootDisputes disputes;
    private final ChainBlocks blocks;
    private final Turn turn;
    private final Hands hands;
    private final List<Open> open = new ArrayList<>();
    private long read;

    Demands(RootHub root, ChainOutpost chain, Turn turn, Hands hands) {
        this.root = root;
        this.disputes = new RootDisputes(root);
        this.blocks = new ChainBlocks(chain.client().rpc());
        this.turn = turn;
        this.hands = hands;
    }

    void show(long rootBlock) {
        if (rootBlock > read) {
            disputes.demanded(read + 1, rootBlock)
                    .forEach(demand -> open.add(new Open(demand, Waiting.NOTHING.of(demand.number(), rootBlock))));
            read = rootBlock;
        }
        for (Open each : List.copyOf(open)) {
            if (each.waiting().isDue(rootBlock)) {
                open.remove(each);
                if (disputes.isOpen(each.demand().sequence(), each.demand().number())) {
                    boolean isMine = turn.isMine(
                            each.demand().number(), rootBlock - each.waiting().since());
                    if (isMine) {
                        show(each.demand(), rootBlock);
                    }
                    open.add(new Open(each.demand(), each.waiting().tried(rootBlock)));
                }
            }
        }
    }

    private void show(RootDisputes.Demanded demand, long rootBlock) {
        Optional<Block> block = blocks.block(demand.number());
        Optional<Case> its = its(demand.sequence(), rootBlock);
        if (block.isPresent() && its.isPresent()) {
            var laid = disputes.laid(new Evidence.OfBytes(block.get()).encode(), INLINE_BYTES, hands);
            hands.send(
                    "shows block %d".formatted(demand.number()),
                    RootDisputes.CONTRACT,
                    RootDisputes.show(its.get(), demand.number(), laid));
            hands.send("takes the deposit", RootDisputes.CONTRACT, RootDisputes.withdraw());
        }
    }

    private Optional<Case> its(long sequence, long rootBlock) {
        return disputes.submitted(sequence, 1, rootBlock)
                .flatMap(each -> root.accepted(sequence, each.block(), each.block())
                        .map(accepted -> new Case(accepted.checkpoint(), each.blocks())));
    }
}
