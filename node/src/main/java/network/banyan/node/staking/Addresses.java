// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import network.banyan.primitives.Address;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Accounts as people write them. */
public final class Addresses implements ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
        if (!text.matches("0x[0-9a-fA-F]{40}")) {
            throw new TypeConversionException("\"" + text + "\" is no account; write 0x and 40 hex digits");
        }
        return Address.fromHex(text);
    }
}
