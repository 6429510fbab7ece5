// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import network.banyan.identity.Did;
import network.banyan.identity.IdentityException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A DID of ours, as an argument. */
public final class DidArgument implements ITypeConverter<Did> {
    @Override
    public Did convert(String text) {
        try {
            return Did.of(text);
        } catch (IdentityException notOurs) {
            throw new TypeConversionException(notOurs.getMessage());
        }
    }
}
