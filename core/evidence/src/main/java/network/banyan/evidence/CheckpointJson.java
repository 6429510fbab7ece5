// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import network.banyan.election.Committee;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;

/** The JSON form of a checkpoint: four fields in a fixed order, a line each, written as {@link BundleJson} writes. */
final class CheckpointJson {
    private CheckpointJson() {}

    static Bytes write(Checkpoint checkpoint) {
        return Bytes.wrap("""
                {
                  "format": "%s",
                  "chainId": %d,
                  "header": "%s",
                  "committee": "%s"
                }
                """.formatted(
                        Checkpoint.FORMAT,
                        checkpoint.chainId(),
                        Bytes.wrap(checkpoint.header().encode()).toHex(),
                        Bytes.wrap(checkpoint.committee().encode()).toHex())
                .getBytes(StandardCharsets.US_ASCII));
    }

    static Checkpoint parse(Bytes file) {
        JsonNode root = StrictJson.read(file);
        if (!StrictJson.text(root, "format").equals(Checkpoint.FORMAT)) {
            throw new EvidenceFormatException("this is no " + Checkpoint.FORMAT);
        }
        Checkpoint checkpoint;
        try {
            checkpoint = new Checkpoint(
                    StrictJson.number(root, "chainId"),
                    BlockHeader.decode(StrictJson.hex(root, "header").unsafeArray()),
                    Committee.decode(StrictJson.hex(root, "committee").unsafeArray()));
        } catch (RlpException malformed) {
            throw new EvidenceFormatException("no checkpoint: " + malformed.getMessage());
        }
        StrictJson.mustBe(write(checkpoint), file, "a checkpoint");
        return checkpoint;
    }
}
