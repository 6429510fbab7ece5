// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.precompile;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import supranational.blst.P1;

/**
 * The maps from field elements to points that blst has in C and its Java binding leaves out: called in the library that
 * the binding has loaded. They follow RFC 9380, sections 6.6.3 and 8.8, and clear the cofactor.
 *
 * <p>Numbers and points cross as bytes, the most significant first; blst's own structures stay in arrays of limbs.
 */
final class BlstMaps {
    /** Bytes of an element of the base field. */
    static final int FIELD = 48;

    private static final int FIELD_LIMBS = 6;

    private static final MethodHandle READ_FIELD;
    private static final MethodHandle MAP_TO_G1;
    private static final MethodHandle MAP_TO_G2;
    private static final MethodHandle WRITE_G1;
    private static final MethodHandle WRITE_G2;

    static {
        // Any use of the binding makes it load the library, which only then can be searched.
        new P1();
        SymbolLookup library = SymbolLookup.loaderLookup();
        READ_FIELD = function(library, "blst_fp_from_bendian", 2);
        MAP_TO_G1 = function(library, "blst_map_to_g1", 3);
        MAP_TO_G2 = function(library, "blst_map_to_g2", 3);
        WRITE_G1 = function(library, "blst_p1_serialize", 2);
        WRITE_G2 = function(library, "blst_p2_serialize", 2);
    }

    private BlstMaps() {}

    /** A function of pointers only. It may see arrays where they are: none runs longer than a fraction of a millisecond. */
    @SuppressWarnings("restricted")
    private static MethodHandle function(SymbolLookup library, String name, int pointers) {
        MemorySegment symbol = library.find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("blst for this system does not export " + name
                        + ": run Banyan on Linux or macOS, or put another blst on java.library.path"));
        ValueLayout[] parameters = new ValueLayout[pointers];
        Arrays.fill(parameters, ValueLayout.ADDRESS);
        return Linker.nativeLinker()
                .downcallHandle(symbol, FunctionDescriptor.ofVoid(parameters), Linker.Option.critical(true));
    }

    /**
     * The point of G1 for an element of the base field.
     *
     * @param u 48 bytes, below the modulus
     * @return x and y, 48 bytes each; bit 6 of the first byte is set for infinity
     */
    static byte[] toG1(byte[] u) {
        byte[] point = new byte[2 * FIELD];
        map(MAP_TO_G1, WRITE_G1, u, point);
        return point;
    }

    /**
     * The point of G2 for an element {@code a + b i} of the quadratic extension.
     *
     * @param u a and b, 48 bytes each, below the modulus
     * @return for x and y the multiple of i, then the rest, 48 bytes each; bit 6 of the first byte is set for infinity
     */
    static byte[] toG2(byte[] u) {
        byte[] point = new byte[4 * FIELD];
        map(MAP_TO_G2, WRITE_G2, u, point);
        return point;
    }

    private static void map(MethodHandle map, MethodHandle write, byte[] u, byte[] point) {
        int elements = u.length / FIELD;
        MemorySegment limbs = MemorySegment.ofArray(new long[FIELD_LIMBS * elements]);
        // Jacobian: three coordinates.
        MemorySegment image = MemorySegment.ofArray(new long[3 * FIELD_LIMBS * elements]);
        MemorySegment bytes = MemorySegment.ofArray(u);
        try {
            for (int i = 0; i < elements; i++) {
                READ_FIELD.invokeExact(limbs.asSlice(8L * FIELD_LIMBS * i), bytes.asSlice((long) FIELD * i));
            }
            // The second operand is for hashing, which adds two images.
            map.invokeExact(image, limbs, MemorySegment.NULL);
            write.invokeExact(MemorySegment.ofArray(point), image);
        } catch (Throwable impossible) {
            throw new AssertionError("a C function threw", impossible);
        }
    }
}
