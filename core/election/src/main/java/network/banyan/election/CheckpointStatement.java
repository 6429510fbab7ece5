// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.nio.charset.StandardCharsets;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Hash;

/**
 * What the candidates say of their chain once a day: this epoch starts from this block, and its committee was drawn of us
 * (docs/spec/light-client.md, rule 17). Nothing in it differs between those who sign, so signatures add up.
 *
 * @param epoch that begins after the block
 * @param block hash of the last block of the epoch before
 * @param candidates {@link Committee#root} of all whom the committee of the epoch was drawn from, in the order of ranks
 */
public record CheckpointStatement(long epoch, Hash block, Hash candidates) {
    private static final byte[] DOMAIN = "BANYAN-CHECKPOINT-V1".getBytes(StandardCharsets.US_ASCII);

    /** {@code BANYAN-CHECKPOINT-V1} (20 bytes of ASCII), chain id, epoch (8 each), block, candidates (32 each). */
    public byte[] message(long chainId) {
        byte[] message = new byte[DOMAIN.length + 2 * Long.BYTES + 2 * Hash.SIZE];
        System.arraycopy(DOMAIN, 0, message, 0, DOMAIN.length);
        BigEndian.putLong(message, DOMAIN.length, chainId);
        BigEndian.putLong(message, DOMAIN.length + Long.BYTES, epoch);
        block.writeTo(message, DOMAIN.length + 2 * Long.BYTES);
        candidates.writeTo(message, DOMAIN.length + 2 * Long.BYTES + Hash.SIZE);
        return message;
    }
}
