// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.util.function.LongSupplier;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.RpcMethods;

/** All of Ethereum's methods over one chain, with the thread that tells subscribers what is new. */
public final class EthereumMethods implements AutoCloseable {
    private final News news;

    private EthereumMethods(News news) {
        this.news = news;
    }

    /**
     * Adds the methods to a registry; they work until this is closed.
     *
     * @param clientVersion what {@code web3_clientVersion} answers: {@code banyan/v0.1.0/linux/java25}
     * @param nanos a clock that only moves forward
     */
    public static EthereumMethods addTo(
            RpcMethods methods,
            ChainView chain,
            String clientVersion,
            CallPool pool,
            QueryLimits limits,
            LongSupplier nanos) {
        var recent = new RecentPool();
        var news = new News(chain, recent, limits.subscriptions());
        new NetworkMethods(chain, clientVersion).addTo(methods);
        new BlockMethods(chain, pool).addTo(methods);
        new TransactionMethods(chain).addTo(methods);
        new StateMethods(chain, pool).addTo(methods);
        new CallMethods(chain, pool, limits.callGasMax()).addTo(methods);
        new SimulateMethods(chain, pool, limits.callGasMax()).addTo(methods);
        new FeeMethods(chain, pool).addTo(methods);
        new FilterMethods(chain, pool, recent, limits, nanos).addTo(methods);
        new SubscriptionMethods(news).addTo(methods);
        new PoolMethods(chain).addTo(methods);
        return new EthereumMethods(news);
    }

    @Override
    public void close() {
        news.close();
    }
}
