// SPDX-License-Identifier: Apache-2.0
/**
 * What a gateway says about records it took (docs/spec/gateway.md). Each record is a leaf of the gateway's one Merkle log;
 * a {@link network.banyan.evidence.log.Receipt} is the gateway's signed word that a record is in it, a
 * {@link network.banyan.evidence.log.LogCheckpoint} that signature without a leaf, and
 * {@link network.banyan.evidence.log.GatewayLogContract} fixes a log's root on the chain, each one proven to extend the one
 * before.
 */
@NullMarked
package network.banyan.evidence.log;

import org.jspecify.annotations.NullMarked;
