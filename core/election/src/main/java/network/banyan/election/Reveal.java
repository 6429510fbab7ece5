// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.nio.charset.StandardCharsets;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.BigEndian;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * What a proposer adds to the beacon: its BLS signature of the slot it proposes in. A key has one signature of a slot, so
 * that whoever proposes can only reveal it or not propose at all (RANDAO, as Ethereum's consensus layer has it).
 */
public final class Reveal {
    private static final byte[] DOMAIN = "BANYAN-REVEAL-V1".getBytes(StandardCharsets.US_ASCII);

    private Reveal() {}

    /** {@code BANYAN-REVEAL-V1} (16 bytes of ASCII), chain id, epoch and view (8 each). */
    public static byte[] message(long chainId, long epoch, long view) {
        byte[] message = new byte[DOMAIN.length + 24];
        System.arraycopy(DOMAIN, 0, message, 0, DOMAIN.length);
        BigEndian.putLong(message, DOMAIN.length, chainId);
        BigEndian.putLong(message, DOMAIN.length + 8, epoch);
        BigEndian.putLong(message, DOMAIN.length + 16, view);
        return message;
    }

    /** The beacon after a block: Keccak-256 of the beacon before it and its reveal. It is the block's {@code mixHash}. */
    public static Hash mix(Hash beacon, Bytes reveal) {
        byte[] input = new byte[Hash.SIZE + reveal.size()];
        beacon.writeTo(input, 0);
        System.arraycopy(reveal.unsafeArray(), 0, input, Hash.SIZE, reveal.size());
        return Keccak.hash(input);
    }
}
