// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import java.util.List;

/** The messages of hub/service/sidechain.proto by the names of their members in JSON; a test holds them to the file. */
enum Shape {
    DESCRIBE_REQUEST("DescribeRequest"),
    DESCRIBE_RESPONSE("DescribeResponse", "name", "chainId", "genesis", "keys", "head", "inboxCursor"),
    PROVE_REQUEST("ProveRequest", "rootChainId", "hubChains", "key", "account"),
    PROVE_RESPONSE("ProveResponse", "signature"),
    FOUND_REQUEST("FoundRequest", "rootChainId", "hubChains", "term", "committee"),
    FOUND_RESPONSE("FoundResponse"),
    MESSAGE(
            "Message",
            "from",
            "to",
            "nonce",
            "kind",
            "sender",
            "recipient",
            "asset",
            "amount",
            "gas",
            "deadline",
            "refund",
            "data"),
    DELIVER_REQUEST("DeliverRequest", "first", "messages", "time"),
    DELIVER_RESPONSE("DeliverResponse", "inboxCursor"),
    ORDER_REQUEST(
            "OrderRequest",
            "nonce",
            "sender",
            "to",
            "kind",
            "recipient",
            "asset",
            "amount",
            "gas",
            "deadline",
            "refund",
            "data",
            "signature"),
    ORDER_RESPONSE("OrderResponse", "tracking"),
    HOLDING_REQUEST("HoldingRequest", "asset", "account", "id"),
    HOLDING_RESPONSE("HoldingResponse", "amount", "holder", "nonce"),
    CHECKPOINT(
            "Checkpoint",
            "chainId",
            "sequence",
            "previous",
            "term",
            "firstBlock",
            "lastBlock",
            "blockHash",
            "preState",
            "postState",
            "inboxCursor",
            "inboxHash",
            "outboxRoot",
            "outboxCount",
            "totals",
            "exits",
            "data",
            "nextCommittee"),
    TOTAL("Total", "asset", "amount"),
    TOKEN("Token", "asset", "id"),
    EXIT("Exit", "asset", "root", "sum", "count"),
    LINE_REQUEST("LineRequest", "sequence"),
    LINE_RESPONSE("LineResponse", "checkpoint", "totals", "tokens", "exits", "outbox"),
    SIGN_REQUEST("SignRequest", "sequence", "digest"),
    SHARE("Share", "key", "signature"),
    SIGN_RESPONSE("SignResponse", "shares"),
    LEAF_REQUEST("LeafRequest", "sequence", "asset", "account", "id"),
    SIBLING("Sibling", "left", "hash", "sum"),
    LEAF_RESPONSE("LeafResponse", "amount", "index", "path");

    private final String message;
    private final List<String> members;

    Shape(String message, String... members) {
        this.message = message;
        this.members = List.of(members);
    }

    /** Its name in the file. */
    String message() {
        return message;
    }

    List<String> members() {
        return members;
    }
}
