// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import network.banyan.identity.Did;
import network.banyan.identity.IdentityException;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A DID of ours, as an argument. */
public final class DidArgument implements ITypeConverter<Did> {
    /** The DID that the registry knows by a subject: an account has zeros in front. */
    public static Did ofSubject(long chainId, Hash subject) {
        UInt256 word = subject.toUInt256();
        return word.bitLength() <= 8 * Address.SIZE
                ? new Did.Account(chainId, Address.ofWord(word))
                : new Did.Device(chainId, subject);
    }

    @Override
    public Did convert(String text) {
        try {
            return Did.of(text);
        } catch (IdentityException notOurs) {
            throw new TypeConversionException(notOurs.getMessage());
        }
    }
}
