// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.OrderedTrie;
import network.banyan.evidence.Devices.Device;
import network.banyan.evidence.EvidenceBundle.AnchorReceipt;
import network.banyan.evidence.EvidenceBundle.AnchorTransaction;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.EvidenceBundle.Inclusion;
import network.banyan.ledger.Block;
import network.banyan.ledger.Receipt;
import network.banyan.primitives.Bytes;

/** A device publishes seven records and anchors them in a block among other transactions: the normal run of things. */
final class Story {
    final Device device = Device.number(1);
    final TestChain chain;
    final MemoryRecordStore store = new MemoryRecordStore();
    final RecordShelf shelf =
            new RecordShelf(store, id -> id.equals(device.id()) ? Optional.of(device.key()) : Optional.empty(), 1_000);
    final List<DeviceRecord> records = device.chain(7);
    final AnchorContract.Anchored event =
            new AnchorContract.Anchored(RecordBatch.of(records).batch(), device.key(), TestChain.OWNER);
    final Block block;

    Story() {
        this(0);
    }

    /** @param descendants how many blocks later the certificate stands */
    Story(int descendants) {
        this(new TestChain(), 0, descendants);
    }

    /** @param before how many blocks the chain has when the readings are anchored */
    Story(TestChain chain, int before, int descendants) {
        this.chain = chain;
        for (int height = 1; height <= before; height++) {
            chain.append(List.of(), 0, 1, 3);
        }
        shelf.publish(records.stream().map(DeviceRecord::encoded).toList());
        List<TestChain.Executed> executed = new ArrayList<>();
        for (int nonce = 0; nonce < 5; nonce++) {
            executed.add(nonce == 2 ? TestChain.anchoring(nonce, event) : TestChain.payment(nonce));
        }
        block = descendants == 0 ? chain.append(executed, 0, 1, 3) : chain.append(executed);
        for (int i = 1; i <= descendants; i++) {
            if (i < descendants) {
                chain.append(List.of());
            } else {
                chain.append(List.of(TestChain.payment(9)), 0, 1, 3);
            }
        }
        shelf.finalized(block, chain.receipts(block.number()).orElseThrow());
    }

    EvidenceBundle bundle(long sequence) {
        return bundle(sequence, 0);
    }

    EvidenceBundle bundle(long sequence, long firstEpoch) {
        var answer = new BundleAssembler(chain.genesis, store, chain)
                .assemble(records.get((int) sequence - 1).id(), firstEpoch);
        return ((BundleAssembler.Answer.Proven) answer).bundle();
    }

    /** A record with a log of a block's transaction as its anchor, whatever they hold. */
    EvidenceBundle bundle(DeviceRecord record, Inclusion inclusion, Block block, int index, int logIndex) {
        List<byte[]> transactions = block.transactions().stream()
                .map(transaction -> transaction.encoded().toArray())
                .toList();
        List<byte[]> receipts = chain.receipts(block.number()).orElseThrow().stream()
                .map(Receipt::encode)
                .toList();
        return new AnchorEvidence(
                        TestChain.CHAIN_ID,
                        new AnchorTransaction(
                                index, Bytes.wrap(transactions.get(index)), OrderedTrie.proof(transactions, index)),
                        new AnchorReceipt(
                                logIndex, Bytes.wrap(receipts.get(index)), OrderedTrie.proof(receipts, index)),
                        List.of(Bytes.wrap(block.header().encode())),
                        Bytes.wrap(
                                chain.certificate(block.number()).orElseThrow().encode()))
                .bundle(record.encoded(), inclusion, Handovers.NONE);
    }
}
