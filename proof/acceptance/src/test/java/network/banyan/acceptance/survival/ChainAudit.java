// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import network.banyan.sdk.JsonRpcClient.Call;

/** The chain as the first validator asked told it, against which every other answer, then and later, is held. */
final class ChainAudit {
    private static final int BATCH = 50;

    private final List<String> hashes = new ArrayList<>();
    private final Map<String, Long> blockOf = new HashMap<>();

    /** All blocks up to this one were compared. */
    long height() {
        return hashes.size() - 1L;
    }

    /** Asks a validator for a run of its blocks; it must tell what everybody told before. */
    void compare(NodeProcess node, long from, long to) {
        for (long first = from; first <= to; first += BATCH) {
            List<Call> calls = LongStream.rangeClosed(first, Math.min(to, first + BATCH - 1))
                    .mapToObj(number -> Call.of("eth_getBlockByNumber", "0x" + Long.toHexString(number), false))
                    .toList();
            List<JsonNode> blocks = node.client().batch(calls);
            for (int i = 0; i < blocks.size(); i++) {
                compare(node, first + i, blocks.get(i));
            }
        }
    }

    private void compare(NodeProcess node, long number, JsonNode block) {
        String hash = block.path("hash").asText();
        assertThat(hash).as("%s: block %d", node, number).isNotEmpty();
        if (number == hashes.size()) {
            assertThat(number == 0 ? hash : block.path("parentHash").asText())
                    .as("%s: block %d follows block %d", node, number, number - 1)
                    .isEqualTo(number == 0 ? hash : hashes.getLast());
            hashes.add(hash);
            block.path("transactions").forEach(each -> blockOf.put(each.asText(), number));
        } else {
            assertThat(hash).as("%s: block %d", node, number).isEqualTo(hashes.get((int) number));
        }
    }

    /** Compares what is new with all of them, up to the lowest of their heights. */
    void advance(List<NodeProcess> nodes) {
        long from = height() + 1;
        long to = nodes.stream()
                .mapToLong(node -> node.height().orElseThrow())
                .min()
                .orElseThrow();
        nodes.forEach(node -> compare(node, from, to));
    }

    /** Every receipt that was ever seen must still stand where it stood. */
    void check(Map<String, Transfers.Receipt> receipts) {
        receipts.forEach((transaction, receipt) -> {
            if (receipt.block() <= height()) {
                assertThat(blockOf).as("transaction %s", transaction).containsEntry(transaction, receipt.block());
                assertThat(receipt.blockHash())
                        .as("block of transaction %s", transaction)
                        .isEqualTo(hashes.get((int) receipt.block()));
            }
        });
    }
}
