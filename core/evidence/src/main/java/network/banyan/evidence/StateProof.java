// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.List;
import network.banyan.crypto.PatriciaProof;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.UInt256;

/** Reads what {@code eth_getProof} proves (EIP-1186): accounts under a state root, words under a storage root. */
final class StateProof {
    private StateProof() {}

    /**
     * @param key as it stands in the trie
     * @throws DoesNotHold if the nodes show nothing, or that there is nothing
     */
    static Bytes value(Hash root, Hash key, List<Bytes> nodes, String what) {
        return switch (PatriciaProof.verify(root, key.toArray(), nodes)) {
            case PatriciaProof.Outcome.Present(Bytes value) -> value;
            case PatriciaProof.Outcome.Absent() -> throw new DoesNotHold("the block's state lacks " + what);
            case PatriciaProof.Outcome.Broken(String reason) ->
                throw new DoesNotHold("the proof of %s is broken: %s".formatted(what, reason));
        };
    }

    /**
     * @param account RLP of nonce, balance, storage root, code hash
     * @throws network.banyan.primitives.RlpException if it is none
     */
    static Hash storageRoot(Bytes account) {
        RlpReader in = new RlpReader(account.unsafeArray()).list();
        in.longNumber();
        in.number();
        Hash root = in.hash();
        in.hash();
        in.end();
        return root;
    }

    /**
     * @param value RLP of a word without its leading zeros
     * @throws network.banyan.primitives.RlpException if it is none
     */
    static Hash word(Bytes value) {
        RlpReader in = new RlpReader(value.unsafeArray());
        UInt256 word = in.number();
        in.end();
        return word.toHash();
    }
}
