// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.function.Function;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * The ABI as rule 50 wants it: one encoding of each value. Solidity's own decoder follows any offset and overlooks what
 * stands behind; here whatever does not encode to the very same bytes again is refused.
 */
final class Strict {
    private Strict() {}

    /**
     * @param most bytes of the largest encoding
     * @throws HubException if the bytes are anything but the one encoding of an allowed value
     */
    static <T> T decode(Bytes data, int most, Function<AbiReader, T> read, Function<T, Bytes> encode) {
        HubException.require(data.size() <= most, "%d bytes where at most %d may stand", data.size(), most);
        T value;
        try {
            value = read.apply(AbiReader.ofOutput(data));
        } catch (AbiException malformed) {
            throw new HubException("no such ABI value: " + malformed.getMessage());
        }
        HubException.require(encode.apply(value).equals(data), "not the one encoding of what it says");
        return value;
    }

    /** A {@code uint64}, its bits in a long. */
    static AbiValue uint64(long bits) {
        return AbiValue.of(new UInt256(0, 0, 0, bits));
    }

    static long uint64(AbiReader reader) {
        UInt256 value = reader.uint();
        if (value.bitLength() > Long.SIZE) {
            throw new AbiException("an ABI number over 64 bits");
        }
        return value.d();
    }
}
