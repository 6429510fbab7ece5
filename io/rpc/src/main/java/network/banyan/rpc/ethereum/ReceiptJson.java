// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Block;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.primitives.Address;
import network.banyan.primitives.RlpWriter;
import network.banyan.primitives.UInt256;
import network.banyan.rpc.protocol.Json;

/** Receipts and logs in the shape of execution-apis: what the chain keeps, and what follows from its place in a block. */
public final class ReceiptJson {
    private static final long GAS_PER_BLOB = 131_072;

    private ReceiptJson() {}

    static ArrayNode all(Block block, List<Receipt> receipts) {
        ArrayNode list = Json.array();
        int firstLog = 0;
        for (int i = 0; i < receipts.size(); i++) {
            list.add(receipt(block, receipts, i, firstLog));
            firstLog += receipts.get(i).logs().size();
        }
        return list;
    }

    /**
     * One receipt.
     *
     * @param receipts of the whole block
     */
    public static ObjectNode one(Block block, List<Receipt> receipts, int index) {
        return receipt(block, receipts, index, firstLog(receipts, index));
    }

    /** The block-wide index of a receipt's first log. */
    static int firstLog(List<Receipt> receipts, int index) {
        int firstLog = 0;
        for (Receipt earlier : receipts.subList(0, index)) {
            firstLog += earlier.logs().size();
        }
        return firstLog;
    }

    private static ObjectNode receipt(Block block, List<Receipt> receipts, int index, int firstLog) {
        Receipt receipt = receipts.get(index);
        Transaction transaction = block.transactions().get(index);
        TransactionBody body = transaction.body();
        Address from = transaction.sender().orElse(Address.ZERO);
        long gasBefore = index == 0 ? 0 : receipts.get(index - 1).cumulativeGasUsed();
        ObjectNode json = Json.object()
                .put("transactionHash", transaction.hash().toHex())
                .put("transactionIndex", Json.hex(index))
                .put("blockHash", block.hash().toHex())
                .put("blockNumber", Json.hex(block.number()))
                .put("from", from.toHex())
                .put("type", Json.hex(receipt.type()))
                .put("status", receipt.success() ? "0x1" : "0x0")
                .put("cumulativeGasUsed", Json.hex(receipt.cumulativeGasUsed()))
                .put("gasUsed", Json.hex(receipt.cumulativeGasUsed() - gasBefore))
                .put(
                        "effectiveGasPrice",
                        Prices.effective(body, block.header().baseFeePerGas()).toQuantity())
                .put("logsBloom", receipt.bloom().bytes().toHex());
        json.set("to", TransactionJson.to(body));
        json.set("contractAddress", body.to().isEmpty() ? Json.data(contract(from, body.nonce())) : Json.nothing());
        if (body instanceof TransactionBody.Blob blob) {
            json.put(
                            "blobGasUsed",
                            Json.hex(GAS_PER_BLOB * blob.blobVersionedHashes().size()))
                    .put(
                            "blobGasPrice",
                            Prices.blobBaseFee(block.header().excessBlobGas()).toQuantity());
        }
        ArrayNode logs = json.putArray("logs");
        for (int i = 0; i < receipt.logs().size(); i++) {
            logs.add(log(block, index, firstLog + i, receipt.logs().get(i)));
        }
        return json;
    }

    /** The address of a contract that a transaction creates (Yellow Paper, section 7). */
    private static Address contract(Address creator, long nonce) {
        byte[] named = new RlpWriter(32)
                .beginList()
                .write(creator)
                .write(new UInt256(0, 0, 0, nonce))
                .endList()
                .toArray();
        return Address.at(Keccak.hash(named).toArray(), 12);
    }

    /**
     * @param logIndex within the block
     */
    static ObjectNode log(Block block, int transactionIndex, int logIndex, Log log) {
        ObjectNode json = Json.object().put("address", log.address().toHex());
        ArrayNode topics = json.putArray("topics");
        log.topics().forEach(topic -> topics.add(topic.toHex()));
        return json.put("data", log.data().toHex())
                .put("blockNumber", Json.hex(block.number()))
                .put("blockHash", block.hash().toHex())
                .put("blockTimestamp", Json.hex(block.header().timestamp()))
                .put(
                        "transactionHash",
                        block.transactions().get(transactionIndex).hash().toHex())
                .put("transactionIndex", Json.hex(transactionIndex))
                .put("logIndex", Json.hex(logIndex))
                .put("removed", false);
    }
}
