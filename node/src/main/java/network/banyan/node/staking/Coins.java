// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;
import network.banyan.primitives.UInt256;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Amounts as people write and read them: coins with up to 18 decimals. Inside, everything is wei. */
public final class Coins implements ITypeConverter<UInt256> {
    private static final int DECIMALS = 18;
    private static final int DECIMALS_SHOWN = 4;
    private static final Pattern FORM = Pattern.compile("[0-9]{1,20}(\\.[0-9]{1,18})?");

    @Override
    public UInt256 convert(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new TypeConversionException(
                    "\"" + text + "\" is no amount; write coins with up to 18 decimals, as 100 or 0.25");
        }
        return UInt256.of(new BigDecimal(text).movePointRight(DECIMALS).toBigIntegerExact());
    }

    /** To the last wei. */
    public static String exactly(UInt256 wei) {
        return shown(coins(wei).stripTrailingZeros());
    }

    /** To the fourth decimal, rounded down: for tables. */
    static String about(UInt256 wei) {
        return shown(coins(wei).setScale(DECIMALS_SHOWN, RoundingMode.DOWN).stripTrailingZeros());
    }

    private static BigDecimal coins(UInt256 wei) {
        return new BigDecimal(wei.toBigInteger()).movePointLeft(DECIMALS);
    }

    private static String shown(BigDecimal coins) {
        return String.format(Locale.ROOT, "%,." + Math.max(0, coins.scale()) + "f", coins);
    }
}
