// SPDX-License-Identifier: Apache-2.0
// A form that sends between chains, and the wallet beside it. What was typed stays while the chain goes on.

import { el, fill, write } from './dom.js';
import { card } from './parts.js';
import { deedForm } from './deed.js';
import { walletCard } from './walletCard.js';
import { connected, onSession, onThisChain } from '../chain/wallet.js';

const WITHOUT = 'To send from this page, add a wallet to the browser, such as MetaMask or Rabby, and load the page again. Everything works on the command line too: fill in a form and it shows the command.';

/**
 * @param make (facts) makes the deed; @param refresh (facts) brings `facts` up to date and says the account's balance
 * @returns { wallet, notice, whole, renew }: elements, and what is called when the chain has grown
 */
export function bridgeForm(heading, facts, make, refresh, signal) {
  const wallet = walletCard(signal, undefined, WITHOUT);
  const notice = el('p', { class: 'notice', role: 'status' });
  const place = el('div', {});
  let form;
  let running = false;
  const desk = {
    signal,
    ready: () => (!connected() ? 'Connect a wallet to send this, or run the command above.' : !onThisChain() ? 'The wallet is on another chain. Switch it first.' : connected().account !== facts.account ? 'The wallet’s account is being looked at …' : undefined),
    told: (sentence) => write(notice, sentence),
    done: () => {},
    around: async (job) => {
      running = true;
      try {
        return await job();
      } finally {
        running = false;
        renew().catch(() => {});
      }
    },
  };
  const start = () => {
    form = deedForm(make(facts), desk, { label: 'Start over', go: start, after: 'Send more', end: start });
    fill(place, card(heading, form.form));
  };
  /** Balances follow the chain and the wallet; what was typed stays. */
  async function renew() {
    if (running) return;
    facts.account = connected()?.account;
    const balance = await refresh(facts);
    if (signal.aborted || running) return;
    wallet.balance(balance);
    form.renew();
  }
  start();
  onSession(() => {
    form.renew();
    renew().catch(() => {});
  }, signal);
  return { wallet: wallet.card, notice, whole: place, renew };
}
