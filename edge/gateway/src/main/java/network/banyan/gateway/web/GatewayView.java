// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.web;

import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import network.banyan.gateway.Partition;
import network.banyan.gateway.anchoring.Anchors;
import network.banyan.gateway.ingest.Counts;
import network.banyan.gateway.ingest.Refusals;
import network.banyan.gateway.log.RecordLog;
import network.banyan.gateway.proofs.Proofs;
import network.banyan.gateway.rules.RuleRunner;
import network.banyan.gateway.twin.Twins;
import network.banyan.gateway.witness.CosignedHeads;
import network.banyan.gateway.witness.Witnessing;

/**
 * What the web side may look at.
 *
 * @param anchored records under a final anchor
 * @param connections devices connected now
 * @param problem what is in the way of the chain
 * @param partition its share of the devices; empty if it takes all
 * @param cosigned heads of the log with what witnesses put under them
 */
public record GatewayView(
        RecordLog log,
        Anchors anchors,
        Proofs proofs,
        Refusals refusals,
        Counts counts,
        Optional<RuleRunner> rules,
        Twins twins,
        LongSupplier anchored,
        IntSupplier connections,
        Supplier<Optional<String>> problem,
        Optional<Partition> partition,
        Witnessing witnessing,
        CosignedHeads cosigned) {}
