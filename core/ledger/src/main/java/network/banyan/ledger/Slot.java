// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;

/**
 * What our headers keep in {@code extraData}: the one view a block may stand in, and its time below the second.
 *
 * @param epoch from 0
 * @param view from 1 within the epoch; genesis stands in view 0
 * @param millis 0 to 999, added to the header's timestamp
 */
public record Slot(long epoch, long view, int millis) {
    public static final int SIZE = 18;

    public Slot {
        if (epoch < 0 || view < 0 || millis < 0 || millis > 999) {
            throw new IllegalArgumentException(
                    "no such slot: epoch %d, view %d, millis %d".formatted(epoch, view, millis));
        }
    }

    public Bytes toExtraData() {
        byte[] data = new byte[SIZE];
        BigEndian.putLong(data, 0, epoch);
        BigEndian.putLong(data, 8, view);
        data[16] = (byte) (millis >>> 8);
        data[17] = (byte) millis;
        return Bytes.wrap(data);
    }

    /**
     * @throws RlpException if the field holds anything but a slot
     */
    public static Slot of(BlockHeader header) {
        byte[] data = header.extraData().unsafeArray();
        if (data.length != SIZE) {
            throw new RlpException("extraData of " + data.length + " bytes, expected " + SIZE);
        }
        try {
            return new Slot(
                    BigEndian.longAt(data, 0), BigEndian.longAt(data, 8), ((data[16] & 0xff) << 8) | (data[17] & 0xff));
        } catch (IllegalArgumentException outOfRange) {
            throw new RlpException("extraData holds no slot: " + outOfRange.getMessage());
        }
    }

    /** The block's time in milliseconds since 1970. */
    public static long timeMillis(BlockHeader header) {
        return Math.addExact(
                Math.multiplyExact(header.timestamp(), 1000), of(header).millis());
    }
}
