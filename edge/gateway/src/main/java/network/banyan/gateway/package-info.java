// SPDX-License-Identifier: Apache-2.0
/**
 * The gateway: takes the signed records of many devices, keeps them durably before it acknowledges them, answers each with a
 * signed receipt, and anchors its log on the chain (docs/spec/gateway.md).
 *
 * <ol>
 *   <li>{@code mqtt} receives messages and says who sent them;
 *   <li>{@code ingest} verifies records side by side and puts them in order, commit by commit;
 *   <li>{@code log} makes a commit durable and proves what is in it;
 *   <li>{@code rules} say what else becomes of a record; {@code anchoring} brings the log's root to the chain;
 *   <li>{@code witness} shows each anchored root to others, and keeps their word;
 *   <li>{@code web} shows all of it to whoever checks.
 * </ol>
 */
@NullMarked
package network.banyan.gateway;

import org.jspecify.annotations.NullMarked;
