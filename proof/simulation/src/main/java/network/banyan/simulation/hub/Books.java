// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation.hub;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.banyan.bridge.RootHub;
import network.banyan.primitives.Address;

/**
 * What went into each chain and what came out, by what people have in their hands and not by what the contracts say of it; and
 * that both agree (docs/invariants/hub.md, H1, H2 and H8).
 */
final class Books {
    private record Entry(long chain, Address asset) {}

    private final TrialRoot root;
    private final Hub hub;
    private final Address wrapper;
    private final long home;
    private final Map<Entry, Long> in = new HashMap<>();
    private final Map<Entry, Long> out = new HashMap<>();

    Books(TrialRoot root, Address wrapper, long home) {
        this.root = root;
        this.hub = new Hub(root);
        this.wrapper = wrapper;
        this.home = home;
        in.put(new Entry(home, wrapper), Ground.CAP);
    }

    /** A law did not hold. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String what) {
            super(what);
        }
    }

    static void require(boolean holds, String law, Object... values) {
        if (!holds) {
            throw new Broken(law.formatted(values));
        }
    }

    void in(long chain, Address asset, long amount) {
        in.merge(new Entry(chain, asset), amount, Long::sum);
    }

    void out(long chain, Address asset, long amount) {
        out.merge(new Entry(chain, asset), amount, Long::sum);
    }

    /** What all people have of an asset on the root. */
    long inHands(Address asset) {
        return Ground.people().stream()
                .mapToLong(person -> inHand(person, asset))
                .sum();
    }

    long inHand(Address person, Address asset) {
        return (asset.equals(Address.ZERO) ? root.balance(person) : hub.tokens(asset, person)).toLongExact();
    }

    void check(List<Child> children) {
        for (Address asset : List.of(Address.ZERO, wrapper)) {
            long owned = 0;
            for (Child child : children) {
                var entry = new Entry(child.id(), asset);
                long left = in.getOrDefault(entry, 0L) - out.getOrDefault(entry, 0L);
                require(left >= 0, "H2: chain %d paid out %d more of %s than came in", child.id(), -left, asset);
                long there = hub.escrow(child.id(), asset).toLongExact()
                        + hub.pending(child.id(), asset).toLongExact();
                require(there == left, "H2: chain %d has %d of %s where %d are left", child.id(), there, asset, left);
                owned += child.id() == home && asset.equals(wrapper) ? 0 : there;
            }
            long has = inHand(RootHub.ESCROW, asset);
            require(has == owned, "H1: the hub has %d of %s and owes %d", has, asset, owned);
        }
        long minted = hub.supply(wrapper).toLongExact();
        long held = inHands(wrapper) + inHand(RootHub.ESCROW, wrapper);
        require(minted == held && minted <= Ground.CAP, "H8: %d wrappers, %d of them held", minted, held);
    }
}
