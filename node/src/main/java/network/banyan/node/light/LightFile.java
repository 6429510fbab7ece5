// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.light;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.evidence.Checkpoint;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.evidence.Trust;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.light.FalseAnswer;
import network.banyan.light.VerifiedChain;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.sdk.WholeFiles;

/**
 * What a light node knows over restarts, in one small file (docs/spec/light-node.md, rule 13): the checkpoint of the epoch
 * it is in, the newest header and its certificate. Read, all of it is verified again.
 */
final class LightFile {
    static final String NAME = "light.json";

    private static final String FORMAT = "banyan-light-1";
    private static final int BYTES_MAX = 2 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Path file;
    private final Genesis genesis;
    private final BlockHeader zero;

    LightFile(Path folder, Genesis genesis, BlockHeader zero) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
        this.genesis = genesis;
        this.zero = zero;
    }

    Path path() {
        return file;
    }

    /**
     * What was known; empty if there is no file.
     *
     * @throws UserError if it is damaged or of another chain
     * @throws Trust.Ended if it is too old to be gone on from
     */
    Optional<VerifiedChain> read(long periodMillis, long nowMillis) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw damaged("it is over 2 MiB");
            }
            JsonNode json = unsummed(JSON.readTree(Files.readAllBytes(file)));
            if (!FORMAT.equals(json.path("format").asText())) {
                throw damaged("it is not of the form " + FORMAT);
            }
            if (!Hash.fromHex(json.path("genesis").asText()).equals(zero.hash())) {
                throw damaged("it is of another chain than genesis.json");
            }
            return Optional.of(chain(json, periodMillis, nowMillis));
        } catch (JacksonException | IllegalArgumentException | RlpException | EvidenceFormatException malformed) {
            throw damaged(String.valueOf(malformed.getMessage()));
        } catch (FalseAnswer broken) {
            throw damaged(String.valueOf(broken.getMessage()));
        } catch (IOException unreadable) {
            throw new UserError("%s cannot be read: %s".formatted(file, UserError.why(unreadable)), unreadable);
        }
    }

    private VerifiedChain chain(JsonNode json, long periodMillis, long nowMillis) {
        VerifiedChain start = json.has("checkpoint")
                ? VerifiedChain.of(
                        genesis,
                        new Trust(
                                Checkpoint.parse(Bytes.wrap(
                                        json.path("checkpoint").asText().getBytes(StandardCharsets.US_ASCII))),
                                periodMillis,
                                nowMillis))
                : VerifiedChain.of(genesis, zero);
        if (!json.has("certificate")) {
            return start;
        }
        return start.advance(
                BlockHeader.decode(Bytes.fromHex(json.path("header").asText()).toArray()),
                Certificate.decode(
                        Bytes.fromHex(json.path("certificate").asText()).toArray()),
                List.of());
    }

    /** A checkpoint is believed because its owner trusts it, so nothing but this tells that a disk changed it. */
    private JsonNode unsummed(JsonNode summed) throws JacksonException {
        if (!(summed instanceof ObjectNode json)) {
            throw damaged("it is no JSON object");
        }
        JsonNode sum = json.remove("sum");
        if (sum == null || !sum.asText().equals(sum(json))) {
            throw damaged("its sum is not that of its content");
        }
        return json;
    }

    private static String sum(ObjectNode json) throws JacksonException {
        return Keccak.hash(JSON.writeValueAsBytes(json)).toHex();
    }

    private UserError damaged(String why) {
        return new UserError(
                "%s is no state of a light node of this chain: %s. Delete it to begin again from genesis, or from the checkpoint of your configuration."
                        .formatted(file, why));
    }

    /**
     * Replaces what is there by what is known now.
     *
     * @throws IOException if it cannot be written; what was there stays
     */
    void write(VerifiedChain chain) throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("genesis", zero.hash().toHex());
        chain.checkpoint()
                .ifPresent(checkpoint ->
                        json.put("checkpoint", new String(checkpoint.toJson().toArray(), StandardCharsets.US_ASCII)));
        // A header at the end of an epoch is in the checkpoint that follows from it, and judged by nobody later.
        chain.certificate()
                .filter(certificate ->
                        certificate.subject().epoch() == chain.committee().epoch())
                .ifPresent(certificate -> json.put(
                                "header",
                                Bytes.wrap(chain.newest().header().encode()).toHex())
                        .put("certificate", Bytes.wrap(certificate.encode()).toHex()));
        json.put("sum", sum(json));
        Files.createDirectories(folder);
        WholeFiles.replace(file, JSON.writeValueAsBytes(json));
    }
}
