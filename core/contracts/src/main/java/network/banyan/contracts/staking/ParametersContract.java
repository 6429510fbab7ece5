// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** Questions to {@code Parameters}, and its answers: the governed values. */
public final class ParametersContract {
    public static final Address ADDRESS = Address.ofNumber(0x1006);

    private static final int MOST = 64;

    private ParametersContract() {}

    /** All values in force. */
    public static Bytes values() {
        return AbiValue.call("values()");
    }

    /** Reads what {@code values} returned. */
    public static GovernedValues values(Bytes returned) {
        return new GovernedValues(AbiReader.ofOutput(returned).list(MOST, AbiReader::uint));
    }

    public static Bytes governor() {
        return AbiValue.call("governor()");
    }

    public static Address governor(Bytes returned) {
        return AbiReader.ofOutput(returned).address();
    }
}
