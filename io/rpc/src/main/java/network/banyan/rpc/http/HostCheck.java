// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.util.NetUtil;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which names a node may be called by. A web page can point a name of its own at 127.0.0.1 and so get past the browser's
 * same-origin rule (DNS rebinding); the name then still stands in the Host header. IP addresses cannot be rebound.
 */
final class HostCheck {
    private final boolean any;
    private final Set<String> names = new TreeSet<>(List.of("localhost"));

    HostCheck(List<String> names) {
        this.any = names.contains("*");
        names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * @param host the Host header's value, with or without port
     */
    boolean allows(String host) {
        if (any) {
            return true;
        }
        String name = withoutPort(host.strip()).toLowerCase(Locale.ROOT);
        return names.contains(name)
                || NetUtil.isValidIpV4Address(name)
                || (name.startsWith("[") && name.endsWith("]") && NetUtil.isValidIpV6Address(name));
    }

    private static String withoutPort(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end < 0 ? host : host.substring(0, end + 1);
        }
        int colon = host.indexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }
}
