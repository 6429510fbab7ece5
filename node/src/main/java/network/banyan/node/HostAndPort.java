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
 * @param port 0 to 65535; 0 only where something listens, for any free one
 */
public record HostAndPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}\\]):(\\d{1,5})");

    /** Where somebody can be called: of a port from 1 on. Empty for any other text. */
    static Optional<HostAndPort> parse(String text) {
        return read(text).filter(its -> its.port() > 0);
    }

    /**
     * Where something is to listen.
     *
     * @param option that says so, for the message
     * @throws UserError for any other text
     */
    public static HostAndPort ofListener(String option, String text) {
        return read(text).orElseThrow(() -> new UserError("%s takes HOST:PORT, not \"%s\".".formatted(option, text)));
    }

    private static Optional<HostAndPort> read(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(parts.group(2));
        return port <= 65_535 ? Optional.of(new HostAndPort(parts.group(1), port)) : Optional.empty();
    }

    static HostAndPort of(InetSocketAddress address) {
        String bare = address.getHostString();
        return new HostAndPort(bare.contains(":") ? "[" + bare + "]" : bare, address.getPort());
    }

    /** To be looked up when it is called. */
    InetSocketAddress unresolved() {
        return InetSocketAddress.createUnresolved(bare(), port);
    }

    /** Looked up now; unresolved if nobody knows the name. */
    public InetSocketAddress resolved() {
        return new InetSocketAddress(bare(), port);
    }

    private String bare() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
