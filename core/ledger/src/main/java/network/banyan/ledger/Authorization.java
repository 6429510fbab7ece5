// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.crypto.Secp256k1;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/**
 * An account's signed wish to run another account's code as its own (EIP-7702).
 *
 * @param chainId the chain it holds for; zero means any
 * @param address whose code to run; zero clears the delegation
 * @param nonce the authority's nonce it holds for, as an unsigned long
 * @param yParity 0 to 255 on the wire; only 0 and 1 can recover
 */
public record Authorization(UInt256 chainId, Address address, long nonce, int yParity, UInt256 r, UInt256 s) {
    private static final byte MAGIC = 0x05;

    public static Authorization sign(UInt256 chainId, Address address, long nonce, Hash privateKey) {
        var signature = Secp256k1.sign(signingHash(chainId, address, nonce), privateKey);
        return new Authorization(chainId, address, nonce, signature.yParity(), signature.r(), signature.s());
    }

    /** The account that signed; empty if the signature is not canonical or no key made it. */
    public Optional<Address> authority() {
        var signature = new Secp256k1.Signature(yParity, r, s);
        return signature.isCanonical()
                ? Secp256k1.recoverAddress(signingHash(chainId, address, nonce), signature)
                : Optional.empty();
    }

    private static Hash signingHash(UInt256 chainId, Address address, long nonce) {
        byte[] list = new RlpWriter()
                .beginList()
                .write(chainId)
                .write(address)
                .write(new UInt256(0, 0, 0, nonce))
                .endList()
                .toArray();
        byte[] message = new byte[1 + list.length];
        message[0] = MAGIC;
        System.arraycopy(list, 0, message, 1, list.length);
        return Keccak.hash(message);
    }
}
