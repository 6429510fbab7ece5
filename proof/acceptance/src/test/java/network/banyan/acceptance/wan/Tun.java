// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.wan;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A network card without a wire: what its machine sends is read here, and what is written here its machine receives, IP packet by
 * IP packet (Linux, Documentation/networking/tuntap.rst). One thread reads and one writes.
 */
final class Tun implements AutoCloseable {
    private static final int MTU = 1_500;
    private static final int WAIT_MILLIS = 100;

    private static final int O_RDWR_NONBLOCK = 2 | 0x800;
    private static final int IFF_TUN_NO_PI = 0x1 | 0x1000;
    private static final long TUNSETIFF = 0x4004_54ca;
    private static final short POLLIN = 1;
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_FLAGS = 16;
    private static final int POLLFD_EVENTS = 4;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final MethodHandle OPEN =
            libc("open", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL = libc(
            "ioctl", FunctionDescriptor.of(INT, INT, LONG, ValueLayout.ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle POLL = libc("poll", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, LONG, INT));
    private static final MethodHandle READ = libc("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
    private static final MethodHandle WRITE =
            libc("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
    private static final MethodHandle CLOSE = libc("close", FunctionDescriptor.of(INT, INT));

    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(MTU);
    private final MemorySegment out = arena.allocate(MTU);
    private final MemorySegment ready = arena.allocate(8);
    private final int descriptor;

    private Tun(int descriptor) {
        this.descriptor = descriptor;
        ready.set(INT, 0, descriptor);
        ready.set(ValueLayout.JAVA_SHORT, POLLFD_EVENTS, POLLIN);
    }

    @SuppressWarnings("restricted") // that these are libc's own is what the names say
    private static MethodHandle libc(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /** Makes a card of this name, at most 15 letters long. */
    static Tun open(String name) {
        try (Arena call = Arena.ofConfined()) {
            int descriptor = (int) OPEN.invokeExact(call.allocateFrom("/dev/net/tun"), O_RDWR_NONBLOCK);
            MemorySegment request = call.allocate(IFREQ_BYTES);
            request.setString(0, name, StandardCharsets.US_ASCII);
            request.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS, (short) IFF_TUN_NO_PI);
            if (descriptor < 0 || (int) IOCTL.invokeExact(descriptor, TUNSETIFF, request) < 0) {
                throw new IllegalStateException("no tun device " + name + ": that takes root and /dev/net/tun");
            }
            return new Tun(descriptor);
        } catch (Throwable failed) {
            throw asUnchecked(failed);
        }
    }

    /** The next packet of its machine; empty if none comes for a while. */
    Optional<byte[]> read() {
        try {
            if ((int) POLL.invokeExact(ready, 1L, WAIT_MILLIS) <= 0) {
                return Optional.empty();
            }
            long bytes = (long) READ.invokeExact(descriptor, in, (long) MTU);
            return bytes <= 0
                    ? Optional.empty()
                    : Optional.of(in.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE));
        } catch (Throwable failed) {
            throw asUnchecked(failed);
        }
    }

    /** Gives its machine a packet; a card that is down or full loses it, as cards do. */
    void write(byte[] packet) {
        MemorySegment.copy(packet, 0, out, ValueLayout.JAVA_BYTE, 0, packet.length);
        try {
            long _ = (long) WRITE.invokeExact(descriptor, out, (long) packet.length);
        } catch (Throwable failed) {
            throw asUnchecked(failed);
        }
    }

    /** Only once nobody reads or writes any more. */
    @Override
    public void close() {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable failed) {
            throw asUnchecked(failed);
        }
        arena.close();
    }

    private static RuntimeException asUnchecked(Throwable failed) {
        return failed instanceof RuntimeException already ? already : new IllegalStateException(failed);
    }
}
