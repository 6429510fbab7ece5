// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.devices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.banyan.evidence.BundleAssembler;
import network.banyan.evidence.EvidenceBundle.Handovers;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.replica.ChainView;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcException;
import network.banyan.rpc.protocol.RpcMethods;

/**
 * What a gateway asks to prove its records: {@code banyan_anchorEvidence}, {@code banyan_registration}, {@code
 * banyan_handovers}. The first two answer with deterministic CBOR in hex (docs/spec/evidence.md), which a gateway keeps as
 * it is.
 */
public final class AnchorMethods {
    private final ChainView chain;
    private final BundleAssembler bundles;

    public AnchorMethods(ChainView chain, BundleAssembler bundles) {
        this.chain = chain;
        this.bundles = bundles;
    }

    public void addTo(RpcMethods methods) {
        methods.add("banyan_anchorEvidence", this::anchorEvidence);
        methods.add("banyan_registration", this::registration);
        methods.add("banyan_handovers", this::handovers);
    }

    /** Of a transaction by its hash: {@code {block, evidence}}, or null while it is not final. */
    private JsonNode anchorEvidence(JsonNode json) {
        Hash transaction = Params.of(json, 1).required(0).hash();
        ChainView.Location place = chain.locate(transaction).orElse(null);
        if (place == null) {
            return Json.object().nullNode();
        }
        return switch (bundles.anchoring(place.block(), place.index())) {
            case BundleAssembler.LogAnswer.Found found ->
                Json.object()
                        .put("block", place.block())
                        .put("evidence", found.evidence().encode().toHex());
            case BundleAssembler.LogAnswer.Unavailable unavailable -> throw RpcException.refused(unavailable.reason());
        };
    }

    /** Of a device after a block, which a node tells as long as it keeps that block's state. */
    private JsonNode registration(JsonNode json) {
        Params params = Params.of(json, 2);
        Hash device = params.required(0).hash();
        long block = params.required(1).longQuantity();
        return bundles.registration(device, block)
                .map(registration -> Json.data(registration.encode()))
                .orElseThrow(() -> RpcException.refused(
                        "after block %d the registry has no device %s, or this node no longer keeps that state"
                                .formatted(block, device)));
    }

    /** From the committee of an epoch that a verifier trusts, 0 for genesis, to that of a later one. */
    private JsonNode handovers(JsonNode json) {
        Params params = Params.of(json, 2);
        long first = params.required(0).longQuantity();
        long epoch = params.required(1).longQuantity();
        if (epoch > chain.epoch()) {
            throw RpcException.refused("epoch %d has not begun".formatted(epoch));
        }
        return switch (bundles.committees(first, epoch)) {
            case BundleAssembler.HandoversAnswer.Found(Handovers handovers) -> {
                ObjectNode answer = Json.object().put("firstEpoch", handovers.firstEpoch());
                ArrayNode chained = answer.putArray("handovers");
                handovers.chain().stream().map(Bytes::toHex).forEach(chained::add);
                yield answer;
            }
            case BundleAssembler.HandoversAnswer.Unavailable unavailable ->
                throw RpcException.refused(unavailable.reason());
        };
    }
}
