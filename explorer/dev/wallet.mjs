// SPDX-License-Identifier: Apache-2.0
// A made-up wallet for a page: announces itself by EIP-6963, or is only window.ethereum. It signs nothing: it hands
// transactions to the development server, which takes them from any account.

export const ICON = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"%3E%3Crect width="32" height="32" rx="8" fill="%23d9822b"/%3E%3Cpath d="M9 20c3-9 11-9 14 0z" fill="%23fff"/%3E%3C/svg%3E';

/**
 * A script that puts wallets into a page. In the page `wallets[0]` holds the first of them: `asked` lists the methods it was
 * asked for; `refuses` maps a method to the error it answers with; `become(account)` and `move(chainId)` do what a person
 * does inside a wallet.
 *
 * @param kind announced, or legacy for window.ethereum alone
 */
export function walletScript({ account, chainId = 4690, kind = 'announced', wallets = [{ name: 'Fig wallet', icon: ICON }] }) {
  return `(${inPage})(${JSON.stringify({ account, chainId, kind, wallets })})`;
}

/* Runs in the page: it sees nothing of this module. */
function inPage({ account, chainId, kind, wallets }) {
  const made = wallets.map(({ name, icon, knows = [1] }, index) => {
    const listeners = new Map();
    const emit = (event, value) => (listeners.get(event) ?? []).forEach((listener) => listener(value));
    const hex = (value) => `0x${value.toString(16)}`;
    const wallet = { name, account, chainId, knows: new Set([...knows, chainId]), asked: [], added: [], refuses: {}, allowed: false };
    const node = async (method, params) => (await (await fetch('/', { method: 'POST', body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) })).json()).result;
    const refuse = (code, message) => { throw Object.assign(new Error(message), { code }); };
    const METHODS = {
      eth_requestAccounts: () => { wallet.allowed = true; return [wallet.account]; },
      eth_accounts: () => (wallet.allowed ? [wallet.account] : []),
      eth_chainId: () => hex(wallet.chainId),
      wallet_switchEthereumChain: ([{ chainId: wanted }]) => {
        if (!wallet.knows.has(Number(wanted))) refuse(4902, 'Unrecognized chain');
        wallet.move(Number(wanted));
        return null;
      },
      wallet_addEthereumChain: ([chain]) => { wallet.added.push(chain); wallet.knows.add(Number(chain.chainId)); return null; },
      eth_sendTransaction: (params) => node('eth_sendTransaction', params),
    };
    wallet.become = (next) => { wallet.account = next; emit('accountsChanged', next ? [next] : []); };
    wallet.move = (next) => { wallet.chainId = next; emit('chainChanged', hex(next)); };
    wallet.emit = emit;
    const provider = {
      request: async ({ method, params }) => {
        wallet.asked.push(method);
        await new Promise((soon) => setTimeout(soon, wallet.slow ?? 20));
        if (wallet.refuses[method]) throw Object.assign(new Error(wallet.refuses[method].message), wallet.refuses[method]);
        if (!METHODS[method]) refuse(4200, `the made-up wallet has no ${method}`);
        return METHODS[method](params);
      },
      on: (event, listener) => listeners.set(event, [...(listeners.get(event) ?? []), listener]),
      removeListener: (event, listener) => listeners.set(event, (listeners.get(event) ?? []).filter((one) => one !== listener)),
    };
    if (kind === 'legacy') window.ethereum = provider;
    else {
      const detail = Object.freeze({ info: { uuid: `00000000-0000-4000-8000-00000000000${index}`, name, icon, rdns: 'example.wallet' }, provider });
      const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }));
      window.addEventListener('eip6963:requestProvider', announce);
      announce();
    }
    return wallet;
  });
  window.wallets = made;
}
