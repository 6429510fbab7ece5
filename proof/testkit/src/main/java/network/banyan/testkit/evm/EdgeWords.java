// SPDX-License-Identifier: Apache-2.0
package network.banyan.testkit.evm;

import java.util.Arrays;
import java.util.Random;
import network.banyan.primitives.UInt256;

/** Words where arithmetic goes wrong, if it does: near 0, near a power of two, near the greatest, of limbs all zero or all ones. */
public final class EdgeWords {
    private EdgeWords() {}

    public static UInt256 next(Random random) {
        byte[] word = new byte[32];
        switch (random.nextInt(6)) {
            case 0 -> word[31] = (byte) random.nextInt(4);
            case 1 -> {
                Arrays.fill(word, (byte) 0xff);
                word[31] = (byte) (0xff - random.nextInt(3));
            }
            case 2 -> {
                int bit = random.nextInt(256);
                word[31 - bit / 8] = (byte) (1 << bit % 8);
            }
            case 3 -> {
                int bit = random.nextInt(256);
                for (int i = 0; i < bit; i++) {
                    word[31 - i / 8] |= (byte) (1 << i % 8);
                }
            }
            case 4 -> {
                byte[] low = new byte[8 * (1 + random.nextInt(2))];
                random.nextBytes(low);
                System.arraycopy(low, 0, word, 32 - low.length, low.length);
            }
            default -> {
                random.nextBytes(word);
                int limb = random.nextInt(5);
                if (limb < 4) {
                    Arrays.fill(word, 8 * limb, 8 * limb + 8, (byte) (random.nextBoolean() ? 0 : 0xff));
                }
            }
        }
        return UInt256.at(word, 0);
    }
}
