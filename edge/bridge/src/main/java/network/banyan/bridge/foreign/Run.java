// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import java.util.List;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.Exits;
import network.banyan.hub.Message;
import network.banyan.hub.Totals;

/** A checkpoint with all that goes with it, each part well-formed; whether they belong together is not said here. */
public record Run(Checkpoint checkpoint, Totals totals, Exits exits, List<Message> outbox) {
    public Run {
        outbox = List.copyOf(outbox);
    }
}
