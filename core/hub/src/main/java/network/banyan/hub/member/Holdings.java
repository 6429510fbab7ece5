// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub.member;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.hub.Exit;
import network.banyan.hub.ExitTree;
import network.banyan.hub.Exits;
import network.banyan.hub.Holding;
import network.banyan.hub.HubException;
import network.banyan.hub.Message;
import network.banyan.hub.MessageKind;
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
        List<Exit> trees = new ArrayList<>();
        amounts.forEach((asset, of) -> {
            if (!of.isEmpty()) {
                trees.add(ExitTree.ofAmounts(asset, leaves(of)).exit());
            }
        });
        owners.forEach((asset, of) -> {
            if (!of.isEmpty()) {
                trees.add(ExitTree.ofTokens(asset, tokens(of)).exit());
            }
        });
        trees.sort(Comparator.comparing(Exit::asset));
        return new Exits(trees);
    }

    private static List<Holding> leaves(SortedMap<Address, UInt256> of) {
        return of.entrySet().stream()
                .map(entry -> new Holding(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<Holding> tokens(SortedMap<UInt256, Address> of) {
        return of.entrySet().stream()
                .map(entry -> new Holding(entry.getValue(), entry.getKey()))
                .toList();
    }
}
