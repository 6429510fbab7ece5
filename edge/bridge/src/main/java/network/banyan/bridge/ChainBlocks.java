// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;

/** The blocks of a chain, as one of its nodes has them. Nothing of it is believed. */
public final class ChainBlocks {
    private final JsonRpcClient node;

    public ChainBlocks(JsonRpcClient node) {
        this.node = node;
    }

    /** Empty if the node does not have it, does not answer, or answers with something else. */
    public Optional<Block> block(long number) {
        try {
            String bytes = node.call("debug_getRawBlock", UInt256.of(number).toQuantity())
                    .asText();
            return Optional.of(Block.decode(Bytes.fromHex(bytes).toArray()));
        } catch (RpcFailure | RlpException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
