// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.chain;

import java.util.List;
import java.util.function.Supplier;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.VaultException;

/** How to speak to the contract of vaults that stands in every genesis (contracts/README.md). */
public final class DataVaultContract {
    public static final Address ADDRESS = Address.ofNumber(0x1012);

    /** So many grants are told at once. */
    public static final int MAX_PAGE = 64;

    private static final String COMMIT = "commit(bytes32,bytes32,uint64,uint64,bytes32[])";
    private static final String GRANT = "grant(bytes32,bytes32,uint64,uint64,uint64,bytes32)";
    private static final String RENEW = "renew(bytes32,uint256,uint64,bytes32)";
    private static final String REVOKE = "revoke(bytes32,uint256)";
    private static final String HEAD = "head(bytes32)";
    private static final String GRANTS_OF = "grantsOf(bytes32,uint256,uint256)";

    private DataVaultContract() {}

    /**
     * What the chain knows of a stream.
     *
     * @param owner zero if there is no such device
     * @param tenure how often the device changed hands; with it a stream begins anew
     * @param size leaves of the list of segments, its head's included; 0 if nothing was committed
     * @param epoch of the keys
     */
    public record Head(Address owner, long tenure, Hash root, long size, long epoch, long grantCount) {}

    /**
     * Who may read what.
     *
     * @param grantee a DID's subject
     * @param envelope SHA-256 of what brings the keys
     * @param from seconds since 1970
     * @param until behind the last second
     * @param epoch of the newest keys in the envelope
     */
    public record Grant(Hash grantee, Hash envelope, long from, long until, long epoch, boolean revoked) {}

    /**
     * Call data that puts a longer list on record.
     *
     * @param proof from the committed size; empty for the first
     */
    public static Bytes commit(Hash stream, Hash root, long size, long epoch, List<Hash> proof) {
        return AbiValue.call(
                COMMIT,
                AbiValue.of(stream),
                AbiValue.of(root),
                AbiValue.of(size),
                AbiValue.of(epoch),
                new AbiValue.Items(proof.stream().map(AbiValue::of).toList()));
    }

    /** Call data that grants; it is not revoked. */
    public static Bytes grant(Hash stream, Grant grant) {
        return AbiValue.call(
                GRANT,
                AbiValue.of(stream),
                AbiValue.of(grant.grantee()),
                AbiValue.of(grant.from()),
                AbiValue.of(grant.until()),
                AbiValue.of(grant.epoch()),
                AbiValue.of(grant.envelope()));
    }

    public static Bytes renew(Hash stream, long index, long epoch, Hash envelope) {
        return AbiValue.call(RENEW, AbiValue.of(stream), AbiValue.of(index), AbiValue.of(epoch), AbiValue.of(envelope));
    }

    public static Bytes revoke(Hash stream, long index) {
        return AbiValue.call(REVOKE, AbiValue.of(stream), AbiValue.of(index));
    }

    public static Bytes head(Hash stream) {
        return AbiValue.call(HEAD, AbiValue.of(stream));
    }

    /**
     * Reads what {@code head} returned.
     *
     * @throws VaultException if the bytes are no such answer
     */
    public static Head head(Bytes returned) {
        return reading(() -> {
            var in = AbiReader.ofOutput(returned);
            Address owner = in.address();
            long tenure = in.number(63);
            Hash root = in.word();
            long size = in.number(63);
            long epoch = in.number(31);
            in.word();
            return new Head(owner, tenure, root, size, epoch, in.number(63));
        });
    }

    /** Call data that asks for a page of grants, by number from {@code start}. */
    public static Bytes grantsOf(Hash stream, long start) {
        return AbiValue.call(GRANTS_OF, AbiValue.of(stream), AbiValue.of(start), AbiValue.of(MAX_PAGE));
    }

    /**
     * Reads what {@code grantsOf} returned.
     *
     * @throws VaultException if the bytes are no such answer
     */
    public static List<Grant> grantsOf(Bytes returned) {
        return reading(() -> AbiReader.ofOutput(returned)
                .list(
                        MAX_PAGE,
                        in -> new Grant(in.word(), in.word(), in.number(63), in.number(63), in.number(31), in.flag())));
    }

    private static <T> T reading(Supplier<T> read) {
        try {
            return read.get();
        } catch (AbiException refused) {
            throw new VaultException("what the vault's contract said: " + refused.getMessage(), refused);
        }
    }
}
