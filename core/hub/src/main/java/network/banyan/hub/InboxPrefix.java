// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * The first messages of a chain's inbox in one hash (rule 17): the root stores it for each count, and a checkpoint names the
 * one up to which the chain has come.
 *
 * @param count how many messages
 * @param hash {@code inbox(count)}
 */
public record InboxPrefix(long count, Hash hash) {
    /**
     * With no message yet.
     *
     * @throws HubException if the id is no chain's
     */
    public static InboxPrefix beginning(long chainId) {
        ChainIds.requireChain(chainId);
        return new InboxPrefix(
                0, Keccak.hash(AbiValue.encoded(AbiValue.of("BANYAN-HUB-INBOX-V1"), AbiValue.of(chainId))));
    }

    /** With one more message, by its digest. */
    public InboxPrefix plus(Hash message) {
        return new InboxPrefix(count + 1, Keccak.hash(joined(hash, message)));
    }

    private static Bytes joined(Hash left, Hash right) {
        byte[] both = new byte[2 * Hash.SIZE];
        left.writeTo(both, 0);
        right.writeTo(both, Hash.SIZE);
        return Bytes.wrap(both);
    }
}
