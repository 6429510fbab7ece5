// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Hash;
import network.banyan.rpc.protocol.Json;

/** Blocks in the shape of execution-apis at Prague level. */
public final class BlockJson {
    private BlockJson() {}

    /**
     * A block as {@code eth_getBlockByNumber} tells it.
     *
     * @param full whether transactions stand whole or as hashes
     */
    public static ObjectNode block(Block block, boolean full) {
        ObjectNode json = header(block.header(), block.hash());
        json.put("size", Json.hex(block.encode().length));
        ArrayNode transactions = json.putArray("transactions");
        for (int i = 0; i < block.transactions().size(); i++) {
            if (full) {
                transactions.add(TransactionJson.placed(block, i));
            } else {
                transactions.add(block.transactions().get(i).hash().toHex());
            }
        }
        json.putArray("uncles");
        json.putArray("withdrawals");
        return json;
    }

    /** What {@code newHeads} tells: the header alone. */
    static ObjectNode header(BlockHeader header, Hash hash) {
        return Json.object()
                .put("number", Json.hex(header.number()))
                .put("hash", hash.toHex())
                .put("parentHash", header.parentHash().toHex())
                .put("nonce", header.nonce().toHex())
                .put("mixHash", header.mixHash().toHex())
                .put("sha3Uncles", header.ommersHash().toHex())
                .put("logsBloom", header.bloom().bytes().toHex())
                .put("transactionsRoot", header.transactionsRoot().toHex())
                .put("stateRoot", header.stateRoot().toHex())
                .put("receiptsRoot", header.receiptsRoot().toHex())
                .put("miner", header.beneficiary().toHex())
                .put("difficulty", header.difficulty().toQuantity())
                .put("extraData", header.extraData().toHex())
                .put("gasLimit", Json.hex(header.gasLimit()))
                .put("gasUsed", Json.hex(header.gasUsed()))
                .put("timestamp", Json.hex(header.timestamp()))
                .put("baseFeePerGas", header.baseFeePerGas().toQuantity())
                .put("withdrawalsRoot", header.withdrawalsRoot().toHex())
                .put("blobGasUsed", Json.hex(header.blobGasUsed()))
                .put("excessBlobGas", Json.hex(header.excessBlobGas()))
                .put("parentBeaconBlockRoot", header.parentBeaconBlockRoot().toHex())
                .put("requestsHash", header.requestsHash().toHex());
    }
}
