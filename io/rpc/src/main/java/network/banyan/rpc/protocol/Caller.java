// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Who sent one message: what a method may know of it beyond its parameters. Used by the one thread that answers the
 * message, so it needs no locks.
 */
public final class Caller {
    private final String address;
    private final Allowance allowance;
    private final Optional<TraceParent> trace;
    private final @Nullable Wire wire;
    private final List<Runnable> afterReply = new ArrayList<>();
    private boolean paid;
    private Duration patience = Duration.ZERO;

    private Caller(String address, Allowance allowance, Optional<TraceParent> trace, @Nullable Wire wire) {
        this.address = address;
        this.allowance = allowance;
        this.trace = trace;
        this.wire = wire;
    }

    /** Someone behind a request that is answered once, as over HTTP. */
    public static Caller oneShot(String address, Allowance allowance) {
        return oneShot(address, allowance, Optional.empty());
    }

    /** As above, as a part of somebody's trace. */
    public static Caller oneShot(String address, Allowance allowance, Optional<TraceParent> trace) {
        return new Caller(address, allowance, trace, null);
    }

    /** Someone behind a connection that can also be told things later, as over WebSocket. */
    public static Caller connected(String address, Allowance allowance, Wire wire) {
        return new Caller(address, allowance, Optional.empty(), wire);
    }

    /** The network address, to count what one client holds. */
    public String address() {
        return address;
    }

    /** The trace that it asks to be part of. */
    Optional<TraceParent> trace() {
        return trace;
    }

    /**
     * Takes tokens for a request from what the client may still ask for.
     *
     * @return the error to answer if there are too few
     */
    Optional<RpcException> pay(int tokens) {
        Optional<RpcException> refused = take(tokens);
        paid |= refused.isEmpty();
        return refused;
    }

    /** As {@link #pay}, for a message that nobody has read yet. */
    Optional<RpcException> payForSize(int tokens) {
        return tokens == 0 ? Optional.empty() : take(tokens);
    }

    private Optional<RpcException> take(int tokens) {
        Duration wait = allowance.take(tokens);
        if (wait.isZero()) {
            return Optional.empty();
        }
        patience = wait;
        return Optional.of(RpcException.limit(
                "limit exceeded: this client has used up its budget; try again in %d s".formatted(seconds(wait))));
    }

    /** In whole seconds, when to ask again; empty unless all of the message was refused for want of tokens. */
    public OptionalLong retryAfter() {
        return paid || patience.isZero() ? OptionalLong.empty() : OptionalLong.of(seconds(patience));
    }

    private static long seconds(Duration wait) {
        return wait.plusNanos(999_999_999).toSeconds();
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
