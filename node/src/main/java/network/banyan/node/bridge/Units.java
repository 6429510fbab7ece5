// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.bridge;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import network.banyan.bridge.RootHub;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.hub.Message;
import network.banyan.hub.member.Holdings;
import network.banyan.node.UserError;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;

/** Amounts of the root's assets as people write and read them, with the decimals that the asset says it has. */
final class Units {
    private static final int COIN_DECIMALS = 18;
    private static final int DECIMALS_MAX = 36;
    private static final Pattern FORM = Pattern.compile("[0-9]{1,60}(\\.[0-9]{1,36})?");

    private final ChainClient root;
    private final Map<Address, Integer> known = new TreeMap<>();

    Units(ChainClient root) {
        this.root = root;
    }

    /**
     * @throws UserError if the text is no amount of this asset
     */
    UInt256 read(String text, Address asset) {
        int decimals = decimals(asset);
        if (FORM.matcher(text).matches()) {
            BigDecimal units = new BigDecimal(text).movePointRight(decimals);
            boolean isWhole = units.stripTrailingZeros().scale() <= 0;
            if (isWhole && units.toBigInteger().bitLength() <= 256) {
                return UInt256.of(units.toBigIntegerExact());
            }
        }
        throw new UserError("\"%s\" is no amount of %s; write it with at most %d decimals, as 100 or 0.25."
                .formatted(text, name(asset), decimals));
    }

    String text(UInt256 amount, Address asset) {
        BigDecimal coins = new BigDecimal(amount.toBigInteger()).movePointLeft(decimals(asset));
        BigDecimal shown = coins.signum() == 0 ? BigDecimal.ZERO : coins.stripTrailingZeros();
        return String.format(Locale.ROOT, "%,." + Math.max(0, shown.scale()) + "f", shown) + " " + name(asset);
    }

    /** What a message brings, in words. */
    String text(Message message) {
        return switch (message.kind()) {
            case TOKEN -> "token %s of %s".formatted(message.amount().toBigInteger(), message.asset());
            case CALL ->
                message.amount().isZero() ? "a call" : "a call with " + text(message.amount(), message.asset());
            case DEPOSIT, REFUND -> text(message.amount(), message.asset());
            case FORCED -> "a forced withdrawal of " + text(message.amount(), message.asset());
        };
    }

    /** What a leaf is worth, in words. */
    String text(Holdings.Leaf leaf) {
        boolean isToken = !leaf.asset().equals(Address.ZERO)
                && AbiReader.ofOutput(
                                root.call(RootHub.ESCROW, AbiValue.call("isToken(address)", AbiValue.of(leaf.asset()))))
                        .flag();
        return isToken
                ? "token %s of %s".formatted(leaf.holding().value().toBigInteger(), leaf.asset())
                : text(leaf.holding().value(), leaf.asset());
    }

    private static String name(Address asset) {
        return asset.equals(Address.ZERO) ? "coins" : "of " + asset;
    }

    private int decimals(Address asset) {
        return asset.equals(Address.ZERO) ? COIN_DECIMALS : known.computeIfAbsent(asset, this::ask);
    }

    /** None if the asset says none, or more than any chain lists. */
    private int ask(Address asset) {
        try {
            long decimals = AbiReader.ofOutput(root.call(asset, AbiValue.call("decimals()")))
                    .number(8);
            return decimals <= DECIMALS_MAX ? (int) decimals : 0;
        } catch (AbiException | RpcFailure.Refused none) {
            return 0;
        }
    }
}
