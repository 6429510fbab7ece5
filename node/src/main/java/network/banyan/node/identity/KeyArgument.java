// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import network.banyan.identity.IdentityException;
import network.banyan.identity.PublicKey;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A public key as a Multikey, as an argument. */
public final class KeyArgument implements ITypeConverter<PublicKey> {
    @Override
    public PublicKey convert(String text) {
        try {
            return PublicKey.ofMultikey(text);
        } catch (IdentityException noKey) {
            throw new TypeConversionException(noKey.getMessage());
        }
    }
}
