// SPDX-License-Identifier: Apache-2.0
/**
 * From a reading to a proof that anyone can check offline (docs/spec/evidence.md).
 *
 * <ol>
 *   <li>A device signs each {@link network.banyan.evidence.DeviceRecord}; each names the one before it
 *       ({@link network.banyan.evidence.RecordChain}).
 *   <li>It publishes them to a node, whose {@link network.banyan.evidence.RecordShelf} keeps them in a
 *       {@link network.banyan.evidence.RecordStore}.
 *   <li>Every few seconds it puts a {@link network.banyan.evidence.RecordBatch} under one Merkle root and anchors that with
 *       a transaction to the {@link network.banyan.evidence.AnchorContract}.
 *   <li>When the block is final, a {@link network.banyan.evidence.BundleAssembler} can make the record's
 *       {@link network.banyan.evidence.EvidenceBundle}: one file.
 *   <li>The {@link network.banyan.evidence.Verifier} checks the file with nothing but genesis.json and answers with a
 *       {@link network.banyan.evidence.Verdict}: every link, and why it holds or which one is broken.
 * </ol>
 *
 * <p>Committees change from epoch to epoch. A {@link network.banyan.evidence.LightClient} follows their
 * {@link network.banyan.evidence.Handover}s from genesis or from a {@link network.banyan.evidence.Checkpoint}; bundles of
 * later epochs carry them (docs/spec/light-client.md).
 *
 * <p>Every format here has exactly one byte form per content, so no bit of a record or of a bundle can change unseen.
 */
@NullMarked
package network.banyan.evidence;

import org.jspecify.annotations.NullMarked;
