// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.chain;

import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.vault.chain.DataSaleContract.Sale;

/** The port through which one side of a sale reads the escrow's final state and changes it. */
public interface SaleLedger {
    long chainId();

    /** Whose transactions these are. */
    Address account();

    /** The time of the newest final block, in seconds since 1970: the only clock that deadlines know. */
    long now();

    /** A sale; one in state NONE if there is none of that name. */
    Sale sale(Hash id);

    /** What belongs to the account, in a token or, for zero, in the coin. */
    UInt256 owed(Address token);

    /** Lets the escrow take so much of a token from the account, if it may not yet. Returns when that is final. */
    void allow(Address token, UInt256 amount);

    /**
     * Sends a call to the escrow, and returns when it is final. What cannot succeed is refused before it is sent, by an
     * exception of the ledger's.
     *
     * @param value in wei
     */
    void send(Bytes call, UInt256 value);

    /** Whether a call would succeed now. */
    boolean wouldSucceed(Bytes call);
}
