// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers that contracts count from 1 in 32 bits: buckets, identities. */
public final class Ids implements ITypeConverter<Long> {
    private static final long MOST = 0xffff_ffffL;

    @Override
    public Long convert(String text) {
        if (text.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        }
        throw new TypeConversionException("\"" + text + "\" is no number from 1 to " + MOST);
    }
}
