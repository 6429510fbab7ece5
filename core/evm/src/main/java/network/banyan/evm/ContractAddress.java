// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/** Where a new contract comes to live. */
public final class ContractAddress {
    private ContractAddress() {}

    /**
     * Of CREATE and of a transaction without recipient (Yellow Paper, section 7).
     *
     * @param nonce the creator's, before the creation raises it
     */
    public static Address of(Address creator, long nonce) {
        byte[] list = new RlpWriter(32)
                .beginList()
                .write(creator)
                .write(new UInt256(0, 0, 0, nonce))
                .endList()
                .toArray();
        return last20(Keccak.hash(list));
    }

    /** Of CREATE2 (EIP-1014). */
    public static Address of(Address creator, UInt256 salt, Hash initCodeHash) {
        byte[] preimage = new byte[85];
        preimage[0] = (byte) 0xff;
        creator.writeTo(preimage, 1);
        salt.writeTo(preimage, 21);
        initCodeHash.writeTo(preimage, 53);
        return last20(Keccak.hash(preimage));
    }

    private static Address last20(Hash hash) {
        return Address.ofWord(hash.toUInt256());
    }
}
