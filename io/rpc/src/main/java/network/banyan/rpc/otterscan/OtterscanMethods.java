// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.otterscan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import network.banyan.primitives.Address;
import network.banyan.replica.ChainView;
import network.banyan.rpc.ethereum.BlockChoice;
import network.banyan.rpc.ethereum.ChainReader;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.state.Account;

/** {@code ots_}: blocks, histories and contracts; what needs a transaction to run again is beside the tracers. */
public final class OtterscanMethods {
    /** The methods that Otterscan may count on; a page that wants more says so. */
    private static final int API_LEVEL = 8;

    private final ChainReader reader;
    private final BlockPages blocks;
    private final HistoryPages histories;

    public OtterscanMethods(ChainView chain, CallPool pool) {
        this.reader = new ChainReader(chain);
        this.blocks = new BlockPages(chain, pool);
        this.histories = new HistoryPages(chain, pool);
    }

    public void addTo(RpcMethods methods) {
        methods.add("ots_getApiLevel", _ -> IntNode.valueOf(API_LEVEL));
        methods.add("ots_hasCode", this::hasCode);
        methods.add("ots_getBlockDetails", blocks::detailsByNumber);
        methods.add("ots_getBlockDetailsByHash", blocks::detailsByHash);
        methods.add("ots_getBlockTransactions", blocks::transactions);
        methods.add("ots_searchTransactionsBefore", histories::before);
        methods.add("ots_searchTransactionsAfter", histories::after);
        methods.add("ots_getTransactionBySenderAndNonce", histories::bySenderAndNonce);
        methods.add("ots_getContractCreator", histories::creator);
    }

    private JsonNode hasCode(JsonNode json) {
        Params params = Params.of(json, 2);
        Address address = params.required(0).address();
        return Json.flag(reader.state(BlockChoice.of(params.at(1)))
                .account(address)
                .map(Account::hasCode)
                .orElse(false));
    }
}
