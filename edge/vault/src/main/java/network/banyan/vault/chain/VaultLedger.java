// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.chain;

import java.util.List;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.vault.chain.DataVaultContract.Grant;
import network.banyan.vault.chain.DataVaultContract.Head;

/** The port through which a vault reads the contract's final state and changes it. */
public interface VaultLedger {
    long chainId();

    Head head(Hash stream);

    /** The present owner's, by number from 0. */
    List<Grant> grants(Hash stream);

    /** Sends a call to the contract, and returns when it is final. */
    void send(Bytes call);
}
