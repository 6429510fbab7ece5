// SPDX-License-Identifier: Apache-2.0
// What somebody sends from a root to a sidechain, and back: deeds as in bucketDeeds.js. An asset is
// { asset: its address on the root, twin: what holds it here, symbol, decimals, isOwn, have }; `have` is undefined where
// nobody is known. test/bridgeDeeds.test.mjs has examples.

import { encode } from './abi.js';
import { allowanceOf, amountOf } from './assets.js';
import { commandLine } from './bucketDeeds.js';
import { accountEntry, amountEntry, choiceEntry, together } from './entries.js';
import { COIN, ESCROW, hubInput, INBOX, OUTBOX } from './hubWords.js';
import { tierOf } from './sidechainWords.js';
import { ask } from './views.js';
import { count, decimal, short, stranger, when } from '../view/format.js';

const DEPOSIT = 1;
/** A message that its chain has not handled by then comes back; an hour ahead is the least. */
export const DEADLINE = 86_400;
const APPROVE = '0x095ea7b3';

const assetText = ({ symbol, asset }) => `${stranger(symbol, 'token')}${asset === COIN ? '' : `, ${short(asset)}`}`;

const assetField = ({ assets }) => ({ name: 'asset', kind: 'choice', label: 'What', value: '0', choices: assets.map((asset, index) => [index, assetText(asset)]) });
const amountField = ({ assets }) => ({ name: 'amount', kind: 'amount', label: 'How much', hint: ({ asset }) => {
  const { have, decimals, symbol } = assets[Number(asset ?? 0)] ?? {};
  return have === undefined ? '' : `You have ${decimal(have, decimals, 6)} ${stranger(symbol, '')}.`;
} });
const receiverField = (there) => ({ name: 'recipient', kind: 'account', label: 'To the account', hint: `Empty: your own, which is the same ${there} if it has a key. A contract’s address may be somebody else’s there.` });

function readParcel({ account, assets }, { asset: choice, amount, recipient }) {
  const chosen = choiceEntry(choice, assets.map((_, index) => index), 'Choose one of the list.');
  const asset = assets[chosen.value];
  const { wrong, wanted } = together({ asset: chosen, amount: asset ? amountEntry(amount, asset, asset.have) : { value: 0n }, recipient: accountEntry(recipient.trim() === '' ? account ?? '' : recipient) });
  return wrong ? { wrong } : { wanted: { ...wanted, asset } };
}

/** An amount as a command takes it: digits and a point. */
const plain = (amount, { decimals }) => decimal(amount, decimals).replaceAll(',', '');
const given = ({ asset, recipient }, own, { account }) =>
  `${asset.isOwn && own ? ' --asset own' : asset.asset === COIN ? '' : ` --asset ${asset.asset}`}${recipient === account ? '' : ` --recipient ${recipient}`}`;

const parcel = (to, { asset, amount, recipient }, deadline, refund) => [[to, DEPOSIT, recipient, asset.asset, amount, 0, deadline, refund, '0x']];

/** @param facts { account, assets, seconds, node: this node's address } @param chain from hub.js */
export const deposit = (facts, chain) => ({
  title: `Send to ${stranger(chain.name)}`, verb: 'Send',
  fields: [assetField(facts), amountField(facts), receiverField('on the chain')],
  read: (typed) => readParcel(facts, typed),
  says: ({ asset, amount, recipient }) => [
    asset.isOwn ? `Burns ${amountOf(amount, asset, 18)} of yours on this root; the chain pays as much of its own token to ${short(recipient, 6, 6)}.`
      : `Takes ${amountOf(amount, asset, 18)} from you into the escrow of chain ${chain.id} on this root; the chain credits ${short(recipient, 6, 6)} with it.`,
    `What it cannot deliver comes back to you on this root: it does not know the asset, the receiver refuses, or it has not handled it by ${when((facts.seconds + DEADLINE) * 1000)}.`,
    ...(asset.asset === COIN || asset.isOwn ? [] : ['The wallet asks twice if the escrow may not take so much yet: first to approve exactly this amount, then to send.']),
    ...(asset.isOwn ? [] : [`While it is there: ${tierOf(chain.tier).says}`]),
  ],
  /** What has to be final first: that the escrow may take so much of a token. */
  before: async ({ asset, amount }, account, signal) => {
    if (asset.asset === COIN || asset.isOwn) return undefined;
    const allowed = (await ask(...allowanceOf(asset.asset, account, ESCROW), signal)) ?? 0n;
    return allowed >= amount ? undefined : { to: asset.asset, data: encode(APPROVE, ['address', 'uint256'], [ESCROW, amount]), value: 0n };
  },
  call: (wanted) => ({ to: INBOX, data: hubInput(INBOX, 'send', parcel(chain.id, wanted, facts.seconds + DEADLINE, facts.account ?? wanted.recipient)), value: wanted.asset.asset === COIN ? wanted.amount : 0n }),
  command: (wanted) => commandLine(facts, `bridge deposit ${plain(wanted.amount, wanted.asset)} --to ${chain.id}${given(wanted, false, facts)}`),
});

/** @param facts { account, assets, seconds, node, here: from outpost.js } */
export const withdraw = (facts) => ({
  title: `Send to root ${facts.here.root}`, verb: 'Send',
  fields: [assetField(facts), amountField(facts), receiverField('on the root')],
  read: (typed) => readParcel(facts, typed),
  says: ({ asset, amount, recipient }) => [
    asset.isOwn ? `Locks ${amountOf(amount, asset, 18)} of yours here; ${short(recipient, 6, 6)} gets as much of its wrapper on the root.`
      : `Burns ${amountOf(amount, asset, 18)} of yours here; ${short(recipient, 6, 6)} gets it on the root, out of the chain’s escrow.`,
    `It leaves with the checkpoint of run ${count(facts.here.current)}, which closes with block ${count(facts.here.current * facts.here.runBlocks)}, or of a later one if it takes longer to send.`,
    'The root pays once the committee has signed that checkpoint, its delay is over, and somebody has claimed it there, as anybody may.',
    'It cannot be called back. What the receiver refuses goes to you on the root.',
  ],
  call: (wanted) => ({ to: OUTBOX, data: hubInput(OUTBOX, 'send', parcel(0, wanted, facts.seconds + DEADLINE, facts.account ?? wanted.recipient)), value: wanted.asset.isOwn ? wanted.amount : 0n }),
  command: (wanted) => `./banyan bridge withdraw ${plain(wanted.amount, wanted.asset)}${given(wanted, true, facts)} --chain-node ${facts.node} --key my.key`,
});
