// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.network;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import network.banyan.node.UserError;
import network.banyan.node.staking.Coins;
import network.banyan.primitives.Address;
import network.banyan.primitives.UInt256;
import picocli.CommandLine.TypeConversionException;

/** Who owns coins from the start, as {@code --fund ADDRESS=COINS} says it. */
public final class Funds {
    private Funds() {}

    /**
     * In wei.
     *
     * @throws UserError if one is no address with coins
     */
    public static SortedMap<Address, UInt256> parse(Map<String, String> given) {
        SortedMap<Address, UInt256> parsed = new TreeMap<>();
        given.forEach((address, coins) -> {
            try {
                parsed.put(Address.fromHex(address), new Coins().convert(coins));
            } catch (IllegalArgumentException | TypeConversionException wrong) {
                throw new UserError("--fund takes ADDRESS=COINS, not %s=%s.".formatted(address, coins), wrong);
            }
        });
        return parsed;
    }
}
