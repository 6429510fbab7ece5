// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

/** The rule sets we speak, oldest first. Our own chains run {@link #OSAKA} from genesis. */
public enum Fork {
    CANCUN,
    PRAGUE,
    OSAKA;

    public boolean includes(Fork other) {
        return compareTo(other) >= 0;
    }
}
