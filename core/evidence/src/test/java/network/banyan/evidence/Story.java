// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.evidence.Devices.Device;
import network.banyan.ledger.Block;

/** A device publishes seven records and anchors them in a block among other transactions: the normal run of things. */
final class Story {
    final Device device = Device.number(1);
    final TestChain chain = new TestChain();
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
        var answer = new BundleAssembler(TestChain.CHAIN_ID, store, chain)
                .assemble(records.get((int) sequence - 1).id());
        return ((BundleAssembler.Answer.Proven) answer).bundle();
    }
}
