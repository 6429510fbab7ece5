// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.key;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import network.banyan.device.DeviceException;

/**
 * Asks a PKCS#11 library which tokens are there. The JDK's own driver, which does everything else, takes a slot's number
 * and no label, and numbers of slots change when a token is plugged in elsewhere.
 *
 * <p>Source: PKCS#11 v2.40, section 5. The layout is that of 64-bit Unix.
 */
@SuppressWarnings("restricted")
final class Pkcs11Library {
    private static final int GET_SLOT_LIST = 4;
    private static final int GET_TOKEN_INFO = 6;
    private static final int CLOSE_ALL_SESSIONS = 14;
    private static final long OK = 0;
    private static final long ALREADY_INITIALIZED = 0x191;
    private static final long OS_LOCKING = 2;
    private static final int TOKEN_INFO_BYTES = 208;
    private static final long FLAGS_OFFSET = 96;
    private static final long INITIALIZED = 0x400;
    private static final long PIN_LOCKED = 0x40000;
    private static final int SLOTS_MAX = 1_024;
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG;

    private final MemorySegment functions;

    private Pkcs11Library(MemorySegment functions) {
        this.functions = functions;
    }

    /** A token that is there and was set up. */
    record Token(long slot, String label, String maker, String model, String serial, boolean locked) {
        /** For people. */
        String description() {
            return "\"%s\" (%s %s, serial number %s)".formatted(label, maker, model, serial);
        }
    }

    /**
     * Loads a library; it stays loaded as long as the process lives, as the JDK's driver wants it.
     *
     * @throws DeviceException if it cannot be loaded, or is no PKCS#11 library
     */
    static Pkcs11Library load(Path module) {
        if (!Files.isReadable(module)) {
            throw new DeviceException(
                    "there is no PKCS#11 library %s; install the one that comes with the token".formatted(module));
        }
        MemoryLayout theirs = Linker.nativeLinker().canonicalLayouts().get("long");
        if (theirs == null || theirs.byteSize() != NUMBER.byteSize()) {
            throw new DeviceException("PKCS#11 tokens can be used on 64-bit Unix only");
        }
        try (Arena arena = Arena.ofConfined()) {
            var entry = SymbolLookup.libraryLookup(module, Arena.global()).find("C_GetFunctionList");
            if (entry.isEmpty()) {
                throw new DeviceException(module + " is no PKCS#11 library: it has no C_GetFunctionList");
            }
            MemorySegment list = arena.allocate(ValueLayout.ADDRESS);
            must(call(entry.get(), list), "C_GetFunctionList");
            long room = ValueLayout.ADDRESS.byteSize() * (CLOSE_ALL_SESSIONS + 2);
            var library = new Pkcs11Library(list.get(ValueLayout.ADDRESS, 0).reinterpret(room));
            library.initialize(arena);
            return library;
        } catch (IllegalArgumentException notLoaded) {
            throw new DeviceException(
                    "%s cannot be loaded as a library: %s".formatted(module, notLoaded.getMessage()), notLoaded);
        }
    }

    /**
     * @throws DeviceException if the library fails
     */
    List<Token> tokens() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(NUMBER);
            must(call(function(GET_SLOT_LIST), (byte) 1, MemorySegment.NULL, count), "C_GetSlotList");
            long slots = Math.clamp(count.get(NUMBER, 0), 0, SLOTS_MAX);
            MemorySegment ids = arena.allocate(NUMBER, Math.max(1, slots));
            count.set(NUMBER, 0, slots);
            must(call(function(GET_SLOT_LIST), (byte) 1, ids, count), "C_GetSlotList");
            List<Token> found = new ArrayList<>();
            MemorySegment info = arena.allocate(TOKEN_INFO_BYTES, NUMBER.byteAlignment());
            for (long i = 0; i < Math.min(slots, count.get(NUMBER, 0)); i++) {
                long slot = ids.getAtIndex(NUMBER, i);
                boolean set = call(function(GET_TOKEN_INFO), slot, info) == OK
                        && (info.get(NUMBER, FLAGS_OFFSET) & INITIALIZED) != 0;
                if (set) {
                    boolean locked = (info.get(NUMBER, FLAGS_OFFSET) & PIN_LOCKED) != 0;
                    found.add(new Token(
                            slot,
                            text(info, 0, 32),
                            text(info, 32, 32),
                            text(info, 64, 16),
                            text(info, 80, 16),
                            locked));
                }
            }
            return found;
        }
    }

    /** Ends all sessions with a token, as pulling it does. */
    void closeAllSessions(long slot) {
        must(call(function(CLOSE_ALL_SESSIONS), slot), "C_CloseAllSessions");
    }

    private void initialize(Arena arena) {
        // Four callbacks that we leave to the library, the flag that says so, and a reserved word.
        MemorySegment arguments = arena.allocate(NUMBER, 6);
        arguments.setAtIndex(NUMBER, 4, OS_LOCKING);
        long result = call(function(0), arguments);
        if (result != ALREADY_INITIALIZED) {
            must(result, "C_Initialize");
        }
    }

    /** The version takes the place of the first pointer. */
    private MemorySegment function(int number) {
        return functions.getAtIndex(ValueLayout.ADDRESS, number + 1L);
    }

    private static long call(MemorySegment function, Object... arguments) {
        var layouts = new ValueLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] = switch (arguments[i]) {
                case MemorySegment _ -> ValueLayout.ADDRESS;
                case Byte _ -> ValueLayout.JAVA_BYTE;
                default -> NUMBER;
            };
        }
        var handle = Linker.nativeLinker().downcallHandle(function, FunctionDescriptor.of(NUMBER, layouts));
        try {
            return (long) handle.invokeWithArguments(arguments);
        } catch (Throwable impossible) {
            throw new IllegalStateException("a call into the PKCS#11 library failed", impossible);
        }
    }

    private static void must(long result, String call) {
        if (result != OK) {
            throw new DeviceException("the PKCS#11 library refuses %s with code 0x%x".formatted(call, result));
        }
    }

    private static String text(MemorySegment info, long offset, int size) {
        byte[] bytes = info.asSlice(offset, size).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8).strip().replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }
}
