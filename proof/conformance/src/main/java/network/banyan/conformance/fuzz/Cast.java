// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance.fuzz;

import java.util.List;
import network.banyan.crypto.Secp256k1;
import network.banyan.primitives.Address;
import network.banyan.primitives.Hash;

/** Who there is in the small world of a {@link Trial}. */
final class Cast {
    /** The sender's key, so that a smaller trial can be signed anew. */
    static final Hash SENDER_KEY = new Hash(0, 0, 0, 7);

    /** Of the account that lends itself to a contract's code by an authorization. */
    static final Hash AUTHORITY_KEY = new Hash(0, 0, 0, 8);

    static final Address SENDER = Secp256k1.addressOf(SENDER_KEY);
    static final Address AUTHORITY = Secp256k1.addressOf(AUTHORITY_KEY);
    static final Address FIRST = Address.fromHex("0xc0de000000000000000000000000000000000001");
    static final Address SECOND = Address.fromHex("0xc0de000000000000000000000000000000000002");
    static final Address THIRD = Address.fromHex("0xc0de000000000000000000000000000000000003");

    /** Runs another's code as its own (EIP-7702). */
    static final Address DELEGATED = Address.fromHex("0xde1e000000000000000000000000000000000004");

    /** Has coins and no code. */
    static final Address ORDINARY = Address.fromHex("0x0d1a000000000000000000000000000000000005");

    /** Nobody, until someone sends coins there. */
    static final Address ABSENT = Address.fromHex("0xab5e000000000000000000000000000000000006");

    static final Address BENEFICIARY = Address.fromHex("0xbe4e000000000000000000000000000000000007");

    static final List<Address> CONTRACTS = List.of(FIRST, SECOND, THIRD);

    /** Contracts more often than the others: calls to them do most. */
    static final List<Address> ALL = List.of(
            FIRST,
            SECOND,
            THIRD,
            FIRST,
            SECOND,
            THIRD,
            DELEGATED,
            DELEGATED,
            AUTHORITY,
            SENDER,
            ORDINARY,
            ABSENT,
            BENEFICIARY);

    private Cast() {}
}
