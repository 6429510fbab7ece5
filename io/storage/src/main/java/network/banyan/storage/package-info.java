// SPDX-License-Identifier: Apache-2.0
/**
 * RocksDB behind the storage ports: one database a node, in one folder, with one memory budget.
 *
 * <p>Durability is RocksDB's write-ahead log. What a replica must not forget, its votes and its finalised blocks, is synced
 * to disk before the call returns; a block with its receipts, indexes and state is one write batch over all column
 * families, so that a crash leaves all of it or none. On opening, a damaged log is refused, except for a torn last record,
 * which nobody was told to be safe.
 *
 * <p>Everything that goes wrong here is a {@link network.banyan.storage.StorageException}, whose message tells the
 * operator what to do.
 */
@NullMarked
package network.banyan.storage;

import org.jspecify.annotations.NullMarked;
