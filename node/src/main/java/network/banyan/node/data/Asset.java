// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.node.UserError;
import network.banyan.node.cli.DeviceCommand;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.vault.chain.SaleTerms;

/**
 * What a price is in: the coin, or an ERC-20. The name is the token's own word, and anybody can call a token anything.
 *
 * @param token zero for the coin
 * @param decimals as many as the token says, 0 to 36
 */
record Asset(Address token, String name, int decimals) {
    private static final Asset COIN = new Asset(Address.ZERO, "coins", 18);
    private static final int NAME_MAX = 16;
    private static final int DECIMALS_MAX = 36;
    private static final Pattern FORM = Pattern.compile("[0-9]{1,40}(\\.[0-9]{1,36})?");

    /**
     * @throws UserError if there is no such token
     */
    static Asset of(ChainClient chain, Address token) {
        if (token.equals(Address.ZERO)) {
            return COIN;
        }
        try {
            int decimals = (int) AbiReader.ofOutput(chain.call(token, AbiValue.call("decimals()")))
                    .number(31);
            if (decimals > DECIMALS_MAX) {
                throw new UserError("The token %s says it has %d decimals; no amount here has over %d."
                        .formatted(token, decimals, DECIMALS_MAX));
            }
            return new Asset(token, name(chain, token), decimals);
        } catch (AbiException | RpcFailure.Refused noToken) {
            throw new UserError("%s is no ERC-20 token: it does not say its decimals.".formatted(token), noToken);
        }
    }

    /** An amount in words, whatever stands where a token should: anybody may offer anything for anything. */
    static String text(ChainClient chain, SaleTerms.Price price) {
        try {
            return of(chain, price.token()).text(price.amount());
        } catch (UserError noToken) {
            return "%s of %s, which is no ERC-20 token".formatted(price.amount().toBigInteger(), price.token());
        }
    }

    private static String name(ChainClient chain, Address token) {
        try {
            Bytes answer = chain.call(token, AbiValue.call("symbol()"));
            String name = DeviceCommand.printable(AbiReader.ofOutput(answer).text(4 * NAME_MAX));
            return "%s (token %s)".formatted(name.substring(0, Math.min(NAME_MAX, name.length())), token);
        } catch (AbiException | RpcFailure.Refused nameless) {
            return "of token " + token;
        }
    }

    /**
     * @throws UserError if the text is no amount of it above zero
     */
    UInt256 amount(String text) {
        if (FORM.matcher(text).matches()) {
            BigDecimal least = new BigDecimal(text).movePointRight(decimals).stripTrailingZeros();
            if (least.signum() > 0 && least.scale() <= 0 && least.toBigInteger().bitLength() <= 256) {
                return UInt256.of(least.toBigInteger());
            }
        }
        throw new UserError(
                "--price takes an amount above zero with up to %d decimals, not \"%s\".".formatted(decimals, text));
    }

    String text(UInt256 amount) {
        BigDecimal value =
                new BigDecimal(amount.toBigInteger()).movePointLeft(decimals).stripTrailingZeros();
        return String.format(Locale.ROOT, "%,." + Math.max(0, value.scale()) + "f %s", value, name);
    }
}
