// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.banyan.node.UserError;
import network.banyan.node.cli.Sending;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.Invariant;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;
import network.banyan.vault.DeviceKeys;
import network.banyan.vault.chain.DataVaultContract;
import network.banyan.vault.chain.DataVaultContract.Grant;
import network.banyan.vault.chain.DataVaultContract.Head;
import network.banyan.vault.chain.VaultLedger;

/** The vault's contract on a chain, by a node that is believed. */
record ChainLedger(ChainClient chain, PrintWriter out, Optional<Wallet> wallet) implements VaultLedger {
    /** A stranger's contract does not fill our memory. */
    private static final int GRANTS_MAX = 100_000;

    @Override
    public long chainId() {
        return chain.chainId();
    }

    @Override
    public Head head(Hash stream) {
        Bytes answer = chain.call(DataVaultContract.ADDRESS, DataVaultContract.head(stream));
        if (answer.isEmpty()) {
            throw new UserError("This chain has no contract for vaults: its genesis is older than they are.");
        }
        return DataVaultContract.head(answer);
    }

    @Override
    public List<Grant> grants(Hash stream) {
        List<Grant> grants = new ArrayList<>();
        while (grants.size() < GRANTS_MAX) {
            List<Grant> page = DataVaultContract.grantsOf(
                    chain.call(DataVaultContract.ADDRESS, DataVaultContract.grantsOf(stream, grants.size())));
            grants.addAll(page);
            if (page.size() < DataVaultContract.MAX_PAGE) {
                break;
            }
        }
        return grants;
    }

    @Override
    public void send(Bytes call) {
        Invariant.check(wallet.isPresent(), "a reader sends nothing");
        new Sending(chain, out, DataRefusals::sentence)
                .send(wallet.orElseThrow(), DataVaultContract.ADDRESS, UInt256.ZERO, call);
    }

    /** The keys that a device's records may be signed by. */
    DeviceKeys deviceKeys(Hash device) {
        return ChainKeys.of(chain, device);
    }
}
