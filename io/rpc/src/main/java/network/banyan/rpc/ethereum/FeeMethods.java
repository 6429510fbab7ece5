// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;

/** What gas costs now and did cost. */
final class FeeMethods {
    private static final int PERCENTILES_MAX = 100;

    private final ChainView chain;
    private final ChainReader reader;
    private final CallPool pool;
    private final TipOracle tips;

    FeeMethods(ChainView chain, CallPool pool) {
        this.chain = chain;
        this.reader = new ChainReader(chain);
        this.pool = pool;
        this.tips = new TipOracle(chain);
    }

    void addTo(RpcMethods methods) {
        methods.add("eth_gasPrice", params -> {
            Params.of(params, 0);
            return Json.quantity(chain.nextBaseFee().plus(tips.suggestion()));
        });
        methods.add("eth_maxPriorityFeePerGas", params -> {
            Params.of(params, 0);
            return Json.quantity(tips.suggestion());
        });
        methods.add("eth_blobBaseFee", params -> {
            Params.of(params, 0);
            return Json.quantity(blobBaseFee());
        });
        methods.add("eth_feeHistory", this::feeHistory);
    }

    private UInt256 blobBaseFee() {
        return Prices.blobBaseFee(
                chain.header(chain.height()).map(BlockHeader::excessBlobGas).orElse(0L));
    }

    private JsonNode feeHistory(JsonNode json) {
        Params params = Params.of(json, 3);
        long count = params.required(0).longQuantity();
        long newest = reader.height(BlockChoice.of(params.required(1)));
        List<Double> percentiles =
                params.at(2).optional(FeeMethods::percentiles).orElse(List.of());
        int blocks = (int) Math.min(Math.min(count, newest + 1), FeeHistory.blocksMax(!percentiles.isEmpty()));
        return pool.run(() -> new FeeHistory(chain, percentiles).write(newest, blocks));
    }

    private static List<Double> percentiles(Value list) {
        List<Double> percentiles = new ArrayList<>();
        double last = 0;
        for (Value item : list.items(PERCENTILES_MAX)) {
            double value = item.node().asDouble(-1);
            if (!item.node().isNumber() || value < last || value > 100) {
                throw item.wrong("percentiles must be numbers from 0 to 100, ascending");
            }
            percentiles.add(value);
            last = value;
        }
        return percentiles;
    }
}
