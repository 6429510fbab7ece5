// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.log;

import network.banyan.gateway.TestDevice;

/** The contract on this machine's disk. What only a disk can do is in {@link RecordLogTest}. */
class DiskStoreTest extends CommitStoreContract {
    @Override
    protected RecordLog open(TestDevice key, long maxBytes) {
        return RecordLog.open(folder.resolve("disk"), key, CLOCK, new RecordLog.Limits(maxBytes, 1 << 20), Disk.REAL);
    }
}
