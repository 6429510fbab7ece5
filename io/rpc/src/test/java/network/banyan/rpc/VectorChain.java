// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.banyan.crypto.Keccak;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Bloom;
import network.banyan.ledger.Log;
import network.banyan.ledger.Receipt;
import network.banyan.ledger.Transaction;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.UInt256;

/**
 * The chain of ethereum/execution-apis. Its blocks from Prague on are read as they are. Older ones have headers our codec
 * does not know; they get headers of today with the same contents, and their true hashes are put back into the answers.
 */
final class VectorChain {
    static final long CHAIN_ID = 3_503_995_874_084_926L;
    static final long FIRST_PRAGUE_BLOCK = 45;

    final FakeChain chain = new FakeChain(CHAIN_ID);
    private final Map<String, String> trueHashes = new TreeMap<>();

    /**
     * @param receipts receipts in JSON that the vectors tell, by transaction hash
     */
    VectorChain(Path folder, Map<String, JsonNode> receipts) throws IOException {
        var in = new RlpReader(Files.readAllBytes(folder.resolve("chain.rlp")));
        while (in.hasMore()) {
            Block block = read(in.raw());
            List<Receipt> ofBlock = new ArrayList<>();
            long gas = 0;
            for (Transaction transaction : block.transactions()) {
                JsonNode told = receipts.get(transaction.hash().toHex());
                Receipt receipt = told == null ? unknown(transaction, gas) : receipt(told);
                if (told != null) {
                    makeRoomFor(ofBlock, told);
                }
                gas = receipt.cumulativeGasUsed();
                ofBlock.add(receipt);
            }
            chain.add(block, ofBlock);
        }
    }

    /** The answer, with the hashes that the vectors' blocks really have. */
    String withTrueHashes(String answer) {
        String text = answer;
        for (var entry : trueHashes.entrySet()) {
            text = text.replace(entry.getKey(), entry.getValue());
        }
        return text;
    }

    /** The request, with the hashes that the blocks have here. */
    String withStandIns(String request) {
        String text = request;
        for (var entry : trueHashes.entrySet()) {
            text = text.replace(entry.getValue(), entry.getKey());
        }
        return text;
    }

    private Block read(byte[] encoded) {
        var outer = new RlpReader(encoded);
        RlpReader fields = outer.list();
        byte[] rawHeader = fields.raw();
        RlpReader header = new RlpReader(rawHeader).list();
        List<byte[]> values = new ArrayList<>();
        while (header.hasMore()) {
            values.add(header.array());
        }
        long number = UInt256.ofBytes(values.get(8)).toLongExact();
        List<Transaction> transactions =
                fields.list(item -> Transaction.decode(item.nextIsList() ? item.raw() : item.array()));
        if (number >= FIRST_PRAGUE_BLOCK) {
            return new Block(BlockHeader.decode(rawHeader), transactions);
        }
        var block = new Block(modern(values), transactions);
        trueHashes.put(block.hash().toHex(), Keccak.hash(rawHeader).toHex());
        return block;
    }

    private static BlockHeader modern(List<byte[]> values) {
        return new BlockHeader(
                Hash.of(values.get(0)),
                Hash.of(values.get(1)),
                Address.of(values.get(2)),
                Hash.of(values.get(3)),
                Hash.of(values.get(4)),
                Hash.of(values.get(5)),
                new Bloom(Bytes.wrap(values.get(6))),
                UInt256.ofBytes(values.get(7)),
                number(values, 8),
                number(values, 9),
                number(values, 10),
                number(values, 11),
                Bytes.wrap(values.get(12)),
                Hash.of(values.get(13)),
                Bytes.wrap(values.get(14)),
                values.size() > 15 ? UInt256.ofBytes(values.get(15)) : UInt256.ZERO,
                Hash.ZERO,
                values.size() > 17 ? number(values, 17) : 0,
                values.size() > 18 ? number(values, 18) : 0,
                Hash.ZERO,
                Hash.ZERO);
    }

    private static long number(List<byte[]> values, int index) {
        return UInt256.ofBytes(values.get(index)).toLongExact();
    }

    private static Receipt unknown(Transaction transaction, long gasBefore) {
        return Receipt.of(transaction.type(), true, gasBefore + 21_000, List.of());
    }

    private static Receipt receipt(JsonNode told) {
        List<Log> logs = new ArrayList<>();
        for (JsonNode log : told.get("logs")) {
            List<Hash> topics = new ArrayList<>();
            log.get("topics").forEach(topic -> topics.add(Hash.fromHex(topic.asText())));
            logs.add(new Log(
                    Address.fromHex(log.get("address").asText()),
                    topics,
                    Bytes.fromHex(log.get("data").asText())));
        }
        return Receipt.of(
                Integer.decode(told.get("type").asText()),
                !told.path("status").asText().equals("0x0"),
                Long.decode(told.get("cumulativeGasUsed").asText()),
                logs);
    }

    /** Lets the receipt before end where this one begins: that block's earlier receipts nobody has told us. */
    private static void makeRoomFor(List<Receipt> ofBlock, JsonNode told) {
        if (ofBlock.isEmpty()) {
            return;
        }
        Receipt before = ofBlock.removeLast();
        long end = Long.decode(told.get("cumulativeGasUsed").asText())
                - Long.decode(told.get("gasUsed").asText());
        ofBlock.add(new Receipt(before.type(), before.success(), end, before.bloom(), before.logs()));
    }
}
