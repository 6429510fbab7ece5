// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Who has the token and its PIN, and wants the private key itself. Speaks to the library without Java's driver between. */
@SuppressWarnings("restricted")
final class Thief implements AutoCloseable {
    static final long OK = 0;
    static final long ATTRIBUTE_READ_ONLY = 0x10;
    static final long ATTRIBUTE_SENSITIVE = 0x11;
    static final long KEY_UNEXTRACTABLE = 0x6a;

    private static final long ALREADY_LOGGED_IN = 0x100;
    private static final long VALUE = 0x11;
    private static final long CLASS = 0;
    private static final long PRIVATE_KEY = 3;
    private static final long SENSITIVE = 0x103;
    private static final long EXTRACTABLE = 0x162;
    private static final ValueLayout.OfLong NUMBER = ValueLayout.JAVA_LONG;

    private final Arena arena = Arena.ofConfined();
    private final SymbolLookup library = SymbolLookup.libraryLookup(SoftToken.LIBRARY, Arena.global());
    private final long session;
    private final List<Long> keys;

    /** Finds all private keys of a token. */
    Thief(long slot, String pin) {
        MemorySegment handle = arena.allocate(NUMBER);
        must(call("C_OpenSession", slot, 6L, MemorySegment.NULL, MemorySegment.NULL, handle));
        this.session = handle.get(NUMBER, 0);
        long login = call("C_Login", session, 1L, arena.allocateFrom(pin), (long) pin.length());
        assertThat(login).isIn(OK, ALREADY_LOGGED_IN);
        must(call("C_FindObjectsInit", session, template(CLASS, number(PRIVATE_KEY)), 1L));
        MemorySegment found = arena.allocate(NUMBER, 64);
        MemorySegment count = arena.allocate(NUMBER);
        must(call("C_FindObjects", session, found, 64L, count));
        must(call("C_FindObjectsFinal", session));
        this.keys = LongStream.range(0, count.get(NUMBER, 0))
                .mapToObj(i -> found.getAtIndex(NUMBER, i))
                .toList();
        assertThat(keys).isNotEmpty();
    }

    /** What the token says when it is asked for the scalars; one answer a key, as with the next ones. */
    List<Long> read() {
        return keys.stream()
                .map(key -> call("C_GetAttributeValue", session, key, template(VALUE, arena.allocate(64)), 1L))
                .toList();
    }

    List<Long> allowExtraction() {
        return set(EXTRACTABLE, true);
    }

    List<Long> makeReadable() {
        return set(SENSITIVE, false);
    }

    private List<Long> set(long attribute, boolean value) {
        return keys.stream()
                .map(key -> call("C_SetAttributeValue", session, key, template(attribute, flag(value)), 1L))
                .toList();
    }

    /** Has the keys encrypted by an AES key of one's own. */
    List<Long> wrap() {
        MemorySegment handle = arena.allocate(NUMBER);
        MemorySegment aes = template(0x161, number(32), 0x106, flag(true), EXTRACTABLE, flag(true));
        must(call("C_GenerateKey", session, mechanism(0x1080), aes, 3L, handle));
        long wrapping = handle.get(NUMBER, 0);
        MemorySegment out = arena.allocate(512);
        return keys.stream()
                .map(key -> call("C_WrapKey", session, mechanism(0x210a), wrapping, key, out, number(512)))
                .toList();
    }

    @Override
    public void close() {
        must(call("C_CloseSession", session));
        arena.close();
    }

    private long call(String function, Object... arguments) {
        var layouts = Arrays.stream(arguments)
                .map(each -> each instanceof MemorySegment ? ValueLayout.ADDRESS : NUMBER)
                .toArray(ValueLayout[]::new);
        var handle = Linker.nativeLinker()
                .downcallHandle(library.find(function).orElseThrow(), FunctionDescriptor.of(NUMBER, layouts));
        try {
            return (long) handle.invokeWithArguments(arguments);
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void must(long result) {
        assertThat(result).isEqualTo(OK);
    }

    /** CK_ATTRIBUTEs: type, pointer, length. */
    private MemorySegment template(Object... pairs) {
        MemorySegment all = arena.allocate(NUMBER, pairs.length / 2 * 3L);
        for (int i = 0; i < pairs.length / 2; i++) {
            MemorySegment value = (MemorySegment) pairs[2 * i + 1];
            all.setAtIndex(NUMBER, 3L * i, ((Number) pairs[2 * i]).longValue());
            all.setAtIndex(NUMBER, 3L * i + 1, value.address());
            all.setAtIndex(NUMBER, 3L * i + 2, value.byteSize());
        }
        return all;
    }

    private MemorySegment mechanism(long type) {
        MemorySegment mechanism = arena.allocate(NUMBER, 3);
        mechanism.setAtIndex(NUMBER, 0, type);
        return mechanism;
    }

    private MemorySegment number(long value) {
        return arena.allocateFrom(NUMBER, value);
    }

    private MemorySegment flag(boolean value) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) (value ? 1 : 0));
    }
}
