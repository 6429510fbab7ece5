// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.snapshot;

import java.util.ArrayList;
import java.util.List;
import network.banyan.election.Committee;
import network.banyan.evidence.Handover;
import network.banyan.evidence.LightClient;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Genesis;
import network.banyan.replica.ChainSeed.HandedOver;

/** Follows the committees from genesis by their own signatures, whoever tells of them. */
final class CommitteeWalk {
    private static final int BATCH = 50;

    private final Progress progress;
    private final List<Step> steps = new ArrayList<>();
    private LightClient known;

    /** The end of an epoch: its last header, and what led on. */
    record Step(BlockHeader header, HandedOver handedOver) {}

    /** Told how far it has come. */
    interface Progress {
        void followed(long epochs, long of);
    }

    CommitteeWalk(Genesis genesis, Progress progress) {
        this.known = LightClient.of(genesis);
        this.progress = progress;
    }

    /**
     * All ends of epochs up to this one, in their order. What was followed stays so, whoever told of it.
     *
     * @throws Sources.NobodyLeft if none of these can lead there
     */
    List<Step> to(long epoch, Sources sources) {
        while (steps.size() <= epoch) {
            long first = steps.size();
            int count = (int) Math.min(BATCH, epoch + 1 - first);
            sources.ask(peer -> {
                for (Handover handover : peer.handovers(first, count)) {
                    follow(handover);
                }
                sources.answered(peer);
                return count;
            });
            progress.followed(steps.size(), epoch + 1);
        }
        return List.copyOf(steps.subList(0, (int) epoch + 1));
    }

    private void follow(Handover handover) throws SnapshotPeer.Nonsense {
        switch (known.follow(handover)) {
            case LightClient.Refused(var _, String reason) ->
                throw new SnapshotPeer.Nonsense("a handover does not hold: " + reason);
            case LightClient.Followed(LightClient next) -> {
                known = next;
                Committee committee = next.committee();
                steps.add(new Step(handover.header(), new HandedOver(handover.certificate(), committee)));
            }
        }
    }
}
