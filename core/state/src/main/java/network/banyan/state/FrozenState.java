// SPDX-License-Identifier: Apache-2.0
package network.banyan.state;

/** A {@link StateStore} as it stood at one moment, whatever is written since. Holding it costs the disk what has changed. */
public interface FrozenState extends StateStore, AutoCloseable {
    /** Lets it go; later reads are a {@link StateException}. */
    @Override
    void close();
}
