// SPDX-License-Identifier: Apache-2.0
/** RocksDB behind the replica's storage ports. */
@NullMarked
package network.banyan.storage;

import org.jspecify.annotations.NullMarked;
