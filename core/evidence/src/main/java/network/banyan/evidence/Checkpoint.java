// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import network.banyan.election.Committee;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * A later place than genesis from which to follow a chain: the block an epoch starts from, and the committee it names. Two
 * people who want to know whether they mean the same chain compare {@link #block()}.
 *
 * <p>It has one JSON form, as a bundle has. Believing it is a decision of whoever uses it, and one for a short time only:
 * see {@link Trust}.
 *
 * @param header of the last block of the epoch before; it commits to the committee
 * @param committee of an epoch from 1 on
 */
public record Checkpoint(long chainId, BlockHeader header, Committee committee) {
    /** The first words of the file. */
    public static final String FORMAT = "banyan-checkpoint-1";

    /** 256 members with long names, in hex. */
    public static final int MAX_BYTES = 512 * 1024;

    public Checkpoint {
        EvidenceFormat.between(chainId, 1, 1L << 52, "chainId");
        EvidenceFormat.between(committee.epoch(), 1, EvidenceBundle.MAX_EPOCH, "the checkpoint's epoch");
        EvidenceFormat.between(header.timestamp(), 0, DeviceRecord.MAX_TIME_MILLIS / 1000, "the checkpoint's time");
        if (!header.parentBeaconBlockRoot().equals(committee.root())) {
            throw EvidenceFormatException.of(
                    "the checkpoint's block %d does not commit to its committee", header.number());
        }
    }

    /** The hash that says which checkpoint this is. */
    public Hash block() {
        return header.hash();
    }

    /** Since when the committee sits, to the second. */
    public long timeMillis() {
        return header.timestamp() * 1000;
    }

    /**
     * @throws EvidenceFormatException if the file is anything but one checkpoint in its one form
     */
    public static Checkpoint parse(Bytes file) {
        if (file.size() > MAX_BYTES) {
            throw EvidenceFormatException.of("a file of %d bytes; a checkpoint has at most %d", file.size(), MAX_BYTES);
        }
        return CheckpointJson.parse(file);
    }

    public Bytes toJson() {
        return CheckpointJson.write(this);
    }
}
