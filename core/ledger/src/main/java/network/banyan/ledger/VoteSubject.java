// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.nio.charset.StandardCharsets;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;

/**
 * What a vote is about. Two members that agree sign the very same bytes, so their BLS signatures aggregate.
 *
 * @param height of the block; 0 for NULLIFY
 * @param block its hash; zero for NULLIFY
 */
public record VoteSubject(long epoch, long view, VoteType type, long height, Hash block) {
    private static final byte[] DOMAIN = "BANYAN-VOTE-V1".getBytes(StandardCharsets.US_ASCII);

    public VoteSubject {
        Invariant.check(epoch >= 0 && view >= 1 && height >= 0, "no such vote: epoch %d, view %d", epoch, view);
        Invariant.check(type != VoteType.NULLIFY || (height == 0 && block.equals(Hash.ZERO)), "NULLIFY names no block");
    }

    public static VoteSubject nullify(long epoch, long view) {
        return new VoteSubject(epoch, view, VoteType.NULLIFY, 0, Hash.ZERO);
    }

    /** domain (14) || chain id (8) || epoch (8) || view (8) || type (1) || height (8) || block hash (32). */
    public byte[] message(long chainId) {
        byte[] message = new byte[DOMAIN.length + 65];
        System.arraycopy(DOMAIN, 0, message, 0, DOMAIN.length);
        int at = DOMAIN.length;
        BigEndian.putLong(message, at, chainId);
        BigEndian.putLong(message, at + 8, epoch);
        BigEndian.putLong(message, at + 16, view);
        message[at + 24] = (byte) type.code();
        BigEndian.putLong(message, at + 25, height);
        block.writeTo(message, at + 33);
        return message;
    }
}
