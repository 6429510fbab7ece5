// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import network.banyan.election.Committee;
import network.banyan.replica.ChainView;
import network.banyan.replica.EpochView;
import network.banyan.rpc.protocol.Json;
import network.banyan.rpc.protocol.Params;

/**
 * {@code banyan_node}: how the node itself is, for {@code banyan top} (docs/spec/rpc.md). It names no addresses: whoever may
 * ask a public node need not learn where its peers are.
 */
final class NodeReport {
    private final NodeConfig config;
    private final ChainView chain;
    private final Figures figures;
    private final Supplier<Vitals> vitals;
    private final Supplier<Footprint> footprint;
    private final RpcTally requests;
    private final long startedNanos = System.nanoTime();

    NodeReport(
            NodeConfig config,
            ChainView chain,
            Figures figures,
            Supplier<Vitals> vitals,
            Supplier<Footprint> footprint,
            RpcTally requests) {
        this.config = config;
        this.chain = chain;
        this.figures = figures;
        this.vitals = vitals;
        this.footprint = footprint;
        this.requests = requests;
    }

    JsonNode answer(JsonNode json) {
        Params.of(json, 0);
        Vitals seen = vitals.get();
        ObjectNode report = Json.object()
                .put("name", config.name())
                .put("version", Banyan.VERSION)
                .put("role", config.role().word())
                .put("uptimeMillis", (System.nanoTime() - startedNanos) / 1_000_000)
                .put("view", figures.snapshot().view());
        if (seen.seat().isPresent()) {
            report.put("seat", seen.seat().getAsInt());
        } else {
            report.putNull("seat");
        }
        certificate(report);
        report.putObject("pool")
                .put("ready", seen.pool().ready())
                .put("waiting", seen.pool().size() - seen.pool().ready())
                .put("bytes", seen.pool().bytes())
                .put("bytesMax", seen.pool().bytesMax());
        takes(report, footprint.get());
        report.putObject("network")
                .put("bytesIn", seen.network().bytesIn())
                .put("bytesOut", seen.network().bytesOut());
        report.putObject("rpc").put("answered", requests.answered()).put("failed", requests.failed());
        peers(report.putArray("peers"), seen);
        return report;
    }

    private void certificate(ObjectNode report) {
        chain.certificate(chain.height())
                .ifPresentOrElse(
                        found -> report.putObject("certificate")
                                .put("block", found.subject().height())
                                .put("view", found.subject().view())
                                .put("signers", found.seats().cardinality()),
                        () -> report.putNull("certificate"));
    }

    private static void takes(ObjectNode report, Footprint taken) {
        ObjectNode memory =
                report.putObject("memory").put("heapBytes", taken.heap()).put("heapBytesMax", taken.heapMax());
        if (taken.resident().isPresent()) {
            memory.put("residentBytes", taken.resident().getAsLong());
        } else {
            memory.putNull("residentBytes");
        }
        report.putObject("disk")
                .put("databaseBytes", taken.database())
                .put("freeBytes", taken.diskFree())
                .put("totalBytes", taken.diskTotal());
    }

    private void peers(ArrayNode peers, Vitals seen) {
        Optional<Committee> committee = chain.epoch(chain.epoch()).map(EpochView::committee);
        for (Vitals.Peer peer : seen.peers()) {
            ObjectNode written = peers.addObject().put("nodeKey", peer.nodeKey().toHex());
            OptionalInt seat =
                    committee.map(sitting -> sitting.seatOfNode(peer.nodeKey())).orElseGet(OptionalInt::empty);
            if (committee.isPresent() && seat.isPresent()) {
                written.put("name", committee.get().member(seat.getAsInt()).name());
            } else {
                written.putNull("name");
            }
            if (peer.height().isPresent()) {
                written.put("height", peer.height().getAsLong());
            } else {
                written.putNull("height");
            }
            written.put("dialled", peer.isDialled());
        }
    }
}
