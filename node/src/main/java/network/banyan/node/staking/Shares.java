// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Shares as people write and read them, in percent with two decimals; inside, basis points. */
public final class Shares implements ITypeConverter<Integer> {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,2})?%?");

    @Override
    public Integer convert(String text) {
        if (FORM.matcher(text).matches()) {
            int points = new BigDecimal(text.replace("%", "")).movePointRight(2).intValueExact();
            if (points <= 10_000) {
                return points;
            }
        }
        throw new TypeConversionException(
                "\"" + text + "\" is no share; write percent with up to two decimals, as 7.5");
    }

    static String ofBasisPoints(int points) {
        return String.format(
                Locale.ROOT, "%s %%", new BigDecimal(points).movePointLeft(2).setScale(2));
    }

    /** What a part is of a whole, rounded down; a dash where there is no whole. */
    static String of(BigInteger part, BigInteger whole) {
        if (whole.signum() == 0) {
            return "-";
        }
        BigDecimal percent = new BigDecimal(part.multiply(BigInteger.valueOf(10_000)))
                .divide(new BigDecimal(whole), 0, RoundingMode.DOWN)
                .movePointLeft(2);
        return String.format(Locale.ROOT, "%,.2f %%", percent);
    }
}
