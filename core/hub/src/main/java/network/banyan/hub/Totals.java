// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What a checkpoint takes out of its chain's escrow (rule 24). Rising and without a repetition, so that there is one form
 * and nothing counts twice.
 *
 * @param totals at most {@link #MAX_TOTALS}, strictly rising in their assets
 * @param tokens at most {@link #MAX_TOKENS}, strictly rising in asset and id
 */
public record Totals(List<Total> totals, List<Token> tokens) {
    public static final int MAX_TOTALS = 32;
    public static final int MAX_TOKENS = 64;

    /** How many messages the root takes as a proof that totals are short. */
    public static final int MAX_SHOWN = 256;

    public static final Totals NONE = new Totals(List.of(), List.of());

    /** Two offsets, two sizes, and two words an item. */
    private static final int MAX_SIZE = (4 + 2 * (MAX_TOTALS + MAX_TOKENS)) * Hash.SIZE;

    /**
     * @throws HubException if the lists are too long or out of order
     */
    public Totals {
        totals = List.copyOf(totals);
        tokens = List.copyOf(tokens);
        HubException.require(totals.size() <= MAX_TOTALS, "%d totals of %d", totals.size(), MAX_TOTALS);
        HubException.require(tokens.size() <= MAX_TOKENS, "%d tokens of %d", tokens.size(), MAX_TOKENS);
        requireRising(totals, Comparator.comparing(Total::asset), "totals");
        requireRising(tokens, Comparator.naturalOrder(), "tokens");
    }

    /**
     * What the messages of an outbox take out together. A message without an amount takes nothing.
     *
     * @throws HubException if they take out too many assets or tokens, one token twice, or more than there are numbers for
     */
    public static Totals of(List<Message> messages) {
        SortedMap<Address, UInt256> sums = new TreeMap<>();
        List<Token> tokens = new ArrayList<>();
        for (Message message : messages) {
            if (message.kind() == MessageKind.TOKEN) {
                tokens.add(new Token(message.asset(), message.amount()));
            } else if (!message.amount().isZero()) {
                sums.merge(message.asset(), message.amount(), Totals::sum);
            }
        }
        tokens.sort(Comparator.naturalOrder());
        return new Totals(
                sums.entrySet().stream()
                        .map(entry -> new Total(entry.getKey(), entry.getValue()))
                        .toList(),
                tokens);
    }

    /**
     * Whether the messages of an outbox take out more of an asset than these totals, or a token that is not among them: what
     * freezes the chain once anybody shows it (rule 26). A message that says it is another chain's cannot be claimed, and asks
     * for nothing.
     *
     * @param messages all of the outbox; the root looks at {@link #MAX_SHOWN} at most
     */
    public boolean areShort(long chainId, List<Message> messages, Address asset) {
        UInt256 there = totals.stream()
                .filter(total -> total.asset().equals(asset))
                .map(Total::amount)
                .findFirst()
                .orElse(UInt256.ZERO);
        for (Message message : messages) {
            if (message.from() != chainId || !message.asset().equals(asset)) {
                continue;
            }
            boolean isToken = message.kind() == MessageKind.TOKEN;
            boolean isThere = isToken
                    ? tokens.contains(new Token(asset, message.amount()))
                    : message.amount().compareTo(there) <= 0;
            if (!isThere) {
                return true;
            }
            there = isToken ? there : there.minus(message.amount());
        }
        return false;
    }

    /** What a checkpoint names. */
    public Hash hash() {
        return Keccak.hash(encode());
    }

    /** {@code abi.encode(totals, tokens)}. */
    public Bytes encode() {
        return AbiValue.encoded(totalsAbi(), tokensAbi());
    }

    /** As an argument of a call. */
    public AbiValue totalsAbi() {
        return new AbiValue.Items(totals.stream()
                .map(total -> AbiValue.tuple(AbiValue.of(total.asset()), AbiValue.of(total.amount())))
                .toList());
    }

    /** As an argument of a call. */
    public AbiValue tokensAbi() {
        return new AbiValue.Items(tokens.stream()
                .map(token -> AbiValue.tuple(AbiValue.of(token.asset()), AbiValue.of(token.id())))
                .toList());
    }

    /**
     * @throws HubException if the bytes are not the one encoding of lists in order
     */
    public static Totals decode(Bytes data) {
        return Strict.decode(data, MAX_SIZE, Totals::read, Totals::encode);
    }

    static Totals read(AbiReader reader) {
        return new Totals(
                reader.list(MAX_TOTALS, item -> new Total(item.address(), item.uint())),
                reader.list(MAX_TOKENS, item -> new Token(item.address(), item.uint())));
    }

    static <T> void requireRising(List<T> list, Comparator<T> order, String what) {
        for (int i = 1; i < list.size(); i++) {
            HubException.require(
                    order.compare(list.get(i - 1), list.get(i)) < 0, "%s not in strictly rising order at %d", what, i);
        }
    }

    private static UInt256 sum(UInt256 first, UInt256 second) {
        UInt256 sum = first.plus(second);
        HubException.require(sum.compareTo(first) >= 0, "a sum over 256 bits");
        return sum;
    }
}
