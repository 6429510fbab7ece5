// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import network.banyan.ledger.Block;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.ledger.Slot;
import network.banyan.ledger.Validator;
import network.banyan.primitives.Hex;
import network.banyan.primitives.Invariant;
import network.banyan.replica.ChainView;
import network.banyan.rpc.ethereum.SyncState;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcMethods;

/** The chain itself: its state, its genesis, and the proofs that its blocks are final. */
public final class BanyanMethods {
    private final ChainView chain;
    private final InstantSource clock;

    /**
     * @param clock the node's, so that a viewer can tell the age of a block whatever its own clock says
     */
    public BanyanMethods(ChainView chain, InstantSource clock) {
        this.chain = chain;
        this.clock = clock;
    }

    public void addTo(RpcMethods methods) {
        methods.add("banyan_status", this::status);
        methods.add("banyan_certificate", this::certificate);
        methods.add("banyan_committee", this::committee);
        methods.add("banyan_genesis", this::genesis);
    }

    private JsonNode status(JsonNode json) {
        Params.of(json, 0);
        Genesis genesis = chain.genesis();
        SyncState sync = SyncState.of(chain);
        Optional<Block> newest = chain.block(sync.height());
        Invariant.check(newest.isPresent(), "block %d is final and missing", sync.height());
        Block block = newest.get();
        return Json.object()
                .put("height", block.number())
                .put("hash", block.hash().toHex())
                .put("timestampMillis", Slot.timeMillis(block.header()))
                .put("peers", chain.peers())
                .put("syncing", sync.isBehind())
                .put("bestKnownHeight", sync.highest())
                .put("chainId", genesis.chainId())
                .put("genesisHash", chain.genesisHash().toHex())
                .put("name", genesis.name())
                .put("coin", genesis.coin())
                .put("pooled", chain.poolSize())
                .put("nowMillis", clock.millis());
    }

    /** The certificate that makes a block final, in parts and as bytes; {@code null} for a block that is not. */
    private JsonNode certificate(JsonNode json) {
        long number = Params.of(json, 1).required(0).longQuantity();
        return chain.certificate(number).map(BanyanMethods::write).orElseGet(Json::nothing);
    }

    private static JsonNode write(Certificate certificate) {
        ObjectNode written = Json.object()
                .put("type", certificate.subject().type().name())
                .put("epoch", certificate.subject().epoch())
                .put("view", certificate.subject().view())
                .put("height", certificate.subject().height())
                .put("block", certificate.subject().block().toHex());
        ArrayNode seats = written.putArray("seats");
        certificate.seats().stream().forEach(seats::add);
        return written.put("signature", certificate.signature().toHex())
                .put("encoded", Hex.encode(certificate.encode()));
    }

    /** The committee of genesis, in the order of its seats. */
    private JsonNode committee(JsonNode json) {
        Params.of(json, 0);
        ArrayNode seats = Json.array();
        List<Validator> members = chain.genesis().committee();
        for (int seat = 0; seat < members.size(); seat++) {
            Validator member = members.get(seat);
            seats.addObject()
                    .put("seat", seat)
                    .put("name", member.name())
                    .put("operator", member.operator().toHex())
                    .put("blsPublicKey", member.blsPublicKey().toHex())
                    .put("proofOfPossession", member.proofOfPossession().toHex())
                    .put("nodeKey", member.nodeKey().toHex());
        }
        return seats;
    }

    /** The text of genesis.json, to start another node from. */
    private JsonNode genesis(JsonNode json) {
        Params.of(json, 0);
        return Json.text(GenesisJson.write(chain.genesis()));
    }
}
