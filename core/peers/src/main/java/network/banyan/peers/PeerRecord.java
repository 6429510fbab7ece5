// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.Ed25519;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/**
 * What a node says of itself: where it listens. Signed with its node key, so that anyone may pass it on and nobody may
 * change it, and bound to one network (docs/spec/network.md, rules 20 to 23).
 *
 * @param nodeKey 32 bytes, Ed25519
 * @param endpoints 1 to {@value #ENDPOINTS_MAX}, all different, the preferred one first
 * @param sequence of two records by one node the higher one counts
 * @param seconds when it was signed, since 1970
 * @param signature 64 bytes
 */
public record PeerRecord(Bytes nodeKey, List<Endpoint> endpoints, long sequence, long seconds, Bytes signature) {
    public static final int ENDPOINTS_MAX = 4;
    public static final int BYTES_MAX = 256;

    /** A node signs anew every day; what is older than this is of somebody who is gone. */
    public static final long AGE_SECONDS_MAX = 7 * 86_400;

    /** Clocks differ. */
    public static final long AHEAD_SECONDS_MAX = 600;

    private static final byte[] DOMAIN = "banyan-peer-record-1".getBytes(StandardCharsets.US_ASCII);

    public PeerRecord {
        endpoints = List.copyOf(endpoints);
        if (nodeKey.size() != Ed25519.PUBLIC_KEY_SIZE || signature.size() != Ed25519.SIGNATURE_SIZE) {
            throw new IllegalArgumentException(
                    "a key of %d bytes, a signature of %d".formatted(nodeKey.size(), signature.size()));
        }
        if (endpoints.isEmpty()
                || endpoints.size() > ENDPOINTS_MAX
                || endpoints.stream().distinct().count() != endpoints.size()) {
            throw new IllegalArgumentException("a node has 1 to %d endpoints, all different".formatted(ENDPOINTS_MAX));
        }
        if (sequence < 0 || seconds < 0) {
            throw new IllegalArgumentException("a negative sequence or time");
        }
    }

    /** @param network the label of {@code NetworkSettings}: the hash of genesis */
    public static PeerRecord sign(
            Ed25519.KeyPair key, Hash network, List<Endpoint> endpoints, long sequence, long seconds) {
        Bytes message = message(network, key.publicKey(), endpoints, sequence, seconds);
        return new PeerRecord(key.publicKey(), endpoints, sequence, seconds, key.sign(message));
    }

    public boolean isSignedFor(Hash network) {
        return Ed25519.verify(nodeKey, message(network, nodeKey, endpoints, sequence, seconds), signature);
    }

    /** Neither so old that the node has probably gone, nor from a future that no clock explains. */
    public boolean isCurrent(long nowSeconds) {
        return seconds <= nowSeconds + AHEAD_SECONDS_MAX && seconds >= nowSeconds - AGE_SECONDS_MAX;
    }

    /** Where it is looked for first. */
    public Endpoint endpoint() {
        return endpoints.getFirst();
    }

    /** [nodeKey, [[address, port], ...], sequence, seconds, signature] in RLP, at most {@value #BYTES_MAX} bytes. */
    public byte[] encode() {
        RlpWriter out = new RlpWriter(BYTES_MAX).beginList();
        writeFields(out, nodeKey, endpoints, sequence, seconds);
        return out.write(signature).endList().toArray();
    }

    /**
     * Reads a record without believing it: see {@link #isSignedFor}.
     *
     * @throws RlpException if the bytes are not exactly one record, in the one way to write it
     */
    public static PeerRecord decode(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw new RlpException("a peer record of " + bytes.length + " bytes");
        }
        RlpReader outer = new RlpReader(bytes);
        RlpReader in = outer.list();
        outer.end();
        Bytes nodeKey = in.bytes();
        RlpReader list = in.list();
        List<Endpoint> endpoints = new java.util.ArrayList<>();
        while (list.hasMore()) {
            if (endpoints.size() == ENDPOINTS_MAX) {
                throw new RlpException("over %d endpoints".formatted(ENDPOINTS_MAX));
            }
            endpoints.add(readEndpoint(list.list()));
        }
        long sequence = in.longNumber();
        long seconds = in.longNumber();
        Bytes signature = in.bytes();
        in.end();
        try {
            return new PeerRecord(nodeKey, endpoints, sequence, seconds, signature);
        } catch (IllegalArgumentException outOfRange) {
            throw new RlpException("no peer record: " + outOfRange.getMessage());
        }
    }

    private static Endpoint readEndpoint(RlpReader in) {
        Bytes address = in.bytes();
        long port = in.longNumber();
        in.end();
        try {
            return new Endpoint(address, (int) Math.min(port, Integer.MAX_VALUE));
        } catch (IllegalArgumentException outOfRange) {
            throw new RlpException("no endpoint: " + outOfRange.getMessage());
        }
    }

    /** As {@link #decode}, and signed; empty for anything else. For what we wrote ourselves. */
    public static Optional<PeerRecord> parse(String hex, Hash network) {
        try {
            return Optional.of(decode(Bytes.fromHex(hex).toArray())).filter(record -> record.isSignedFor(network));
        } catch (IllegalArgumentException | RlpException damaged) {
            return Optional.empty();
        }
    }

    private static Bytes message(Hash network, Bytes nodeKey, List<Endpoint> endpoints, long sequence, long seconds) {
        RlpWriter out = new RlpWriter(BYTES_MAX).beginList().write(DOMAIN).write(network);
        writeFields(out, nodeKey, endpoints, sequence, seconds);
        return Bytes.wrap(out.endList().toArray());
    }

    private static void writeFields(
            RlpWriter out, Bytes nodeKey, List<Endpoint> endpoints, long sequence, long seconds) {
        out.write(nodeKey).beginList();
        for (Endpoint endpoint : endpoints) {
            out.beginList()
                    .write(endpoint.address())
                    .write((long) endpoint.port())
                    .endList();
        }
        out.endList().write(sequence).write(seconds);
    }
}
