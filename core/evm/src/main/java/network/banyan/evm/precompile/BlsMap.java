// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import network.banyan.crypto.BlsPoints;
import org.jspecify.annotations.Nullable;

/** 0x10 and 0x11: a point of the group from an element of its field (EIP-2537). */
final class BlsMap {
    private BlsMap() {}

    /** 0x10. */
    static final class ToG1 implements Precompile {
        @Override
        public long gas(byte[] input) {
            return 5_500;
        }

        @Override
        public byte @Nullable [] run(byte[] input) {
            byte[] u = elements(input, 1);
            return u == null ? null : BlsPoints.ofG1(BlstMaps.toG1(u));
        }
    }

    /** 0x11. */
    static final class ToG2 implements Precompile {
        @Override
        public long gas(byte[] input) {
            return 23_800;
        }

        @Override
        public byte @Nullable [] run(byte[] input) {
            byte[] u = elements(input, 2);
            return u == null ? null : BlsPoints.ofG2(BlstMaps.toG2(u));
        }
    }

    /** An input of as many elements of the base field, without their padding; null if it is anything else. */
    private static byte @Nullable [] elements(byte[] input, int count) {
        byte[] raw = new byte[count * BlstMaps.FIELD];
        boolean valid = input.length == count * BlsEncoding.FIELD;
        for (int i = 0; valid && i < count; i++) {
            valid = BlsEncoding.copyField(input, i * BlsEncoding.FIELD, raw, i * BlstMaps.FIELD);
        }
        return valid ? raw : null;
    }
}
