// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who sent one message: what a method may know of it beyond its parameters. Used by the one thread that answers the
 * message, so it needs no locks.
 */
public final class Caller {
    private final String address;
    private final @Nullable Wire wire;
    private final List<Runnable> afterReply = new ArrayList<>();

    private Caller(String address, @Nullable Wire wire) {
        this.address = address;
        this.wire = wire;
    }

    /** Someone behind a request that is answered once, as over HTTP. */
    public static Caller oneShot(String address) {
        return new Caller(address, null);
    }

    /** Someone behind a connection that can also be told things later, as over WebSocket. */
    public static Caller connected(String address, Wire wire) {
        return new Caller(address, wire);
    }

    /** The network address, to count what one client holds. */
    public String address() {
        return address;
    }

    /** Where notifications can go; empty over plain HTTP. */
    public Optional<Wire> wire() {
        return Optional.ofNullable(wire);
    }

    /** Runs once the answer is on its way: a client must know its subscription before news of it arrives. */
    public void afterReply(Runnable action) {
        afterReply.add(action);
    }

    /** Called by the transport behind the answer. */
    public void replied() {
        afterReply.forEach(Runnable::run);
        afterReply.clear();
    }

    /** A standing connection; equal to every other that stands for the same. Any thread may call. */
    public interface Wire {
        /** Tells something unasked; a peer that reads too slowly is cut off instead of being waited for. */
        void tell(byte[] utf8);

        /** Runs when the connection ends, at once if it has ended already. */
        void onClose(Runnable action);
    }
}
