// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import network.banyan.crypto.OrderedTrie;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;

/** An account as the account trie holds it, with its storage root (Yellow Paper, section 4.1). */
record TrieAccount(Account account, Hash storageRoot) {
    static final TrieAccount NONE = new TrieAccount(Account.EMPTY, OrderedTrie.EMPTY_ROOT);

    byte[] encode() {
        return new RlpWriter(112)
                .beginList()
                .write(new UInt256(0, 0, 0, account.nonce()))
                .write(account.balance())
                .write(storageRoot)
                .write(account.codeHash())
                .endList()
                .toArray();
    }

    static TrieAccount decode(byte[] encoded) {
        var outer = new RlpReader(encoded);
        RlpReader in = outer.list();
        outer.end();
        long nonce = in.number().d();
        UInt256 balance = in.number();
        Hash storageRoot = in.hash();
        Hash codeHash = in.hash();
        in.end();
        return new TrieAccount(new Account(nonce, balance, codeHash), storageRoot);
    }
}
