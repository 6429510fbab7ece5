// SPDX-License-Identifier: Apache-2.0
package network.banyan.primitives;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian numbers in byte arrays, as every format of ours writes them. */
public final class BigEndian {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    public static long longAt(byte[] array, int offset) {
        return (long) LONG.get(array, offset);
    }

    public static void putLong(byte[] array, int offset, long value) {
        LONG.set(array, offset, value);
    }

    public static int intAt(byte[] array, int offset) {
        return (int) INT.get(array, offset);
    }

    public static void putInt(byte[] array, int offset, int value) {
        INT.set(array, offset, value);
    }
}
