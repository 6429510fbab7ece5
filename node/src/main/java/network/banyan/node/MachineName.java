// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine is called, as a name that the registry takes. */
public final class MachineName {
    private static final int MAX_LENGTH = 48;

    private MachineName() {}

    /**
     * @param kind what it is here: {@code gateway} gives {@code gateway-<machine>}, and {@code gateway} if it has no name
     */
    public static String of(String kind) {
        String known = known();
        return known.isEmpty() ? kind : kind + "-" + known;
    }

    /** At most 48 of A-Z a-z 0-9 . and -; empty if the machine has no name. */
    public static String known() {
        try {
            String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
            return name.substring(0, Math.min(MAX_LENGTH, name.length()));
        } catch (UnknownHostException nameless) {
            return "";
        }
    }
}
