// SPDX-License-Identifier: Apache-2.0
package network.banyan.p2p;

import io.netty.buffer.ByteBuf;

/**
 * Counts the TLS records in what came from the wire, without reading them (RFC 8446 section 5.1: type, version, length in
 * two bytes, then so many bytes). If the bytes are no TLS the count means nothing; the TLS layer will refuse them.
 */
final class TlsRecords {
    private static final int HEADER_SIZE = 5;

    /** Bytes of the current header that came so far. */
    private int headerSeen;

    private int length;
    /** Bytes of the current record's body still to come. */
    private int remaining;

    /** How many records end within these bytes. Leaves the buffer as it is. */
    int endingIn(ByteBuf bytes) {
        int ended = 0;
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (headerSeen < HEADER_SIZE) {
                length = (length << 8 | bytes.getUnsignedByte(at)) & 0xffff;
                at++;
                headerSeen++;
                remaining = length;
            } else {
                int taken = Math.min(remaining, bytes.writerIndex() - at);
                at += taken;
                remaining -= taken;
            }
            if (headerSeen == HEADER_SIZE && remaining == 0) {
                headerSeen = 0;
                ended++;
            }
        }
        return ended;
    }
}
