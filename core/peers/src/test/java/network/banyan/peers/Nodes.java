// SPDX-License-Identifier: Apache-2.0
package network.banyan.peers;

import java.util.List;
import network.banyan.crypto.Ed25519;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** Made-up nodes. */
final class Nodes {
    static final Hash NETWORK = Hash.fromHex("0b".repeat(32));
    static final long NOW = 1_800_000_000L;

    private Nodes() {}

    static Ed25519.KeyPair key(int number) {
        return Ed25519.KeyPair.fromSeed(Hash.of(number(number)).toBytes());
    }

    /** Signed in truth. */
    static PeerRecord signed(int number, Endpoint... endpoints) {
        return PeerRecord.sign(key(number), NETWORK, List.of(endpoints), 1, NOW);
    }

    /** Not signed: for tests in which nobody looks, as signing is slow. */
    static PeerRecord unsigned(int number, Endpoint endpoint) {
        return unsigned(number, endpoint, 1);
    }

    static PeerRecord unsigned(int number, Endpoint endpoint, long sequence) {
        return new PeerRecord(keyOf(number), List.of(endpoint), sequence, NOW, Bytes.wrap(new byte[64]));
    }

    static Bytes keyOf(int number) {
        return Bytes.wrap(number(number));
    }

    private static byte[] number(int number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 4; i++) {
            bytes[i] = (byte) (number >> 8 * i);
        }
        return bytes;
    }

    /** In a /16 of its own for each group, from 20.0.0.0 on. */
    static Endpoint at(int group, int host) {
        return new Endpoint(
                Bytes.wrap(new byte[] {(byte) (20 + (group >> 8)), (byte) group, (byte) (host >> 8), (byte) host}),
                30_700);
    }

    static Bytes group(int group) {
        return at(group, 0).group();
    }
}
