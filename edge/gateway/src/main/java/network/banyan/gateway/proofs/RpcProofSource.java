// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.proofs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import network.banyan.device.NodePort;
import network.banyan.evidence.AnchorEvidence;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.evidence.EvidenceBundle.Registration;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.JsonRpcClient;
import network.banyan.sdk.RpcFailure;

/** A node asked by JSON-RPC. An answer that cannot be read counts as the node being away. */
public final class RpcProofSource implements ProofSource {
    /** A node's code for: understood, but it is not here. */
    private static final int LACKS = -32_000;

    private final JsonRpcClient client;

    public RpcProofSource(JsonRpcClient client) {
        this.client = client;
    }

    @Override
    public Optional<Located> anchor(Hash transaction) {
        return ask(
                "banyan_anchorEvidence",
                answer -> answer.isNull()
                        ? Optional.empty()
                        : Optional.of(new Located(
                                answer.path("block").asLong(-1), AnchorEvidence.decode(hex(answer.path("evidence"))))),
                transaction.toHex());
    }

    @Override
    public Optional<Registration> registration(Hash device, long block) {
        try {
            return Optional.of(read(
                    "banyan_registration",
                    answer -> Registration.decode(hex(answer)),
                    device.toHex(),
                    "0x" + Long.toHexString(block)));
        } catch (RpcFailure.Refused refused) {
            if (refused.code() == LACKS) {
                return Optional.empty();
            }
            throw unavailable("banyan_registration", refused);
        }
    }

    @Override
    public Handovers handovers(long firstEpoch, long epoch) {
        return ask(
                "banyan_handovers",
                answer -> {
                    List<Bytes> chain = new ArrayList<>();
                    answer.path("handovers").forEach(handover -> chain.add(hex(handover)));
                    return new Handovers(answer.path("firstEpoch").asLong(-1), chain);
                },
                "0x" + Long.toHexString(firstEpoch),
                "0x" + Long.toHexString(epoch));
    }

    private <T> T ask(String method, Function<JsonNode, T> read, Object... parameters) {
        try {
            return read(method, read, parameters);
        } catch (RpcFailure.Refused refused) {
            throw unavailable(method, refused);
        }
    }

    private <T> T read(String method, Function<JsonNode, T> read, Object... parameters) {
        try {
            return read.apply(client.call(method, parameters));
        } catch (RpcFailure.Unreachable away) {
            throw new NodePort.Unavailable(String.valueOf(away.getMessage()), away);
        } catch (EvidenceFormatException | IllegalArgumentException unreadable) {
            throw new NodePort.Unavailable(
                    "%s: the answer cannot be read: %s".formatted(method, unreadable.getMessage()), unreadable);
        }
    }

    private static NodePort.Unavailable unavailable(String method, RpcFailure.Refused refused) {
        return new NodePort.Unavailable(method + ": " + refused.reason(), refused);
    }

    private static Bytes hex(JsonNode node) {
        return Bytes.fromHex(node.asText());
    }
}
