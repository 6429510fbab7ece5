// SPDX-License-Identifier: Apache-2.0
package network.banyan.evidence.log;

import network.banyan.evidence.CborReader;
import network.banyan.evidence.CborWriter;
import network.banyan.evidence.DeviceRecord;
import network.banyan.evidence.EvidenceFormatException;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a gateway signs beside a root: whose log, how many leaves, when. It is the protected header of receipts and
 * checkpoints alike:
 *
 * <pre>{1: -7, 4: h'gateway id', 395: 1, -65539: size, -65540: time}</pre>
 *
 * <p>(alg ES256; kid; vds RFC9162_SHA256; two private labels.) The size is signed because a path alone leaves it open.
 *
 * @param gateway the gateway's id in the registry of devices
 * @param size leaves of the log, from 1
 * @param timeMillis milliseconds since 1970 by the gateway's clock, which nobody vouches for
 */
public record LogHeader(Hash gateway, long size, long timeMillis) {
    /** So that every language's JSON numbers carry it. */
    public static final long MAX_SIZE = DeviceRecord.MAX_SEQUENCE;

    private static final int ALGORITHM = 1;
    private static final int ES256 = -7;
    private static final int KEY_ID = 4;
    private static final int VERIFIABLE_DATA_STRUCTURE = 395;
    private static final int RFC9162_SHA256 = 1;
    private static final int SIZE = -65539;
    private static final int TIME = -65540;

    /**
     * @throws EvidenceFormatException if a number is outside its range
     */
    public LogHeader {
        require(size >= 1 && size <= MAX_SIZE, "a signed log has 1 to 2^53 - 1 leaves");
        require(
                timeMillis >= DeviceRecord.MIN_TIME_MILLIS && timeMillis <= DeviceRecord.MAX_TIME_MILLIS,
                "a log's time lies between the years 1978 and 9999");
    }

    Bytes encode() {
        return new CborWriter()
                .map(5)
                .integer(ALGORITHM)
                .integer(ES256)
                .integer(KEY_ID)
                .bytes(gateway.toArray())
                .integer(VERIFIABLE_DATA_STRUCTURE)
                .integer(RFC9162_SHA256)
                .integer(SIZE)
                .integer(size)
                .integer(TIME)
                .integer(timeMillis)
                .toBytes();
    }

    static LogHeader decode(Bytes encoded) {
        var in = new CborReader(encoded);
        require(in.map() == 5, "a log's protected header has 5 entries");
        expect(in, ALGORITHM, "alg");
        expect(in, ES256, "ES256");
        expect(in, KEY_ID, "kid");
        Hash gateway = hash(in.bytes());
        expect(in, VERIFIABLE_DATA_STRUCTURE, "vds");
        expect(in, RFC9162_SHA256, "RFC9162_SHA256");
        expect(in, SIZE, "size");
        long size = in.unsigned();
        expect(in, TIME, "time");
        long time = in.unsigned();
        in.end();
        return new LogHeader(gateway, size, time);
    }

    static void expect(CborReader in, long value, String what) {
        long found = in.integer();
        if (found != value) {
            throw EvidenceFormatException.of("expected %s (%d), found %d", what, value, found);
        }
    }

    static Hash hash(Bytes bytes) {
        require(bytes.size() == Hash.SIZE, "a hash has 32 bytes");
        return Hash.of(bytes.unsafeArray());
    }

    static void require(boolean holds, String message) {
        if (!holds) {
            throw new EvidenceFormatException(message);
        }
    }
}
