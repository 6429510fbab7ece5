// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Bls;
import network.banyan.crypto.BlsPoints;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Who signs for a chain in one term: members by their keys, rising in x, so that no key stands there twice and none beside
 * its negative (rule 3). Each has proven possession of its key before, without which a sum of keys would prove nothing.
 *
 * @param keys 4 to 36; member 0 is the first
 */
public record CommitteeKeys(List<Bls.PublicKey> keys) {
    public static final int MIN_SIZE = 4;
    public static final int MAX_SIZE = 36;

    /** In 48 bytes all but the three flags of compression are x. */
    private static final int FLAGS = 0xe0;

    private static final Comparator<Bls.PublicKey> BY_X = Comparator.comparing(CommitteeKeys::x);

    /**
     * @throws HubException if there are too few or too many, or out of order
     */
    public CommitteeKeys {
        keys = List.copyOf(keys);
        HubException.require(
                keys.size() >= MIN_SIZE && keys.size() <= MAX_SIZE,
                "a committee of %d, which is not %d to %d",
                keys.size(),
                MIN_SIZE,
                MAX_SIZE);
        Totals.requireRising(keys, BY_X, "keys");
    }

    /**
     * The committee of these members, put in order.
     *
     * @throws HubException if there are too few or too many, or one twice, or one beside its negative
     */
    public static CommitteeKeys ofMembers(Collection<Bls.PublicKey> members) {
        return new CommitteeKeys(members.stream().sorted(BY_X).toList());
    }

    public int size() {
        return keys.size();
    }

    /** How many must sign. */
    public int quorum() {
        return size() - (size() - 1) / 3;
    }

    /** What a checkpoint of the term before names, and what the root keeps (rule 3). */
    public Hash hash(long chainId, long term) {
        ChainIds.requireChain(chainId);
        return Keccak.hash(AbiValue.encoded(
                AbiValue.of("BANYAN-HUB-COMMITTEE-V1"),
                AbiValue.of(chainId),
                Strict.uint64(term),
                AbiValue.of(encode())));
    }

    /** One key after the other in EIP-2537's 128 bytes. */
    public Bytes encode() {
        var out = new ByteArrayOutputStream();
        keys.forEach(
                key -> out.writeBytes(BlsPoints.ofKey(key.bytes()).orElseThrow().unsafeArray()));
        return Bytes.wrap(out.toByteArray());
    }

    /**
     * @throws HubException if the bytes are not the keys of a committee in its order
     */
    public static CommitteeKeys decode(Bytes data) {
        HubException.require(
                data.size() <= MAX_SIZE * BlsPoints.G1_SIZE && data.size() % BlsPoints.G1_SIZE == 0,
                "%d bytes are no keys of a committee",
                data.size());
        List<Bls.PublicKey> keys = new ArrayList<>();
        for (int from = 0; from < data.size(); from += BlsPoints.G1_SIZE) {
            int member = keys.size();
            keys.add(BlsPoints.keyOf(data.slice(from, from + BlsPoints.G1_SIZE))
                    .flatMap(Bls.PublicKey::decode)
                    .orElseThrow(() -> new HubException("no key of member " + member)));
        }
        return new CommitteeKeys(keys);
    }

    private static Bytes x(Bls.PublicKey key) {
        byte[] x = key.bytes().toArray();
        x[0] &= (byte) ~FLAGS;
        return Bytes.wrap(x);
    }
}
