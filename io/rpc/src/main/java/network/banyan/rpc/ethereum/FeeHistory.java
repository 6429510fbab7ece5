// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.UInt256;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.Json;

/**
 * {@code eth_feeHistory}: base fees, how full blocks were, and which tips they took.
 *
 * @param percentiles of the gas of a block, ascending, 0 to 100; empty for no tips
 */
record FeeHistory(ChainView chain, List<Double> percentiles) {
    private static final int HEADERS_MAX = 1_024;

    /** Tips need every receipt of a block, which costs far more than its header. */
    private static final int BLOCKS_WITH_TIPS_MAX = 128;

    /** Nine blobs, the most an Osaka block may hold (EIP-7691). */
    private static final double BLOB_GAS_MAX = 9 * 131_072;

    static int blocksMax(boolean withTips) {
        return withTips ? BLOCKS_WITH_TIPS_MAX : HEADERS_MAX;
    }

    /**
     * @param newest number of the last block, which exists
     * @param count of blocks, all of which exist
     */
    JsonNode write(long newest, int count) {
        ObjectNode json = Json.object();
        json.put("oldestBlock", Json.hex(count == 0 ? 0 : newest - count + 1));
        ArrayNode baseFees = json.putArray("baseFeePerGas");
        ArrayNode usedRatios = json.putArray("gasUsedRatio");
        ArrayNode blobFees = json.putArray("baseFeePerBlobGas");
        ArrayNode blobRatios = json.putArray("blobGasUsedRatio");
        ArrayNode rewards = percentiles.isEmpty() ? Json.array() : json.putArray("reward");
        long excessBlobGas = 0;
        for (long number = newest - count + 1; number <= newest; number++) {
            long height = number;
            BlockHeader header = chain.header(number).orElseThrow(() -> ChainReader.pruned(height));
            baseFees.add(header.baseFeePerGas().toQuantity());
            usedRatios.add((double) header.gasUsed() / header.gasLimit());
            excessBlobGas = header.excessBlobGas();
            blobFees.add(Prices.blobBaseFee(excessBlobGas).toQuantity());
            blobRatios.add(header.blobGasUsed() / BLOB_GAS_MAX);
            if (!percentiles.isEmpty()) {
                rewards.add(rewards(chain.block(number).orElseThrow(() -> ChainReader.pruned(height))));
            }
        }
        if (count > 0) {
            baseFees.add(baseFeeAfter(newest).toQuantity());
            blobFees.add(Prices.blobBaseFee(excessBlobGas).toQuantity());
        }
        return json;
    }

    private UInt256 baseFeeAfter(long number) {
        return chain.header(number + 1).map(BlockHeader::baseFeePerGas).orElseGet(chain::nextBaseFee);
    }

    private record Paid(UInt256 tip, long gas) {}

    /** For each percentile of the block's gas, in order of tips, the tip that gas paid. */
    private ArrayNode rewards(Block block) {
        ArrayNode rewards = Json.array();
        if (block.transactions().isEmpty()) {
            percentiles.forEach(_ -> rewards.add("0x0"));
            return rewards;
        }
        List<Paid> paid = paid(block);
        int at = 0;
        long sum = paid.getFirst().gas();
        for (double percentile : percentiles) {
            double threshold = block.header().gasUsed() * percentile / 100;
            while (sum < threshold && at < paid.size() - 1) {
                at++;
                sum += paid.get(at).gas();
            }
            rewards.add(paid.get(at).tip().toQuantity());
        }
        return rewards;
    }

    private List<Paid> paid(Block block) {
        List<Receipt> receipts = new ChainReader(chain).receipts(block);
        UInt256 baseFee = block.header().baseFeePerGas();
        List<Paid> paid = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < receipts.size(); i++) {
            long cumulative = receipts.get(i).cumulativeGasUsed();
            paid.add(new Paid(Prices.tip(block.transactions().get(i).body(), baseFee), cumulative - before));
            before = cumulative;
        }
        paid.sort(Comparator.comparing(Paid::tip));
        return paid;
    }
}
