// SPDX-License-Identifier: Apache-2.0
/**
 * Watching a chain of tier D (docs/spec/disputes.md): {@link network.banyan.bridge.watch.Watch} executes what its checkpoints
 * name and says what is false; {@link network.banyan.bridge.watch.Watcher} brings that to the root before it is paid.
 */
@NullMarked
package network.banyan.bridge.watch;

import org.jspecify.annotations.NullMarked;
