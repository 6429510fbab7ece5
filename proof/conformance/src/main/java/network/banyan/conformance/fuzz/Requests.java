// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import network.banyan.ledger.Authorization;
import network.banyan.ledger.TransactionBody.AccessListEntry;
import network.banyan.primitives.UInt256;

/** Parts of a transaction as JSON-RPC and state tests both write them. */
final class Requests {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Requests() {}

    static ArrayNode accessList(List<AccessListEntry> entries) {
        ArrayNode list = JSON.createArrayNode();
        for (AccessListEntry entry : entries) {
            ArrayNode slots =
                    list.addObject().put("address", entry.address().toHex()).putArray("storageKeys");
            entry.slots().forEach(slot -> slots.add(slot.toHex()));
        }
        return list;
    }

    static ObjectNode authorization(Authorization authorization) {
        return JSON.createObjectNode()
                .put("chainId", authorization.chainId().toQuantity())
                .put("address", authorization.address().toHex())
                .put("nonce", new UInt256(0, 0, 0, authorization.nonce()).toQuantity())
                .put("yParity", UInt256.of(authorization.yParity()).toQuantity())
                .put("r", authorization.r().toQuantity())
                .put("s", authorization.s().toQuantity());
    }
}
