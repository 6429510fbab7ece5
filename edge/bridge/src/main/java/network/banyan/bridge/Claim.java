// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import java.util.List;
import java.util.Optional;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.HubDomain;
import network.banyan.hub.Message;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** All that the root wants to see of a message before it pays. */
public record Claim(Checkpoint checkpoint, int index, Message message, List<Hash> path) {
    public Claim {
        path = List.copyOf(path);
    }

    /** Empty if the checkpoint is not of the outbox that the chain shows: then one of the two lies. */
    public static Optional<Claim> of(ChainOutpost chain, HubDomain domain, Transfer.Claimable claimable) {
        Checkpoint checkpoint = claimable.accepted().checkpoint();
        Step.Leaving leaving = claimable.leaving();
        Outbox outbox = Outbox.ofRun(chain, domain, leaving.run());
        int index = outbox.messages().indexOf(leaving.message());
        if (index < 0 || !outbox.tree().root().equals(checkpoint.outboxRoot())) {
            return Optional.empty();
        }
        return Optional.of(new Claim(checkpoint, index, leaving.message(), outbox.path(index)));
    }

    /** The call of {@link RootHub#CLAIMS}. */
    public Bytes call() {
        return RootHub.claim(checkpoint, index, message, path);
    }
}
