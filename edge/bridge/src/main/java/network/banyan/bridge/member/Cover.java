// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.member;

import java.util.Collection;
import java.util.Optional;
import network.banyan.bridge.RootHub;
import network.banyan.hub.Checkpoint;
import network.banyan.hub.Exit;
import network.banyan.hub.InboxPrefix;
import network.banyan.hub.Token;
import network.banyan.hub.Total;
import network.banyan.hub.Totals;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;

/**
 * What a member looks at before it signs (rule 9): whether the root would take the checkpoint, and keep what it promises. Who
 * signs one that it would not loses its bond (docs/spec/hub.md, rule 25).
 */
final class Cover {
    private final RootHub root;

    Cover(RootHub root) {
        this.root = root;
    }

    /**
     * Whether the member's own node of the root has come as far as the members' who let the chain handle its inbox. Before that it
     * knows too little to judge: what it lacks is no lie.
     */
    boolean knows(Checkpoint checkpoint) {
        return root.inboxCount() >= checkpoint.inboxCursor();
    }

    /**
     * Why the root would not; empty if it would. Of a checkpoint that it {@link #knows}.
     *
     * @param before of the same line, which the root has not accepted yet: what they take out is still there
     */
    Optional<String> refusal(CheckpointLine.Made made, Collection<CheckpointLine.Made> before) {
        Checkpoint checkpoint = made.checkpoint();
        InboxPrefix seen = new InboxPrefix(checkpoint.inboxCursor(), checkpoint.inboxHash());
        if (!root.inboxAt(seen.count()).equals(seen)) {
            return Optional.of(
                    "the first %d messages that the chain handled are not the root's".formatted(seen.count()));
        }
        for (Total total : made.totals().totals()) {
            if (total.amount().compareTo(left(total.asset(), seen.count(), before)) > 0) {
                return Optional.of("more of %s leaves the chain than is there for it".formatted(total.asset()));
            }
        }
        for (Token token : made.totals().tokens()) {
            boolean isLeaving =
                    before.stream().anyMatch(each -> each.totals().tokens().contains(token));
            if (isLeaving || !root.isThere(token, seen.count())) {
                return Optional.of(
                        "token %s of %s leaves the chain and is not there for it".formatted(token.id(), token.asset()));
            }
        }
        for (Exit exit : made.exits().trees()) {
            UInt256 held = exit.sum().plus(taken(made.totals(), exit.asset()));
            if (!root.isTokens(exit.asset()) && held.compareTo(left(exit.asset(), seen.count(), before)) > 0) {
                return Optional.of("more of %s is held on the chain than is there for it".formatted(exit.asset()));
            }
        }
        return Optional.empty();
    }

    private UInt256 left(Address asset, long cursor, Collection<CheckpointLine.Made> before) {
        UInt256 there = root.handled(asset, cursor);
        for (CheckpointLine.Made each : before) {
            UInt256 taken = taken(each.totals(), asset);
            if (taken.compareTo(there) > 0) {
                return UInt256.ZERO;
            }
            there = there.minus(taken);
        }
        return there;
    }

    private static UInt256 taken(Totals totals, Address asset) {
        return totals.totals().stream()
                .filter(total -> total.asset().equals(asset))
                .map(Total::amount)
                .findFirst()
                .orElse(UInt256.ZERO);
    }
}
