// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Invariant;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.state.StateView;

/** Finds in the chain what a request names, or says in go-ethereum's words that it is not there. */
public final class ChainReader {
    private final ChainView chain;

    public ChainReader(ChainView chain) {
        this.chain = chain;
    }

    public Optional<Block> find(BlockChoice choice) {
        return switch (choice) {
            case BlockChoice.Latest _ -> chain.block(chain.height());
            case BlockChoice.Numbered(long number) -> chain.block(number);
            case BlockChoice.Hashed(var hash) -> chain.block(hash);
        };
    }

    /** The number of a block that must exist. */
    public long height(BlockChoice choice) {
        long latest = chain.height();
        return switch (choice) {
            case BlockChoice.Latest _ -> latest;
            case BlockChoice.Numbered(long number) -> {
                if (number > latest) {
                    throw RpcException.refused("header not found");
                }
                yield number;
            }
            case BlockChoice.Hashed(var hash) ->
                chain.block(hash)
                        .map(Block::number)
                        .orElseThrow(() -> RpcException.refused("header for hash not found"));
        };
    }

    /** The state after a block that must exist. */
    public StateView state(BlockChoice choice) {
        long height = height(choice);
        return chain.state(height).orElseThrow(() -> pruned(height));
    }

    /** As many as the block has transactions. */
    public List<Receipt> receipts(Block block) {
        List<Receipt> receipts = chain.receipts(block.number()).orElse(List.of());
        Invariant.check(
                receipts.size() == block.transactions().size(),
                "block %d has %d transactions and %d receipts",
                block.number(),
                block.transactions().size(),
                receipts.size());
        return receipts;
    }

    /** What is answered where the state after a block is no longer kept. */
    public static RpcException pruned(long height) {
        return RpcException.refused("historical state of block " + height + " is not available");
    }
}
