// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.otterscan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.rpc.ethereum.BlockChoice;
import network.banyan.rpc.ethereum.BlockJson;
import network.banyan.rpc.ethereum.ChainReader;
import network.banyan.rpc.ethereum.Prices;
import network.banyan.rpc.ethereum.ReceiptJson;
import network.banyan.rpc.ethereum.TransactionJson;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.Value;

/** One block, and its transactions page by page. */
final class BlockPages {
    private static final int PAGE_MAX = 100;

    /** Hex digits of a selector, with the prefix. */
    private static final int SELECTOR_CHARACTERS = 10;

    private final ChainView chain;
    private final ChainReader reader;
    private final CallPool pool;

    BlockPages(ChainView chain, CallPool pool) {
        this.chain = chain;
        this.reader = new ChainReader(chain);
        this.pool = pool;
    }

    JsonNode detailsByNumber(JsonNode json) {
        return details(reader.find(BlockChoice.of(Params.of(json, 1).required(0))));
    }

    JsonNode detailsByHash(JsonNode json) {
        Hash hash = Params.of(json, 1).required(0).hash();
        return details(chain.block(hash));
    }

    private JsonNode details(Optional<Block> block) {
        return block.map(found -> pool.run(() -> details(found))).orElseGet(Json::nothing);
    }

    /** Without the transactions, whose number alone is told. No block issues coins: epochs do. */
    private JsonNode details(Block block) {
        ObjectNode header = summary(block);
        header.remove("transactions");
        ObjectNode details = Json.object();
        details.set("block", header);
        details.set(
                "issuance",
                Json.object()
                        .put("blockReward", "0x0")
                        .put("uncleReward", "0x0")
                        .put("issuance", "0x0"));
        return details.put("totalFees", fees(block).toQuantity());
    }

    private static ObjectNode summary(Block block) {
        ObjectNode json = BlockJson.block(block, false);
        return json.putNull("logsBloom")
                .put("transactionCount", block.transactions().size());
    }

    private UInt256 fees(Block block) {
        List<Receipt> receipts = reader.receipts(block);
        UInt256 fees = UInt256.ZERO;
        long gasBefore = 0;
        for (int i = 0; i < receipts.size(); i++) {
            long gas = receipts.get(i).cumulativeGasUsed() - gasBefore;
            gasBefore = receipts.get(i).cumulativeGasUsed();
            UInt256 price = Prices.effective(
                    block.transactions().get(i).body(), block.header().baseFeePerGas());
            fees = fees.plus(price.timesExact(gas));
        }
        return fees;
    }

    /** Page 0 holds the last ones; a page keeps the block's order. */
    JsonNode transactions(JsonNode json) {
        Params params = Params.of(json, 3);
        Value which = params.required(0);
        int page = params.required(1).number(0, Integer.MAX_VALUE);
        int size = params.required(2).number(1, PAGE_MAX);
        return reader.find(BlockChoice.of(which))
                .map(block -> pool.run(() -> transactions(block, page, size)))
                .orElseGet(Json::nothing);
    }

    private JsonNode transactions(Block block, int page, int size) {
        int count = block.transactions().size();
        int to = (int) Math.max(0, count - (long) page * size);
        int from = Math.max(0, to - size);
        List<Receipt> known = reader.receipts(block);
        ArrayNode transactions = Json.array();
        ArrayNode receipts = Json.array();
        for (int i = from; i < to; i++) {
            ObjectNode transaction = TransactionJson.placed(block, i);
            String input = transaction.get("input").textValue();
            transaction.put("input", input.substring(0, Math.min(input.length(), SELECTOR_CHARACTERS)));
            transactions.add(transaction);
            ObjectNode receipt = ReceiptJson.one(block, known, i);
            receipts.add(receipt.putNull("logs").putNull("logsBloom"));
        }
        ObjectNode answer = Json.object();
        answer.set("fullblock", summary(block).set("transactions", transactions));
        answer.set("receipts", receipts);
        return answer;
    }
}
