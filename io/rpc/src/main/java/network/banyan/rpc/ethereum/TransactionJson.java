// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import network.banyan.crypto.Secp256k1;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.Block;
import network.banyan.ledger.Transaction;
import network.banyan.ledger.TransactionBody;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.rpc.protocol.Json;

/** Transactions in the shape of execution-apis, one set of fields for each type. */
public final class TransactionJson {
    private TransactionJson() {}

    /** A transaction with its place in a block. */
    public static ObjectNode placed(Block block, int index) {
        Transaction transaction = block.transactions().get(index);
        ObjectNode json = Json.object()
                .put("blockHash", block.hash().toHex())
                .put("blockNumber", Json.hex(block.number()))
                .put("blockTimestamp", Json.hex(block.header().timestamp()))
                .put("transactionIndex", Json.hex(index));
        return complete(
                json,
                transaction,
                Prices.effective(transaction.body(), block.header().baseFeePerGas()));
    }

    /** A transaction that waits: it has no place, and its price is the most it may become. */
    static ObjectNode pending(Transaction transaction) {
        ObjectNode json = Json.object()
                .putNull("blockHash")
                .putNull("blockNumber")
                .putNull("blockTimestamp")
                .putNull("transactionIndex");
        return complete(json, transaction, transaction.body().maxFeePerGas());
    }

    private static ObjectNode complete(ObjectNode json, Transaction transaction, UInt256 gasPrice) {
        TransactionBody body = transaction.body();
        json.put("hash", transaction.hash().toHex())
                .put("type", Json.hex(body.type()))
                .put("from", transaction.sender().orElse(Address.ZERO).toHex())
                .set("to", to(body));
        json.put("nonce", Json.hex(body.nonce()))
                .put("gas", Json.hex(body.gasLimit()))
                .put("gasPrice", gasPrice.toQuantity())
                .put("value", body.value().toQuantity())
                .put("input", body.data().toHex());
        body.chainId().ifPresent(id -> json.put("chainId", id.toQuantity()));
        addFieldsOfType(json, body);
        addSignature(json, body, transaction.signature());
        return json;
    }

    private static void addFieldsOfType(ObjectNode json, TransactionBody body) {
        if (body.type() >= TransactionBody.DYNAMIC_FEE) {
            json.put("maxFeePerGas", body.maxFeePerGas().toQuantity())
                    .put("maxPriorityFeePerGas", body.maxPriorityFeePerGas().toQuantity());
        }
        switch (body) {
            case TransactionBody.Legacy _ -> {}
            case TransactionBody.AccessList _, TransactionBody.DynamicFee _ ->
                json.set("accessList", accessList(body.accessList()));
            case TransactionBody.Blob blob -> {
                json.set("accessList", accessList(body.accessList()));
                json.put("maxFeePerBlobGas", blob.maxFeePerBlobGas().toQuantity())
                        .set("blobVersionedHashes", hashes(blob.blobVersionedHashes()));
            }
            case TransactionBody.SetCode setCode -> {
                json.set("accessList", accessList(body.accessList()));
                ArrayNode list = json.putArray("authorizationList");
                setCode.authorizations().forEach(authorization -> list.add(authorization(authorization)));
            }
        }
    }

    private static void addSignature(ObjectNode json, TransactionBody body, Secp256k1.Signature signature) {
        json.put("v", v(body, signature.yParity()).toQuantity())
                .put("r", signature.r().toQuantity())
                .put("s", signature.s().toQuantity());
        if (body.type() != TransactionBody.LEGACY) {
            json.put("yParity", Json.hex(signature.yParity()));
        }
    }

    /** 27 or 28; from EIP-155 on 35 + 2 x chain id + parity; the parity alone for typed transactions. */
    private static UInt256 v(TransactionBody body, int yParity) {
        UInt256 parity = UInt256.of(yParity);
        if (body.type() != TransactionBody.LEGACY) {
            return parity;
        }
        return body.chainId()
                .map(id -> id.plus(id).plus(UInt256.of(35)).plus(parity))
                .orElseGet(() -> UInt256.of(27).plus(parity));
    }

    static JsonNode to(TransactionBody body) {
        return body.to().map(Json::data).orElseGet(Json::nothing);
    }

    static ArrayNode accessList(List<AccessListEntry> entries) {
        ArrayNode list = Json.array();
        for (AccessListEntry entry : entries) {
            list.addObject().put("address", entry.address().toHex()).set("storageKeys", hashes(entry.slots()));
        }
        return list;
    }

    private static ArrayNode hashes(List<Hash> hashes) {
        ArrayNode list = Json.array();
        hashes.forEach(hash -> list.add(hash.toHex()));
        return list;
    }

    private static ObjectNode authorization(Authorization authorization) {
        return Json.object()
                .put("chainId", authorization.chainId().toQuantity())
                .put("address", authorization.address().toHex())
                .put("nonce", Json.hex(authorization.nonce()))
                .put("yParity", Json.hex(authorization.yParity()))
                .put("r", authorization.r().toQuantity())
                .put("s", authorization.s().toQuantity());
    }
}
