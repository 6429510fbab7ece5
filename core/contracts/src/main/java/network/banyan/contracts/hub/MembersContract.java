// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.hub;

import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/** {@code HubMembers}: who answers for sidechains, with keys and bonds (rule 3). */
public final class MembersContract {
    public static final Address ADDRESS = Address.ofNumber(0x1021);

    private MembersContract() {}

    /**
     * Takes the bond as its value.
     *
     * @param key 128 bytes (EIP-2537)
     * @param proof of possession, 256 bytes
     */
    public static Bytes join(long chainId, Bytes key, Bytes proof) {
        return AbiValue.call("join(uint64,bytes,bytes)", AbiValue.of(chainId), AbiValue.of(key), AbiValue.of(proof));
    }

    /** @param keyHash Keccak-256 of the key's 128 bytes */
    public static Bytes member(long chainId, Hash keyHash) {
        return AbiValue.call("member(uint64,bytes32)", AbiValue.of(chainId), AbiValue.of(keyHash));
    }

    /** Reads whose account {@code member} returned; zero for nobody's. */
    public static Address account(Bytes returned) {
        return AbiReader.ofOutput(returned).address();
    }

    /** Pays whoever calls what its proofs earned. */
    public static Bytes fetch() {
        return AbiValue.call("fetch()");
    }

    public static Bytes memberBond() {
        return AbiValue.call("MEMBER_BOND()");
    }
}
