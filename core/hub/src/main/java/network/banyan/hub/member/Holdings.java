// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.hub.ExitTree;
import network.banyan.hub.Exits;
import network.banyan.hub.Holding;
import network.banyan.hub.HubException;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
import network.banyan.hub.Sibling;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;

/**
 * Who holds what of bridged assets, by what changed hands and by the answers to forced withdrawals, whose burning tells no event
 * (docs/spec/outpost.md, rule 22). So exit trees can be made for any block of the past, by whoever has the blocks.
 */
public final class Holdings {
    private final SortedMap<Address, SortedMap<Address, UInt256>> amounts = new TreeMap<>();
    private final SortedMap<Address, SortedMap<UInt256, Address>> owners = new TreeMap<>();

    /**
     * An amount of a coin or an ERC-20 changed hands; zero is nobody.
     *
     * @throws HubException if somebody gave what it did not have
     */
    public void move(Address asset, Address from, Address to, UInt256 amount) {
        SortedMap<Address, UInt256> of = amounts.computeIfAbsent(asset, _ -> new TreeMap<>());
        if (!from.equals(Address.ZERO)) {
            UInt256 had = of.getOrDefault(from, UInt256.ZERO);
            HubException.require(had.compareTo(amount) >= 0, "%s gave %s of %s and had %s", from, amount, asset, had);
            put(of, from, had.minus(amount));
        }
        if (!to.equals(Address.ZERO)) {
            put(of, to, of.getOrDefault(to, UInt256.ZERO).plus(amount));
        }
    }

    private static void put(Map<Address, UInt256> of, Address account, UInt256 amount) {
        if (amount.isZero()) {
            of.remove(account);
        } else {
            of.put(account, amount);
        }
    }

    /** An ERC-721 token changed hands. */
    public void hand(Address asset, Address to, UInt256 id) {
        SortedMap<UInt256, Address> of = owners.computeIfAbsent(asset, _ -> new TreeMap<>());
        if (to.equals(Address.ZERO)) {
            of.remove(id);
        } else {
            of.put(id, to);
        }
    }

    /** What closing a run took from who asked for it by force. */
    public void answer(Message answer) {
        if (answer.kind() == MessageKind.TOKEN) {
            hand(answer.asset(), Address.ZERO, answer.amount());
        } else if (!answer.amount().isZero()) {
            move(answer.asset(), answer.recipient(), Address.ZERO, answer.amount());
        }
    }

    /** The list of a checkpoint: a tree for each asset that somebody holds. */
    public Exits exits() {
        return exits(planted());
    }

    /**
     * What proves to the root that an account held something: an amount, or a token by its id.
     *
     * @param exits of the checkpoint
     * @param which of these
     */
    public record Leaf(Exits exits, int which, Holding holding, List<Sibling> path) {
        public Leaf {
            path = List.copyOf(path);
        }

        public Address asset() {
            return exits.trees().get(which).asset();
        }
    }

    /** All leaves of an account, by rising assets. */
    public List<Leaf> leaves(Address account) {
        List<Planted> all = planted();
        Exits exits = exits(all);
        List<Leaf> leaves = new ArrayList<>();
        for (int which = 0; which < all.size(); which++) {
            Planted planted = all.get(which);
            for (int i = 0; i < planted.holdings().size(); i++) {
                Holding holding = planted.holdings().get(i);
                if (holding.account().equals(account)) {
                    leaves.add(new Leaf(exits, which, holding, planted.tree().path(i)));
                }
            }
        }
        return leaves;
    }

    private record Planted(ExitTree tree, List<Holding> holdings) {}

    private static Exits exits(List<Planted> all) {
        return new Exits(all.stream().map(planted -> planted.tree().exit()).toList());
    }

    /** By rising assets. */
    private List<Planted> planted() {
        SortedMap<Address, Planted> all = new TreeMap<>();
        amounts.forEach((asset, of) -> {
            List<Holding> holdings = of.entrySet().stream()
                    .map(entry -> new Holding(entry.getKey(), entry.getValue()))
                    .toList();
            if (!holdings.isEmpty()) {
                all.put(asset, new Planted(ExitTree.ofAmounts(asset, holdings), holdings));
            }
        });
        owners.forEach((asset, of) -> {
            List<Holding> holdings = of.entrySet().stream()
                    .map(entry -> new Holding(entry.getValue(), entry.getKey()))
                    .toList();
            if (!holdings.isEmpty()) {
                all.put(asset, new Planted(ExitTree.ofTokens(asset, holdings), holdings));
            }
        });
        return List.copyOf(all.values());
    }
}
