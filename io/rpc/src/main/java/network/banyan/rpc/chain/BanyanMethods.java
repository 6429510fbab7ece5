// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import network.banyan.election.Committee;
import network.banyan.election.Member;
import network.banyan.evidence.Checkpoint;
import network.banyan.ledger.Block;
import network.banyan.ledger.BlockHeader;
import network.banyan.ledger.Certificate;
import network.banyan.ledger.Genesis;
import network.banyan.ledger.GenesisJson;
import network.banyan.ledger.Slot;
import network.banyan.primitives.Hex;
import network.banyan.primitives.Invariant;
import network.banyan.replica.ChainView;
import network.banyan.replica.EpochView;
import network.banyan.rpc.ethereum.SyncState;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.Value;

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
        methods.add("banyan_epoch", this::epoch);
        methods.add("banyan_beacon", this::beacon);
        methods.add("banyan_handover", this::handover);
        methods.add("banyan_checkpoint", this::checkpoint);
        methods.add("banyan_genesis", this::genesis);
    }

    private JsonNode status(JsonNode json) {
        Params.of(json, 0);
        Genesis genesis = chain.genesis();
        SyncState sync = SyncState.of(chain);
        Optional<BlockHeader> newest = chain.header(sync.height());
        Invariant.check(newest.isPresent(), "block %d is final and missing", sync.height());
        BlockHeader header = newest.get();
        return Json.object()
                .put("height", header.number())
                .put("hash", header.hash().toHex())
                .put("timestampMillis", Slot.timeMillis(header))
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

    /** A committee in the order of its seats: that of the epoch named, or of the block that comes next. */
    private JsonNode committee(JsonNode json) {
        return asked(json)
                .<JsonNode>map(epoch -> {
                    ArrayNode seats = Json.array();
                    writeSeats(epoch.committee(), seats);
                    return seats;
                })
                .orElseGet(Json::nothing);
    }

    private static void writeSeats(Committee committee, ArrayNode seats) {
        for (int seat = 0; seat < committee.size(); seat++) {
            Member member = committee.member(seat);
            seats.addObject()
                    .put("seat", seat)
                    .put("name", member.name())
                    .put("operator", member.operator().toHex())
                    .put("blsPublicKey", member.blsPublicKey().toHex())
                    .put("nodeKey", member.nodeKey().toHex());
        }
    }

    /** An epoch with its committee and how that serves; {@code null} for one that is not decided yet. */
    private JsonNode epoch(JsonNode json) {
        return asked(json).<JsonNode>map(this::write).orElseGet(Json::nothing);
    }

    /** Where an epoch from 1 on starts, as the text of a file of docs/spec/light-client.md; {@code null} if it has not. */
    private JsonNode checkpoint(JsonNode json) {
        long number = Params.of(json, 1).required(0).longQuantity();
        return chain.epoch(number)
                .filter(_ -> number > 0)
                .flatMap(epoch -> chain.block(epoch.first() - 1)
                        .map(block -> new Checkpoint(chain.genesis().chainId(), block.header(), epoch.committee())))
                .<JsonNode>map(checkpoint ->
                        TextNode.valueOf(new String(checkpoint.toJson().unsafeArray(), StandardCharsets.US_ASCII)))
                .orElseGet(Json::nothing);
    }

    private Optional<EpochView> asked(JsonNode json) {
        Value number = Params.of(json, 1).at(0);
        return chain.epoch(number.isAbsent() ? chain.epoch() : number.longQuantity());
    }

    private JsonNode write(EpochView epoch) {
        long height = chain.height();
        ObjectNode written =
                Json.object().put("epoch", epoch.committee().epoch()).put("firstBlock", epoch.first());
        if (epoch.last() == Long.MAX_VALUE) {
            written.putNull("lastBlock");
        } else {
            written.put("lastBlock", epoch.last());
        }
        written.put("blocks", Math.max(0, Math.min(height, epoch.last()) - epoch.first() + 1))
                .put("blockIntervalMillis", chain.genesis().parameters().blockIntervalMillis())
                .put("beacon", epoch.beacon().toHex())
                .put("committeeRoot", epoch.committee().root().toHex())
                .put("quorum", epoch.committee().quorum());
        ArrayNode seats = written.putArray("seats");
        writeSeats(epoch.committee(), seats);
        epoch.services().ifPresent(services -> {
            for (int seat = 0; seat < services.size(); seat++) {
                ((ObjectNode) seats.get(seat))
                        .put("produced", services.get(seat).produced())
                        .put("missedReveals", services.get(seat).missedReveals());
            }
        });
        return written;
    }

    /** The randomness after a block, and what its proposer added; {@code null} for a block that is not final. */
    private JsonNode beacon(JsonNode json) {
        Value number = Params.of(json, 1).at(0);
        return chain.block(number.isAbsent() ? chain.height() : number.longQuantity())
                .<JsonNode>map(block -> Json.object()
                        .put("block", block.number())
                        .put("epoch", block.slot().epoch())
                        .put("view", block.slot().view())
                        .put("randomness", block.header().mixHash().toHex())
                        .put("reveal", block.reveal().toHex()))
                .orElseGet(Json::nothing);
    }

    /**
     * How an epoch handed over, for a light client: the last header, its certificate and the next committee, each as bytes;
     * {@code null} for an epoch that is not over.
     */
    private JsonNode handover(JsonNode json) {
        long epoch = Params.of(json, 1).required(0).longQuantity();
        return chain.epoch(epoch + 1).flatMap(this::handover).orElseGet(Json::nothing);
    }

    private Optional<JsonNode> handover(EpochView next) {
        long last = next.first() - 1;
        Optional<Block> block = chain.block(last);
        return chain.certificate(last)
                .filter(certificate -> certificate.subject().height() == last)
                .flatMap(certificate -> block.map(its -> Json.object()
                        .put("epoch", next.committee().epoch() - 1)
                        .put("block", last)
                        .put("header", Hex.encode(its.header().encode()))
                        .put("certificate", Hex.encode(certificate.encode()))
                        .put("committee", Hex.encode(next.committee().encode()))));
    }

    /** The text of genesis.json, to start another node from. */
    private JsonNode genesis(JsonNode json) {
        Params.of(json, 0);
        return Json.text(GenesisJson.write(chain.genesis()));
    }
}
