// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.twin;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import network.banyan.twin.Desired;
import network.banyan.twin.Reported;
import network.banyan.twin.TwinDocument;

/** A device's newest documents, as the gateway keeps them. */
public record Twin(Optional<Wanted> desired, Optional<Told> reported) {
    /** @param takenAt ms since 1970 by the gateway's clock */
    public record Wanted(long takenAt, Desired content) {}

    /** @param takenAt ms since 1970 by the gateway's clock */
    public record Told(long takenAt, Reported content) {}

    /** JSON Pointers of what is desired and not reported. */
    public List<String> pending() {
        TwinDocument told =
                reported.map(last -> last.content().state().document()).orElse(TwinDocument.EMPTY);
        return desired.map(wanted -> wanted.content().document().pendingIn(told))
                .orElse(List.of());
    }

    /** When the desired document was taken, if anything of it is pending. */
    public OptionalLong pendingSince() {
        return desired.isPresent() && !pending().isEmpty()
                ? OptionalLong.of(desired.get().takenAt())
                : OptionalLong.empty();
    }
}
