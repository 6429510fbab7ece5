// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.state.Node.Stub;

/** Where one trie's nodes come from that are not in heap. */
interface TrieNodes {
    /**
     * The node a stub stands for.
     *
     * @param path whose first {@code depth} nibbles lead to the node
     */
    Node load(Stub stub, byte[] path, int depth, long generation);

    /** What names the place of a node, to say that none is there any more. */
    Bytes key(byte[] path, int depth);

    /** Where all the tries of a state have their nodes. */
    interface Places {
        TrieNodes accounts();

        /** @param account its hashed address */
        TrieNodes storage(Hash account);

        static Places of(StateStore store) {
            return new Places() {
                @Override
                public TrieNodes accounts() {
                    return TrieSpace.accounts(store);
                }

                @Override
                public TrieNodes storage(Hash account) {
                    return TrieSpace.storage(store, account);
                }
            };
        }
    }
}
