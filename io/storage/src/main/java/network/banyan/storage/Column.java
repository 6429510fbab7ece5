// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import java.nio.charset.StandardCharsets;

/** A column family: keys that live, and are compacted, together. */
enum Column {
    /** RocksDB wants one of this name; it holds what describes the database itself. */
    META("default"),
    /** The key space of {@code core/state}. */
    STATE("state"),
    /** Votes and what else a replica may not forget, by a running number. */
    LOG("log"),
    /** Blocks, receipts and certificates, by height. */
    CHAIN("chain"),
    /** Where a block, a transaction, an account's transactions stand. */
    INDEX("index"),
    /** Device records, and where they were anchored. */
    RECORDS("records");

    private final byte[] title;

    Column(String title) {
        this.title = title.getBytes(StandardCharsets.US_ASCII);
    }

    byte[] title() {
        return title.clone();
    }
}
