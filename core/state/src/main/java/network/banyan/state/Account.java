// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import network.banyan.crypto.Keccak;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/**
 * An account without its storage root, which only the trie knows (Yellow Paper, section 4.1).
 *
 * @param nonce as an unsigned long
 * @param codeHash Keccak-256 of the code; {@link Keccak#EMPTY} for none
 */
public record Account(long nonce, UInt256 balance, Hash codeHash) {
    public static final Account EMPTY = new Account(0, UInt256.ZERO, Keccak.EMPTY);

    /** Empty as EIP-161 means it: such an account does not exist. */
    public boolean isEmpty() {
        return nonce == 0 && balance.isZero() && !hasCode();
    }

    public boolean hasCode() {
        return !codeHash.equals(Keccak.EMPTY);
    }

    /** The form of the flat store: RLP of nonce, balance, code hash. */
    public byte[] encode() {
        return new RlpWriter(80)
                .beginList()
                .write(new UInt256(0, 0, 0, nonce))
                .write(balance)
                .write(codeHash)
                .endList()
                .toArray();
    }

    public static Account decode(byte[] encoded) {
        RlpReader outer = new RlpReader(encoded);
        RlpReader in = outer.list();
        outer.end();
        var account = new Account(in.number().d(), in.number(), in.hash());
        in.end();
        return account;
    }
}
