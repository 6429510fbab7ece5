// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import network.banyan.ledger.Block;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainView;
import network.banyan.replica.ChainView.Location;
import network.banyan.rpc.ethereum.ChainReader;
import network.banyan.rpc.protocol.CallPool;
import network.banyan.rpc.protocol.RpcException;

/** Transactions of the chain, run again for a recorder each. */
final class Traces {
    private final ChainView chain;
    private final CallPool pool;

    Traces(ChainView chain, CallPool pool) {
        this.chain = chain;
        this.pool = pool;
    }

    /**
     * @throws RpcException if there is no such transaction, or the state before it is no longer kept
     */
    JsonNode transaction(Hash hash, Recorder.Maker maker) {
        Location place = chain.locate(hash).orElseThrow(() -> RpcException.refused("transaction not found"));
        Block block = chain.block(place.block()).orElseThrow(() -> RpcException.refused("transaction not found"));
        return pool.run(
                () -> record(block, maker, place.index(), place.index() + 1).getFirst());
    }

    /** All transactions of a block, on a thread that may be kept busy. */
    List<JsonNode> block(Block block, Recorder.Maker maker) {
        return record(block, maker, 0, block.transactions().size());
    }

    /** The block's transactions from one index to before another. */
    private List<JsonNode> record(Block block, Recorder.Maker maker, int from, int to) {
        var recording = new Recording(maker, block.header().beneficiary(), from);
        if (!chain.replay(block.number(), to, recording)) {
            throw ChainReader.pruned(block.number() - 1);
        }
        return recording.results();
    }
}
