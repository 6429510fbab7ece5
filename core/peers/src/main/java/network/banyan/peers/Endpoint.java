// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import java.util.Arrays;
import java.util.HexFormat;
import network.banyan.primitives.Bytes;

/**
 * Where a node listens.
 *
 * @param address 4 bytes of IPv4 or 16 of IPv6
 * @param port 1 to 65535
 */
public record Endpoint(Bytes address, int port) implements Comparable<Endpoint> {
    public static final int IPV4_SIZE = 4;
    public static final int IPV6_SIZE = 16;

    /** From where an address can be reached at all. */
    public enum Scope {
        /** This machine (RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
        LOOPBACK,
        /** One site (RFC 1918, RFC 6598, RFC 3927, RFC 4193). */
        PRIVATE,
        /** Everywhere. */
        PUBLIC,
        /** Nowhere: no host has such an address. */
        NOWHERE
    }

    /**
     * @throws IllegalArgumentException unless sizes and port are as said, and IPv4 is written as IPv4
     */
    public Endpoint {
        if (address.size() != IPV4_SIZE && address.size() != IPV6_SIZE) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + address.size());
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        if (isMapped(address)) {
            throw new IllegalArgumentException("an IPv4 address in IPv6 form: two names for one place");
        }
    }

    /** ::ffff:0:0/96, RFC 4291 section 2.5.5.2. */
    private static boolean isMapped(Bytes address) {
        if (address.size() != IPV6_SIZE) {
            return false;
        }
        byte[] mapped = new byte[12];
        Arrays.fill(mapped, 10, 12, (byte) -1);
        return address.slice(0, 12).equals(Bytes.wrap(mapped));
    }

    public Scope scope() {
        return scopeOf(address);
    }

    /** @param address 4 or 16 bytes */
    public static Scope scopeOf(Bytes address) {
        return address.size() == IPV4_SIZE ? scopeOfIpv4(address) : scopeOfIpv6(address);
    }

    private static Scope scopeOfIpv4(Bytes address) {
        int first = address.at(0) & 0xff;
        int second = address.at(1) & 0xff;
        if (first == 127) {
            return Scope.LOOPBACK;
        }
        if (first == 10
                || (first == 172 && second >> 4 == 1)
                || (first == 192 && second == 168)
                || (first == 169 && second == 254)
                || (first == 100 && second >> 6 == 1)) {
            return Scope.PRIVATE;
        }
        return first == 0 || first >= 224 ? Scope.NOWHERE : Scope.PUBLIC;
    }

    private static Scope scopeOfIpv6(Bytes address) {
        byte[] loopback = new byte[IPV6_SIZE];
        loopback[15] = 1;
        if (address.equals(Bytes.wrap(loopback))) {
            return Scope.LOOPBACK;
        }
        int first = address.at(0) & 0xff;
        if (first >> 1 == 0xfc >> 1 || (first == 0xfe && (address.at(1) & 0xc0) == 0x80)) {
            return Scope.PRIVATE;
        }
        // 2000::/3 is all that is given out (RFC 4291 section 2.4).
        return first >> 5 == 1 ? Scope.PUBLIC : Scope.NOWHERE;
    }

    /**
     * The part of the Internet that the address lies in: its /16, or its /32 of IPv6. Who wants addresses in many groups
     * must rent from many networks, and that costs more than many addresses in one. A machine or a site has no such parts;
     * there each endpoint counts for itself.
     */
    public Bytes group() {
        return switch (scope()) {
            case LOOPBACK, PRIVATE -> bytes();
            case PUBLIC, NOWHERE -> address.slice(0, address.size() == IPV4_SIZE ? 2 : 4);
        };
    }

    /** Address and port, one after the other. */
    public Bytes bytes() {
        byte[] bytes = Arrays.copyOf(address.unsafeArray(), address.size() + 2);
        bytes[address.size()] = (byte) (port >> 8);
        bytes[address.size() + 1] = (byte) port;
        return Bytes.wrap(bytes);
    }

    @Override
    public int compareTo(Endpoint other) {
        return bytes().compareTo(other.bytes());
    }

    /** {@code 192.0.2.1:30700} or {@code [2001:0db8:...]:30700}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (address.size() == IPV4_SIZE) {
            for (int i = 0; i < IPV4_SIZE; i++) {
                text.append(i == 0 ? "" : ".").append(address.at(i) & 0xff);
            }
        } else {
            text.append('[');
            for (int i = 0; i < IPV6_SIZE; i += 2) {
                text.append(i == 0 ? "" : ":")
                        .append(HexFormat.of().formatHex(address.slice(i, i + 2).toArray()));
            }
            text.append(']');
        }
        return text.append(':').append(port).toString();
    }
}
