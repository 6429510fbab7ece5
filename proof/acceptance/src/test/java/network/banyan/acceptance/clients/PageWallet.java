// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.clients;

import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.Optional;
import network.banyan.node.devnet.TestAccount;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;
import network.banyan.sdk.ChainClient;
import network.banyan.sdk.Wallet;

/**
 * A browser wallet for a test: announces itself in the page by EIP-6963, and signs with a key of this process what the page
 * asks it to send. It begins on a chain of its own, and knows no other before it is told of one.
 */
final class PageWallet {
    private static final int ELSEWHERE = 1;

    private final ChainClient chain;
    private final Wallet wallet;

    PageWallet(ChainClient chain, TestAccount account) {
        this.chain = chain;
        this.wallet = Wallet.of(account.privateKey());
    }

    Address address() {
        return wallet.address();
    }

    /** To be called before the page is opened. */
    void enter(Page page) {
        page.exposeFunction("signAndSend", arguments -> send((Map<?, ?>) arguments[0]));
        page.addInitScript("""
                (() => {
                  let chain = '0x%x';
                  const known = new Set([chain]);
                  const listeners = {};
                  const methods = {
                    eth_requestAccounts: () => ['%2$s'],
                    eth_accounts: () => ['%2$s'],
                    eth_chainId: () => chain,
                    wallet_addEthereumChain: ([{ chainId }]) => { known.add(chainId); return null; },
                    wallet_switchEthereumChain: ([{ chainId }]) => {
                      if (!known.has(chainId)) throw Object.assign(new Error('unknown chain'), { code: 4902 });
                      chain = chainId;
                      listeners.chainChanged?.(chain);
                      return null;
                    },
                    eth_sendTransaction: ([transaction]) => signAndSend(transaction),
                  };
                  const provider = {
                    request: async ({ method, params }) => methods[method](params),
                    on: (event, listener) => { listeners[event] = listener; },
                    removeListener: () => {},
                  };
                  const info = { uuid: '4f1c1f0e-6f0c-4f6e-9d43-0d6f1a2b3c4d', name: 'Test wallet', icon: '', rdns: 'example.test' };
                  const announce = () => dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: { info, provider } }));
                  addEventListener('eip6963:requestProvider', announce);
                })()""".formatted(ELSEWHERE, wallet.address().toHex()));
    }

    private String send(Map<?, ?> asked) {
        Optional<Address> to = Optional.of(Address.fromHex((String) asked.get("to")));
        UInt256 value = UInt256.fromHex((String) asked.get("value"));
        Bytes data = Bytes.fromHex((String) asked.get("data"));
        long gas = UInt256.fromHex((String) asked.get("gas")).toLongExact();
        ChainClient.GasPrice price = chain.gasPrice();
        var fees = new Wallet.Fees(gas, price.tip(), price.maxFeePerGas());
        return chain.send(wallet.sign(chain.chainId(), chain.nonce(wallet.address()), fees, to, value, data))
                .toHex();
    }
}
