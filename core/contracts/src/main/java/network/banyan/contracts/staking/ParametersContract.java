// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/** Questions to {@code Parameters}, and its answers: the governed values. */
public final class ParametersContract {
    public static final Address ADDRESS = Address.ofNumber(0x1006);

    private static final int MOST = 64;

    private ParametersContract() {}

    /** All values in force. */
    public static Bytes values() {
        return AbiValue.call("values()");
    }

    /** Reads what {@code values} returned. A chain may know fewer than we do; those are left out. */
    public static Map<Parameter, UInt256> values(Bytes returned) {
        List<UInt256> all = AbiReader.ofOutput(returned).list(MOST, AbiReader::uint);
        Map<Parameter, UInt256> values = new EnumMap<>(Parameter.class);
        for (Parameter parameter : Parameter.values()) {
            if (parameter.number() < all.size()) {
                values.put(parameter, all.get(parameter.number()));
            }
        }
        return values;
    }

    public static Bytes governor() {
        return AbiValue.call("governor()");
    }

    public static Address governor(Bytes returned) {
        return AbiReader.ofOutput(returned).address();
    }
}
