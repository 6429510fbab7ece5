// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import static network.banyan.evidence.ChangedBundle.with;

import java.util.Arrays;
import java.util.List;
import network.banyan.ledger.Block;
import network.banyan.ledger.VoteType;
import network.banyan.primitives.Bytes;

/** The honest runs of things that cases bend, and bundles of blocks that stand beside them. */
final class VerdictStories {
    final Story story = new Story(TestChain.withLogs(), 0, 0);
    final EvidenceBundle honest = story.bundle(3);
    final EvidenceBundle covered = new Story(TestChain.withLogs(), 0, 2).bundle(3);
    final EvidenceBundle logged = LoggedBundleTest.HONEST;
    final Story late = new Story(TestChain.withEpochs(4), 13, 0);
    final EvidenceBundle handed = late.bundle(3);

    /** The honest record with this block's first transaction as its anchor. */
    EvidenceBundle bundle(Block block) {
        return story.bundle(story.records.get(2), honest.inclusion(), block, 0, 0);
    }

    /** A record alone in a batch, in a block of its own. */
    EvidenceBundle anchored(DeviceRecord record) {
        var batch = RecordBatch.of(List.of(record));
        var event = new AnchorContract.Anchored(batch.batch(), story.device.key(), TestChain.OWNER);
        Block block = story.chain.append(List.of(TestChain.anchoring(0, event)), 0, 1, 2, 3);
        return story.bundle(record, batch.inclusion(record.sequence()), block, 0, 0);
    }

    /** The honest bundle with a certificate that these seats signed. */
    EvidenceBundle certified(VoteType type, long chainId, int... seats) {
        return with(honest)
                .certificate(Bytes.wrap(
                        story.chain.certify(story.block, type, chainId, seats).encode()));
    }

    static Bytes longer(Bytes bytes) {
        return Bytes.wrap(Arrays.copyOf(bytes.toArray(), bytes.size() + 1));
    }

    static Bytes shorter(Bytes bytes) {
        return Bytes.wrap(Arrays.copyOf(bytes.toArray(), bytes.size() - 1));
    }
}
