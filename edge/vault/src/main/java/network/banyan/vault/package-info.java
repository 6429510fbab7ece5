// SPDX-License-Identifier: Apache-2.0
/**
 * Data that belongs to its owner (docs/spec/vault.md).
 *
 * <ol>
 *   <li>A {@link network.banyan.vault.StreamKeys} is a tree of keys: one for each slot of time, a few for any range.
 *   <li>A {@link network.banyan.vault.Segment} holds a slot's records under its key, and is named by its own hash.
 *   <li>A {@link network.banyan.vault.Manifest} lists a stream's segments; the chain holds its root.
 *   <li>An {@link network.banyan.vault.Envelope} brings the keys of a range to a grantee.
 *   <li>{@code store} keeps bytes by name, on a disk or behind S3, and is believed in nothing.
 * </ol>
 */
@NullMarked
package network.banyan.vault;

import org.jspecify.annotations.NullMarked;
