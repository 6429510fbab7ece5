// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import network.banyan.crypto.Bls;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/**
 * What a key signs to make an account a chain's member: the proof of possession of rule 3. It names everything, so that a
 * copied proof is worth nothing.
 *
 * @param account who answers for the key, and sends the bond
 */
public record MemberStatement(HubDomain domain, long chainId, Address account, Bls.PublicKey key) {
    private static final byte[] NAME = "BANYAN-HUB-MEMBER-V1".getBytes(StandardCharsets.US_ASCII);

    /**
     * @throws HubException if the id is no chain's
     */
    public MemberStatement {
        ChainIds.requireChain(chainId);
    }

    /** The 124 bytes that are signed. */
    public Bytes message() {
        var out = ByteBuffer.allocate(
                NAME.length + 2 * Long.BYTES + 2 * Address.SIZE + key.bytes().size());
        out.put(NAME);
        out.putLong(domain.root());
        out.put(domain.chains().toArray());
        out.putLong(chainId);
        out.put(account.toArray());
        out.put(key.bytes().unsafeArray());
        return Bytes.wrap(out.array());
    }

    /** @param proof 96 bytes; others prove nothing */
    public boolean isProvenBy(Bytes proof) {
        return Bls.verify(key, message().unsafeArray(), proof);
    }
}
