// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.time.Duration;
import java.util.Optional;

/**
 * Decides when to say that the chain stands still. It says so after its patience, then again each time the silence has
 * doubled, so that a long outage does not fill the log; and once when the chain goes on.
 */
final class Stall {
    private final Duration patience;
    private Duration next;
    private Duration longest = Duration.ZERO;

    Stall(Duration patience) {
        this.patience = patience;
        this.next = patience;
    }

    /** Something worth a line in the log. */
    sealed interface Notice {
        record StandsStill(Duration since) implements Notice {}

        /** @param after how long it had stood still, as far as was seen */
        record GoesOn(Duration after) implements Notice {}
    }

    /**
     * @param sinceFinal how long no block has become final
     */
    Optional<Notice> look(Duration sinceFinal) {
        if (sinceFinal.compareTo(patience) < 0) {
            boolean told = next.compareTo(patience) > 0;
            Duration stood = longest;
            next = patience;
            longest = Duration.ZERO;
            return told ? Optional.of(new Notice.GoesOn(stood)) : Optional.empty();
        }
        longest = sinceFinal;
        if (sinceFinal.compareTo(next) < 0) {
            return Optional.empty();
        }
        next = sinceFinal.multipliedBy(2);
        return Optional.of(new Notice.StandsStill(sinceFinal));
    }
}
