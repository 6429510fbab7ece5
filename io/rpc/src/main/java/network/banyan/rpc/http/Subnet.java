// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Addresses that begin with the same bits.
 *
 * @param bits that must agree, from 0 to the address's own number
 */
record Subnet(InetAddress address, int bits) {
    /**
     * Reads {@code 10.0.0.7}, {@code 10.0.0.0/8} or {@code fd00::/8}. Names are not looked up.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static Subnet of(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        InetAddress address = literal(literal)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" is no address like 10.0.0.7 and no subnet like 10.0.0.0/8"));
        int all = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? all : number(text, text.substring(slash + 1));
        if (bits < 0 || bits > all) {
            throw new IllegalArgumentException("\"" + text + "\" has bits beyond " + all);
        }
        return new Subnet(address, bits);
    }

    private static int number(String whole, String text) {
        if (!text.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("\"" + whole + "\" ends with no number of bits");
        }
        return Integer.parseInt(text);
    }

    /** The address that is written out here; empty if none is. */
    static Optional<InetAddress> literal(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            // One of IPv4 in the clothes of IPv6 comes out as what it is.
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException wrongLength) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress other) {
        byte[] own = address.getAddress();
        byte[] asked = other.getAddress();
        int whole = bits / Byte.SIZE;
        if (own.length != asked.length || Arrays.mismatch(own, 0, whole, asked, 0, whole) >= 0) {
            return false;
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || (own[whole] ^ asked[whole]) >> (Byte.SIZE - rest) == 0;
    }
}
