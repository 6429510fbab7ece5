// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import network.banyan.election.Committee;
import network.banyan.ledger.BlockHeader;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.RlpException;

/** The JSON form of signed checkpoints: fields in a fixed order, a line each, written as {@link BundleJson} writes. */
final class CheckpointChainJson {
    private CheckpointChainJson() {}

    static Bytes write(CheckpointChain chain) {
        String steps = chain.steps().stream().map(CheckpointChainJson::step).collect(Collectors.joining(",\n"));
        return Bytes.wrap(
                """
                {
                  "format": "%s",
                  "chainId": %d,
                  "checkpoints": [
                %s
                  ]
                }
                """.formatted(CheckpointChain.FORMAT, chain.chainId(), steps).getBytes(StandardCharsets.US_ASCII));
    }

    private static String step(SignedCheckpoint step) {
        return """
                    {
                      "header": "%s",
                      "committee": "%s",
                      "candidates": "%s",
                      "signers": "%s",
                      "signature": "%s"
                    }""".formatted(
                        Bytes.wrap(step.checkpoint().header().encode()).toHex(),
                        Bytes.wrap(step.checkpoint().committee().encode()).toHex(),
                        Bytes.wrap(step.candidates().encode()).toHex(),
                        step.signers().toHex(),
                        step.signature().toHex())
                .indent(4)
                .stripTrailing();
    }

    static CheckpointChain parse(Bytes file) {
        JsonNode root = StrictJson.read(file);
        if (!StrictJson.text(root, "format").equals(CheckpointChain.FORMAT)) {
            throw new EvidenceFormatException("this is no " + CheckpointChain.FORMAT);
        }
        long chainId = StrictJson.number(root, "chainId");
        JsonNode list = StrictJson.field(root, "checkpoints");
        if (!list.isArray() || list.size() > CheckpointChain.MAX_STEPS) {
            throw new EvidenceFormatException(
                    "checkpoints must be a list of at most " + CheckpointChain.MAX_STEPS + " objects");
        }
        List<SignedCheckpoint> steps = new ArrayList<>();
        list.forEach(step -> steps.add(read(chainId, step)));
        var chain = new CheckpointChain(chainId, steps);
        StrictJson.mustBe(write(chain), file, "a file of checkpoints");
        return chain;
    }

    private static SignedCheckpoint read(long chainId, JsonNode step) {
        try {
            return new SignedCheckpoint(
                    new Checkpoint(
                            chainId,
                            BlockHeader.decode(StrictJson.hex(step, "header").unsafeArray()),
                            Committee.decode(StrictJson.hex(step, "committee").unsafeArray())),
                    Committee.decode(StrictJson.hex(step, "candidates").unsafeArray()),
                    StrictJson.hex(step, "signers"),
                    StrictJson.hex(step, "signature"));
        } catch (RlpException malformed) {
            throw new EvidenceFormatException("no checkpoint: " + malformed.getMessage());
        }
    }
}
