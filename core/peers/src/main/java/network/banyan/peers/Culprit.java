// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import java.util.Optional;
import network.banyan.primitives.Bytes;

/**
 * Whom points are counted against: a node by its key, or everyone in a subnet.
 *
 * @param id a key of 32 bytes, or the first 3 bytes of IPv4 addresses, or the first 6 of IPv6 ones
 */
public record Culprit(Bytes id) implements Comparable<Culprit> {
    private static final int KEY_SIZE = 32;
    private static final int IPV4_SIZE = 3;
    private static final int IPV6_SIZE = 6;

    /** What a culprit is. */
    public enum Kind {
        KEY,
        SUBNET
    }

    /**
     * @throws IllegalArgumentException for any other size
     */
    public Culprit {
        if (id.size() != KEY_SIZE && id.size() != IPV4_SIZE && id.size() != IPV6_SIZE) {
            throw new IllegalArgumentException("no key and no subnet has " + id.size() + " bytes");
        }
    }

    /** @param nodeKey 32 bytes */
    public static Culprit ofKey(Bytes nodeKey) {
        return new Culprit(nodeKey);
    }

    /**
     * The /24 or /48 around an address: what one customer usually has.
     *
     * @param address 4 or 16 bytes
     */
    public static Culprit ofSubnet(Bytes address) {
        return new Culprit(address.slice(0, address.size() == Endpoint.IPV4_SIZE ? IPV4_SIZE : IPV6_SIZE));
    }

    public Kind kind() {
        return id.size() == KEY_SIZE ? Kind.KEY : Kind.SUBNET;
    }

    /** As {@link #toString} writes it; empty for any other text. */
    public static Optional<Culprit> parse(String text) {
        try {
            return text.matches("(0x)?[0-9a-f]{6,64}")
                    ? Optional.of(new Culprit(Bytes.fromHex(text)))
                    : Optional.empty();
        } catch (IllegalArgumentException odd) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Culprit other) {
        return id.compareTo(other.id);
    }

    /** Hexadecimal. */
    @Override
    public String toString() {
        return id.toHex();
    }
}
