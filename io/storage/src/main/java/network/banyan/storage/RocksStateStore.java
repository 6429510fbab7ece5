// SPDX-License-Identifier: Apache-2.0
package network.banyan.storage;

import network.banyan.primitives.Bytes;
import network.banyan.state.StateStore;
import org.jspecify.annotations.Nullable;

/** The finalised state: a column family of its own. */
record RocksStateStore(Database database) implements StateStore {
    @Override
    public byte @Nullable [] get(byte[] key) {
        return database.get(Column.STATE, key);
    }

    @Override
    public void scan(byte[] prefix, byte[] from, Visitor visitor) {
        database.scan(Column.STATE, prefix, from, (key, value) -> visitor.visit(Bytes.wrap(key), Bytes.wrap(value)));
    }
}
