// SPDX-License-Identifier: Apache-2.0
package network.banyan.node;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code host:port} as people and delegates write it: a name, an IPv4 address, or an IPv6 address in brackets. Names have
 * letters, digits, dots and hyphens, and at most 253 characters (RFC 1035 section 2.3.4).
 *
 * @param port 1 to 65535
 */
record HostAndPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}\\]):(\\d{1,5})");

    /** Empty for any other text. */
    static Optional<HostAndPort> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(2));
        return port >= 1 && port <= 65_535 ? Optional.of(new HostAndPort(parts.group(1), port)) : Optional.empty();
    }

    /** To be looked up when it is called. */
    InetSocketAddress unresolved() {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return InetSocketAddress.createUnresolved(bare, port);
    }
}
