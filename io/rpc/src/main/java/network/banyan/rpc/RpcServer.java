// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import network.banyan.replica.ChainView;
import network.banyan.rpc.chain.BanyanMethods;
import network.banyan.rpc.chain.ListMethods;
import network.banyan.rpc.ethereum.EthereumMethods;
import network.banyan.rpc.ethereum.QueryLimits;
import network.banyan.rpc.http.HttpServer;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.otterscan.OtterscanMethods;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Dispatcher;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.RpcObserver;
import network.banyan.rpc.trace.OtterscanTraces;
import network.banyan.rpc.trace.TraceMethods;

/** A node's interface to the world: JSON-RPC over HTTP and WebSocket, and web pages, on one port. */
public final class RpcServer implements AutoCloseable {
    private final HttpServer http;
    private final EthereumMethods ethereum;
    private final CallPool pool;

    private RpcServer(HttpServer http, EthereumMethods ethereum, CallPool pool) {
        this.http = http;
        this.ethereum = ethereum;
        this.pool = pool;
    }

    /**
     * What can be asked.
     *
     * @param more methods besides those of this module
     * @param choice of all methods those that are offered; they may be others under the same names
     */
    public record Offer(RpcMethods more, UnaryOperator<RpcMethods> choice) {}

    /**
     * Starts to listen, offering all methods.
     *
     * @param more methods besides {@code eth_}, {@code net_}, {@code web3_}, {@code txpool_}, {@code debug_}, {@code ots_}, {@code rpc_}
     *     and the {@code banyan_} methods of this module
     * @param pages what GET requests see
     * @param observer told of every request
     * @throws java.io.UncheckedIOException if the address cannot be listened on
     */
    public static RpcServer start(
            RpcSettings settings, ChainView chain, RpcMethods more, PageSource pages, RpcObserver observer) {
        return start(settings, chain, new Offer(more, UnaryOperator.identity()), pages, observer);
    }

    /**
     * Starts to listen, as {@link #start(RpcSettings, ChainView, RpcMethods, PageSource, RpcObserver)}.
     *
     * @throws java.io.UncheckedIOException if the address cannot be listened on
     */
    public static RpcServer start(
            RpcSettings settings, ChainView chain, Offer offer, PageSource pages, RpcObserver observer) {
        RpcLimits limits = settings.limits();
        QueryLimits queries = limits.queries();
        var pool = new CallPool(queries.callThreads(), queries.callsWaitingMax(), queries.callTime());
        var methods = new RpcMethods().addAll(offer.more());
        new BanyanMethods(chain, InstantSource.system()).addTo(methods);
        new ListMethods(chain, pool).addTo(methods);
        new TraceMethods(chain, pool, queries.callGasMax()).addTo(methods);
        new OtterscanTraces(chain, pool).addTo(methods);
        new OtterscanMethods(chain, pool).addTo(methods);
        EthereumMethods ethereum =
                EthereumMethods.addTo(methods, chain, settings.clientVersion(), pool, queries, System::nanoTime);
        var dispatcher = new Dispatcher(
                offer.choice().apply(methods),
                observer,
                limits.batchEntriesMax(),
                limits.batchTimeMax(),
                limits.responseBytesMax());
        try {
            HttpServer http = HttpServer.start(
                    settings.bind(), settings.access(), dispatcher, pages, limits.connections(), observer);
            return new RpcServer(http, ethereum, pool);
        } catch (RuntimeException cannotListen) {
            ethereum.close();
            pool.close();
            throw cannotListen;
        }
    }

    /** Where it listens, with the port it really got. */
    public InetSocketAddress address() {
        return http.address();
    }

    /** Ends every connection, and comes back when nothing here reads the chain any more. */
    @Override
    public void close() {
        // First the pool: requests in work wait for it.
        pool.close();
        http.close();
        ethereum.close();
    }
}
