// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import network.banyan.rpc.protocol.RpcException;

/** The filters clients have installed: bounded in number for each client and in all, forgotten when nobody asks. */
final class Filters {
    private final QueryLimits.FilterLimits limits;
    private final LongSupplier nanos;
    private final Ids ids = new Ids();

    // In order of last use, so that the expired stand in front.
    private final Map<String, Installed> installed = new LinkedHashMap<>();

    Filters(QueryLimits.FilterLimits limits, LongSupplier nanos) {
        this.limits = limits;
        this.nanos = nanos;
    }

    /** What a filter looks for. */
    sealed interface Filter {
        /**
         * @param first block it looks at, if that is not yet past
         * @param last block it looks at
         */
        record Logs(LogFilter filter, long first, long last) implements Filter {}

        record Blocks() implements Filter {}

        record Pending() implements Filter {}
    }

    /** A filter and how far it has been read. */
    static final class Installed {
        private final Filter filter;
        private final String owner;
        private long position;
        private long lastUse;

        private Installed(Filter filter, String owner, long position, long lastUse) {
            this.filter = filter;
            this.owner = owner;
            this.position = position;
            this.lastUse = lastUse;
        }

        Filter filter() {
            return filter;
        }

        /** The first block, or pool number, not told yet. Guarded by this object. */
        long position() {
            return position;
        }

        void moveTo(long next) {
            position = next;
        }
    }

    /**
     * @throws RpcException if the client, or all clients together, have too many
     */
    synchronized String add(Filter filter, long position, String owner) {
        forgetExpired();
        long owned = installed.values().stream()
                .filter(other -> other.owner.equals(owner))
                .count();
        if (owned >= limits.perClient() || installed.size() >= limits.most()) {
            throw RpcException.limit("too many filters; uninstall some first");
        }
        String id = ids.next();
        installed.put(id, new Installed(filter, owner, position, nanos.getAsLong()));
        return id;
    }

    synchronized Optional<Installed> find(String id) {
        forgetExpired();
        Optional<Installed> found = Optional.ofNullable(installed.remove(id));
        found.ifPresent(filter -> {
            filter.lastUse = nanos.getAsLong();
            installed.put(id, filter);
        });
        return found;
    }

    synchronized boolean remove(String id) {
        forgetExpired();
        return installed.remove(id) != null;
    }

    private void forgetExpired() {
        long now = nanos.getAsLong();
        Iterator<Installed> oldest = installed.values().iterator();
        while (oldest.hasNext() && now - oldest.next().lastUse > limits.time().toNanos()) {
            oldest.remove();
        }
    }
}
