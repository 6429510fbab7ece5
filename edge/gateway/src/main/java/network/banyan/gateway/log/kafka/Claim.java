// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import network.banyan.gateway.Partition;
import network.banyan.primitives.Hash;

/**
 * Who writes from here on: magic {@code BANYANCL} (8 bytes), the gateway's id (32), a number the process drew (32), the
 * topic's count of partitions (4).
 */
record Claim(Hash gateway, Hash process, int partitions) {
    private static final byte[] MAGIC = "BANYANCL".getBytes(StandardCharsets.US_ASCII);
    private static final int BYTES = MAGIC.length + 2 * Hash.SIZE + Integer.BYTES;

    /** One of a process that never claimed before. */
    static Claim fresh(Hash gateway, int partitions) {
        byte[] drawn = new byte[Hash.SIZE];
        new SecureRandom().nextBytes(drawn);
        return new Claim(gateway, Hash.of(drawn), partitions);
    }

    byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .put(MAGIC)
                .put(gateway.toArray())
                .put(process.toArray())
                .putInt(partitions)
                .array();
    }

    /** Empty if the bytes are none. */
    static Optional<Claim> decode(byte[] bytes) {
        if (bytes.length != BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        int partitions = ByteBuffer.wrap(bytes).getInt(BYTES - Integer.BYTES);
        return partitions < 1 || partitions > Partition.MAX_COUNT
                ? Optional.empty()
                : Optional.of(
                        new Claim(Hash.at(bytes, MAGIC.length), Hash.at(bytes, MAGIC.length + Hash.SIZE), partitions));
    }
}
