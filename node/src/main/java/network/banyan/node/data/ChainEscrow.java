// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.io.PrintWriter;
import network.banyan.contracts.AbiValue;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.node.cli.Sending;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.RpcFailure;
import network.banyan.sdk.Wallet;
import network.banyan.vault.VaultException;
import network.banyan.vault.chain.DataSaleContract;
import network.banyan.vault.chain.DataSaleContract.Sale;
import network.banyan.vault.chain.SaleLedger;

/**
 * The escrow on a chain, by a node that is believed: to one that lies, a seller would show the key. A buyer believes it the
 * state of a sale, not its terms.
 */
record ChainEscrow(ChainClient chain, PrintWriter out, Wallet wallet) implements SaleLedger {
    private static final int REVERTED = 3;

    @Override
    public long chainId() {
        return chain.chainId();
    }

    @Override
    public Address account() {
        return wallet.address();
    }

    @Override
    public long now() {
        try {
            return UInt256.fromHex(chain.rpc()
                            .call("eth_getBlockByNumber", "latest", false)
                            .path("timestamp")
                            .asText())
                    .toLongExact();
        } catch (IllegalArgumentException | ArithmeticException noTime) {
            throw new VaultException("the node does not say what time its newest block has", noTime);
        }
    }

    @Override
    public Sale sale(Hash id) {
        return sale(chain, id);
    }

    static Sale sale(ChainClient chain, Hash id) {
        Bytes answer = chain.call(DataSaleContract.ADDRESS, DataSaleContract.saleOf(id));
        if (answer.isEmpty()) {
            throw new UserError("This chain has no escrow for data: its genesis is older than that.");
        }
        return DataSaleContract.sale(answer);
    }

    @Override
    public UInt256 owed(Address token) {
        return DataSaleContract.number(
                chain.call(DataSaleContract.ADDRESS, DataSaleContract.owed(wallet.address(), token)));
    }

    @Override
    public void allow(Address token, UInt256 amount) {
        UInt256 allowed = DataSaleContract.number(chain.call(
                token,
                AbiValue.call(
                        "allowance(address,address)",
                        AbiValue.of(wallet.address()),
                        AbiValue.of(DataSaleContract.ADDRESS))));
        if (allowed.compareTo(amount) >= 0) {
            return;
        }
        if (!allowed.isZero()) {
            // Some tokens change an allowance only from or to nothing.
            approve(token, UInt256.ZERO);
        }
        approve(token, amount);
    }

    private void approve(Address token, UInt256 amount) {
        sending()
                .send(
                        wallet,
                        token,
                        UInt256.ZERO,
                        AbiValue.call(
                                "approve(address,uint256)",
                                AbiValue.of(DataSaleContract.ADDRESS),
                                AbiValue.of(amount)));
    }

    /**
     * @throws Declined if the contract refuses
     */
    @Override
    public void send(Bytes call, UInt256 value) {
        sending().send(wallet, DataSaleContract.ADDRESS, value, call);
    }

    private Sending sending() {
        return new Sending(chain, out, DataRefusals::sentence);
    }

    @Override
    public boolean wouldSucceed(Bytes call) {
        try {
            chain.estimateGas(wallet.address(), java.util.Optional.of(DataSaleContract.ADDRESS), UInt256.ZERO, call);
            return true;
        } catch (RpcFailure.Refused refused) {
            if (refused.code() != REVERTED) {
                throw refused;
            }
            return false;
        }
    }
}
