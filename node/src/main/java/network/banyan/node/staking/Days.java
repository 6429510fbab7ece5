// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** For how many days coins are staked. Which of these a chain takes is for its contract to say. */
public final class Days implements ITypeConverter<Integer> {
    private static final int MOST = 65_535;

    @Override
    public Integer convert(String text) {
        if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MOST) {
            return Integer.parseInt(text);
        }
        throw new TypeConversionException("\"" + text + "\" is no number of days from 0 to " + MOST);
    }
}
