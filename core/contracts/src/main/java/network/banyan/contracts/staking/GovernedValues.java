// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import java.util.List;
import network.banyan.contracts.AbiException;
import network.banyan.primitives.UInt256;

/**
 * All governed values in force, by number. No range of a value is wider than 128 bits for coins and 31 for all others, so
 * nobody who reckons with one need fear an overflow.
 */
public record GovernedValues(List<UInt256> byNumber) {
    private static final int WEI_BITS = 128;
    private static final int BITS = 31;

    /**
     * @throws AbiException if there are fewer values than we know of, or one is out of any range
     */
    public GovernedValues {
        byNumber = List.copyOf(byNumber);
        for (Parameter parameter : Parameter.values()) {
            if (parameter.number() >= byNumber.size()) {
                throw new AbiException("fewer governed values than this program knows");
            }
            int most = parameter.unit() == Parameter.Unit.WEI ? WEI_BITS : BITS;
            if (byNumber.get(parameter.number()).bitLength() > most) {
                throw new AbiException("%s has over %d bits".formatted(parameter, most));
            }
        }
    }

    public UInt256 of(Parameter parameter) {
        return byNumber.get(parameter.number());
    }

    /** Of what is not coins. */
    public int number(Parameter parameter) {
        return Math.toIntExact(of(parameter).toLongExact());
    }
}
