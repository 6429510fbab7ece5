// SPDX-License-Identifier: Apache-2.0
// Staking from the page: a wallet, a new bucket, and what may be done with those there are. Without a wallet the buckets
// of any account are shown, and every form tells the command instead.

import { el, fill, write } from '../view/dom.js';
import { card, coinName, empty, title } from '../view/parts.js';
import { big, coins, count, counted, span } from '../view/format.js';
import { leaf } from '../view/glyph.js';
import { delegateLink, noStaking, standing, stateOf, term } from '../view/staking.js';
import { deedForm, dialogOf } from '../view/deed.js';
import { fieldOf } from '../view/fields.js';
import { walletCard } from '../view/walletCard.js';
import { call } from '../chain/rpc.js';
import { whileWatching } from '../chain/live.js';
import { now } from '../chain/recent.js';
import { connected, onSession, onThisChain } from '../chain/wallet.js';
import { atOnce, bucketState, bucketsOf, governed, recentRanking, VIEWS } from '../chain/staking.js';
import { ask } from '../chain/views.js';
import { create, nameOf } from '../chain/bucketDeeds.js';
import { claim, compound } from '../chain/rewardDeeds.js';
import { bucketOffers, delegateOffers, nextFor } from '../chain/offers.js';
import { accountEntry } from '../chain/entries.js';
import { wholeNumber } from '../routes.js';

const REFRESH_MILLIS = 4000;

export async function show({ main, signal, say, query }) {
  say('Stake');
  const [delegates, rules, limits] = await Promise.all([recentRanking(signal, 30_000), governed(signal), atOnce(signal)]);
  if (!delegates || !rules || !limits) {
    fill(main, noStaking('Stake'));
    return;
  }
  const asked = accountEntry(query.get('account') ?? '', {}).value;
  const facts = { rules, atOnce: limits, delegates, coin: coinName(), node: location.origin, account: undefined, balance: undefined, get seconds() { return Math.floor(now() / 1000); } };
  const notice = el('p', { class: 'notice', role: 'status' });
  const fresh = el('div', {});
  const mine = el('div', {});
  const wallet = walletCard(signal, watching(asked));
  const desk = deskOf(facts, notice, signal, async () => {
    facts.delegates = (await recentRanking(signal, 0)) ?? facts.delegates;
    await refresh();
  });

  let form;
  const start = () => {
    form = deedForm(create(facts, { delegate: wholeNumber(query, 'delegate') ?? 0 }), {
      ...desk, ready: () => (connected() ? elsewhere() : TO_COMMAND),
    }, { label: 'Start over', go: start, after: 'Stake more', end: start });
    fill(fresh, card('Stake coins', el('p', { class: 'quiet' }, 'Coins in a bucket vote for a delegate and earn a share of its rewards. The longer they stay, the more they weigh.'), form.form));
  };
  let last = 0;
  const refresh = async () => {
    last = Date.now();
    const account = connected()?.account ?? asked;
    const [balance, held] = account ? await Promise.all([call('eth_getBalance', [account, 'latest'], signal), bucketsOf(account, signal)]) : [];
    if (signal.aborted || account !== (connected()?.account ?? asked)) return;
    facts.account = account;
    facts.balance = connected() && balance !== undefined ? big(balance) : undefined;
    wallet.balance(facts.balance);
    form.renew();
    const list = held?.list ?? [];
    const owned = account ? facts.delegates.filter(({ owner }) => owner === account) : [];
    const earned = await Promise.all(owned.map(({ number }) => ask(VIEWS.accountOf, [number], signal)));
    if (signal.aborted) return;
    fill(mine, account ? bucketsCard(facts, { account, held, list }, desk) : howItGoes(facts), owned.map((delegate, index) => delegateCard(facts, delegate, earned[index]?.[0] ?? 0n, list, desk)));
  };
  // What was typed stays: a form is for whoever is connected when it is sent.
  onSession(() => desk.quietly(() => {
    form.renew();
    refresh().catch(() => {});
  }), signal);
  start();
  await refresh();
  fill(main, title('Stake', el('span', { class: 'steps' }, el('a', { class: 'button', href: '#/delegates' }, 'Whom to vote for'))),
    wallet.card, notice, el('div', { class: 'columns stake' }, mine, fresh));
  whileWatching(signal, async () => {
    if (Date.now() - last >= REFRESH_MILLIS && !desk.busy() && !mine.matches(':focus-within') && !document.querySelector('dialog[open]')) await refresh();
  });
}

const TO_COMMAND = 'Connect a wallet to send this, or run the command above.';
const elsewhere = () => (onThisChain() ? undefined : 'The wallet is on another chain. Switch it first.');

/** What forms work with. While one is under way nothing else may change beneath it. */
function deskOf(facts, notice, signal, refresh) {
  let running = 0;
  let waiting;
  let dialog;
  const desk = {
    signal,
    /** A form that was closed may go on waiting for its wallet, but disturbs nobody. */
    busy: () => running > 0 && document.querySelector('.deed[aria-busy="true"]') !== null,
    done: () => refresh().catch(() => {}),
    told: (sentence) => write(notice, sentence),
    ready: () => {
      if (!connected()) return TO_COMMAND;
      return connected().account === facts.account ? elsewhere() : 'The wallet is on another account. Close this and start again.';
    },
    async around(job) {
      running += 1;
      try {
        return await job();
      } finally {
        running -= 1;
        if (running === 0) waiting?.();
        waiting = undefined;
      }
    },
    /** Runs a job once nothing is under way; a dialog that was begun for another account is closed. */
    quietly(job) {
      const run = () => {
        dialog?.close();
        job();
      };
      if (desk.busy()) waiting = run;
      else run();
    },
    open(deed, back) {
      dialog ??= dialogOf(deed.title, notice.parentElement, () => { dialog = undefined; });
      const end = () => dialog?.close();
      const { form, focus } = deedForm(deed, desk, { label: back ? 'Back' : 'Cancel', go: back ?? end, after: 'Close', end });
      dialog.show(deed.title, form);
      focus();
    },
    menu(text, offers) {
      const open = () => {
        dialog ??= dialogOf(text, notice.parentElement, () => { dialog = undefined; });
        const items = offers.map(({ label, deed, why }) => el('li', {}, el('button', { class: 'menu-item', type: 'button', 'aria-disabled': why ? 'true' : undefined, on: { click: () => deed && desk.open(deed, open) } },
          el('strong', {}, label), el('span', {}, why ?? deed.about))));
        dialog.show(text, el('ul', { class: 'menu' }, items));
        items[0].firstElementChild.focus();
      };
      open();
    },
  };
  return desk;
}

/** Where no wallet is, anybody's buckets may be looked at. */
function watching(asked) {
  const field = fieldOf({ name: 'account', kind: 'account', label: 'Or look at an account', value: asked });
  const form = el('form', { class: 'watching', novalidate: true, on: { submit: (event) => {
    event.preventDefault();
    const { value, wrong } = accountEntry(field.read(), {});
    field.complain(wrong);
    if (value) location.hash = `#/stake?account=${value}`;
    else field.focus();
  } } }, field.whole, el('button', { class: 'button', type: 'submit' }, 'Look'));
  return form;
}

/** What somebody should know who has nothing here yet. */
const howItGoes = ({ rules }) => card('How staking goes', el('ol', { class: 'chain' }, [
  ['Put coins in a bucket', `At least ${coins(rules.minStake)} ${coinName()}, for up to ${counted(rules.maxDays, 'day')}. They stay yours: a bucket is a token in your account.`],
  ['Vote for a delegate', 'A bucket’s votes are its coins times a weight that grows with the days. Votes decide who may validate this chain.'],
  ['Earn with each epoch', 'Delegates share what they earn with their voters, less a commission. Claim it, or add it to the bucket.'],
  ['Leave in three steps', `End auto-stake and let the days run; unstake; after ${span(rules.withdrawalWait * 1000)} more, withdraw.`],
].map(([head, text]) => el('li', {}, el('strong', {}, head), text))));

const button = (text, act, kind = '') => el('button', { class: `button ${kind}`, type: 'button', on: { click: act } }, text);

function bucketsCard(facts, { account, held, list }, desk) {
  const yours = connected()?.account === account;
  const name = yours ? 'Your buckets' : 'Buckets of this account';
  if (list.length === 0) return card(name, empty(yours ? 'You have no bucket yet.' : 'It has no bucket.', yours && 'Stake coins, and they appear here.'));
  const sum = (field) => list.reduce((total, bucket) => total + bucket[field], 0n);
  const [all, grow] = [claim(facts, list), compound(facts, list)];
  return el('section', { class: 'card' },
    el('div', { class: 'card-head' }, el('h2', {}, name), el('span', { class: 'quiet' }, counted(held.held, 'bucket'))),
    el('dl', { class: 'sums' },
      [['Coins', coins(sum('amount'), 4)], ['Weight', coins(sum('weight'), 4)], ['Earned', coins(sum('pending'), 6)]].map(([head, value]) => el('div', {}, el('dt', {}, head), el('dd', {}, value)))),
    (all || grow) && el('div', { class: 'deed-buttons' }, all && button('Claim all', () => desk.open(all), 'main'), grow && button('Compound all', () => desk.open(grow))),
    el('ul', { class: 'buckets' }, list.map((bucket) => bucketItem(facts, bucket, list, desk))),
    held.held > list.length && el('p', { class: 'quiet' }, `and ${count(held.held - list.length)} more`));
}

function bucketItem(facts, bucket, list, desk) {
  const offers = bucketOffers(facts, bucket, list);
  const next = nextFor(offers);
  const text = `Bucket ${bucket.number}`;
  return el('li', { class: 'bucket' },
    el('div', { class: 'bucket-head' }, el('h3', {}, text), stateOf(bucketState(bucket, facts.seconds, facts.rules.withdrawalWait))),
    el('p', { class: 'bucket-coins' }, `${coins(bucket.amount, 4)} `, el('small', {}, facts.coin)),
    el('p', { class: 'bucket-facts' }, bucket.unstaked ? 'Unstaked, votes for nobody any more' : `${term(bucket)}, `, bucket.unstaked ? undefined : bucket.delegate === 0 ? 'votes for nobody'
      : [`gives ${coins(bucket.weight, 4)} votes to `, delegateLink(bucket.delegate, nameOf(facts, bucket.delegate))],
    bucket.pending > 0n && [' and earned ', el('strong', {}, coins(bucket.pending, 6))]),
    el('div', { class: 'deed-buttons' },
      next && button(next.label, () => desk.open(next.deed), 'small'),
      el('button', { class: 'button small', type: 'button', 'aria-haspopup': 'dialog', 'aria-label': `What to do with bucket ${bucket.number}`, on: { click: () => desk.menu(text, bucketOffers(facts, bucket, list)) } }, 'Manage …')));
}

function delegateCard(facts, delegate, earned, list, desk) {
  const offers = delegateOffers(facts, delegate, earned, list);
  return card(el('h2', {}, 'Your delegate'),
    el('div', { class: 'bucket' },
      el('div', { class: 'bucket-head' }, el('span', { class: 'who' }, leaf(delegate.owner), delegateLink(delegate.number, delegate.name)),
        el('span', { class: 'badges' }, standing(delegate, { seated: false, minVotes: facts.rules.minVotes, most: facts.rules.candidates }))),
      el('p', { class: 'bucket-coins' }, `${coins(earned, 6)} `, el('small', {}, `${facts.coin} wait for it`)),
      el('div', { class: 'deed-buttons' },
        offers[0].deed && button('Claim its rewards', () => desk.open(offers[0].deed), 'small'),
        el('button', { class: 'button small', type: 'button', 'aria-haspopup': 'dialog', 'aria-label': `What to do with delegate ${delegate.number}`, on: { click: () => desk.menu(nameOf(facts, delegate.number), offers) } }, 'Manage …'))));
}
