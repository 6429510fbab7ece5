// SPDX-License-Identifier: Apache-2.0
package network.banyan.election;

import java.nio.charset.StandardCharsets;
import java.util.List;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpWriter;

/**
 * The commitment to a committee that headers carry in {@code parentBeaconBlockRoot}: whoever knows it can be handed the
 * members by anyone and check them.
 *
 * <p>Keccak-256 of the 19 ASCII bytes {@code BANYAN-COMMITTEE-V1} followed by the RLP of
 * {@code [epoch, [[name, operator, blsPublicKey, nodeKey], ...]]} in the order of seats. The epoch is part of it, for the
 * same members make another committee in another epoch. Proofs of possession are not: whoever signed the header has
 * checked them.
 */
public final class CommitteeRoot {
    private static final byte[] DOMAIN = "BANYAN-COMMITTEE-V1".getBytes(StandardCharsets.US_ASCII);

    private CommitteeRoot() {}

    /**
     * @param members in the order of their seats; nothing about them is checked, see {@link Committee#of}
     */
    public static Hash of(long epoch, List<Member> members) {
        byte[] encoded = encode(epoch, members);
        byte[] input = new byte[DOMAIN.length + encoded.length];
        System.arraycopy(DOMAIN, 0, input, 0, DOMAIN.length);
        System.arraycopy(encoded, 0, input, DOMAIN.length, encoded.length);
        return Keccak.hash(input);
    }

    static byte[] encode(long epoch, List<Member> members) {
        var out = new RlpWriter(64 + 160 * members.size())
                .beginList()
                .write(epoch)
                .beginList();
        members.forEach(member -> member.writeTo(out));
        return out.endList().endList().toArray();
    }
}
