// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a request takes from its client's budget, in tokens: one for a look at what lies ready, more for what keeps a core
 * busy. A table of names and not a property of each method, so that the prices can be seen side by side.
 */
public final class MethodCosts {
    /** One run of a contract, or a proof. */
    static final int RUN = 5;

    /** Several runs, or a block's worth of them at the worst. */
    public static final int SEARCH = 20;

    /** A whole block run again and told of. */
    static final int REPLAY = 50;

    private static final int BYTES_PER_TOKEN = 64 << 10;

    private static final Map<String, Integer> COSTS = table();

    private MethodCosts() {}

    private static Map<String, Integer> table() {
        Map<String, Integer> costs = new TreeMap<>();
        for (String name : new String[] {
            "eth_call",
            "eth_getProof",
            "eth_feeHistory",
            "eth_getBlockReceipts",
            "eth_subscribe",
            "debug_getRawReceipts"
        }) {
            costs.put(name, RUN);
        }
        for (String name : new String[] {
            "eth_estimateGas",
            "eth_createAccessList",
            "eth_getLogs",
            "eth_getFilterLogs",
            "eth_simulateV1",
            "debug_traceCall",
            "banyan_anchorEvidence",
            "banyan_evidence",
            "ots_getBlockTransactions",
            "ots_getTransactionBySenderAndNonce",
            "ots_searchTransactionsAfter",
            "ots_searchTransactionsBefore",
            "txpool_content",
            "txpool_inspect"
        }) {
            costs.put(name, SEARCH);
        }
        for (String name : new String[] {
            "debug_traceTransaction",
            "debug_traceBlockByHash",
            "debug_traceBlockByNumber",
            "ots_getInternalOperations",
            "ots_getTransactionError",
            "ots_traceTransaction"
        }) {
            costs.put(name, REPLAY);
        }
        return Collections.unmodifiableMap(costs);
    }

    /** For one request, alone or in a batch. */
    static int of(String method) {
        return COSTS.getOrDefault(method, 1);
    }

    /** For a message's size alone, taken before it is parsed; none for messages as people send them. */
    static int ofBytes(int size) {
        return size / BYTES_PER_TOKEN;
    }

    /** The methods that take more than one token. */
    public static Map<String, Integer> dear() {
        return COSTS;
    }
}
