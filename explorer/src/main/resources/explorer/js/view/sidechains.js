// SPDX-License-Identifier: Apache-2.0
// The pieces that pages about sidechains share.

import { el } from './dom.js';
import { accountLink, age, badge, card, coinName, empty, title } from './parts.js';
import { count, decimal, share, short, span, stranger, when } from './format.js';
import { amountOf } from '../chain/assets.js';
import { badgeOf, KINDS, tierOf } from '../chain/sidechainWords.js';

export const chainLink = (id, name) => el('a', { class: 'name', href: `#/sidechain/${id}` }, el('bdi', {}, stranger(name, `Chain ${id}`)));

export const checkpointLink = (id, sequence, text = count(sequence)) => el('a', { href: `#/sidechain/${id}/checkpoint/${sequence}` }, text);

/** @param block of a step that is known, so that the others are found around it */
export const transferPage = (tracking, block) => `#/transfer/${tracking}${block === undefined ? '' : `?block=${block}`}`;
export const transferLink = (tracking, block, text = short(tracking)) => el('a', { class: 'mono', href: transferPage(tracking, block), title: tracking }, text);

export const stateBadge = (chain, seconds) => badge(...badgeOf(chain, seconds));

export const tierBadge = ({ tier }) => {
  const { letter, name, says } = tierOf(tier);
  return el('span', { class: 'badge plain', title: says }, `tier ${letter}, ${name}`);
};

/** What a page says on a chain that has no hub. */
export const noHub = (heading) => [title(heading), card(null, empty('This chain is no root.',
  'It was started without the hub’s contracts, so no sidechain can be registered on it. ', el('a', { href: '#/' }, 'Back to the overview')))];

/** What a page says of an id that nobody registered. */
export const noChain = (id) => [title(`Chain ${id}`), card(null, empty('No sidechain has this id here.',
  'A chain is listed once it is registered on this root. ', el('a', { href: '#/sidechains' }, 'All sidechains')))];

/** How much of an outflow limit is used, with a bar. @param asset { symbol, decimals } */
export function outflow(limit, asset) {
  if (!limit) return el('span', { class: 'quiet' }, 'no limit');
  const used = limit.left === undefined ? undefined : limit.burst - (limit.left < limit.burst ? limit.left : limit.burst);
  const whole = amountOf(limit.burst, asset, 4);
  const refill = `and ${amountOf(limit.perHour, asset, 4)} more each hour`;
  if (used === undefined) return el('span', { class: 'gas', title: refill }, whole);
  return el('span', { class: 'gas outflow', title: refill }, `${share(used, limit.burst)} `, el('small', {}, `of ${whole}`),
    el('progress', { value: Number((used * 1000n) / limit.burst), max: 1000, 'aria-hidden': 'true' }));
}

/** An amount with the asset's address behind its sign. */
export const assetAmount = (amount, asset, places = 6) => el('span', { class: 'amount', title: asset.address }, amountOf(amount, asset, places));

/** An asset by its sign; the coin is no contract. */
export const assetLink = (asset) => (/^0x0{40}$/.test(asset.address) ? el('span', { class: 'name' }, coinName())
  : el('span', { class: 'pair' }, el('bdi', { class: 'name' }, asset.symbol || 'token'), accountLink(asset.address)));

/** What a message brings: an amount, a token, or nothing. */
export function cargo(message, nameOf) {
  const kind = Number(message.kind);
  const asset = nameOf(message.asset);
  if (kind === 3) return el('span', { title: message.asset }, `${asset.symbol || short(message.asset)} #${short(decimal(message.amount, 0), 6, 4)}`);
  if (message.amount === 0n) return el('span', { class: 'quiet' }, 'nothing');
  return assetAmount(message.amount, asset);
}

/** What a message is; what comes to the root is no deposit there. */
export const kindOf = ({ kind, to }) => badge('plain', Number(kind) === 1 && Number(to) === 0 ? 'payment' : KINDS[Number(kind)] ?? `kind ${count(kind)}`);

/** A place on the other side: a chain, or this root. */
export const placeOf = (id, here = 'this root') => (id === 0n || id === 0 ? el('span', {}, here) : chainLink(Number(id)));

/** A state with the time at which it ends, where that is certain. */
export const stated = ({ badge: [kind, text], at }) => el('span', { class: 'pair' }, el('span', {}, badge(kind, text)), at !== undefined && el('small', {}, `payable ${when(at * 1000)}`));

/** A time that may only be known roughly. */
export const came = (seconds) => age(seconds * 1000);

/** Links to a page before and one after; a missing one leaves its place free. */
export const steps = (before, range, after) => el('nav', { class: 'pager', 'aria-label': 'Pages' },
  before ? el('a', { class: 'button', href: before }, 'Before') : el('span', {}), el('span', { class: 'quiet' }, range),
  after ? el('a', { class: 'button', href: after }, 'After') : el('span', {}));

export const lasts = (seconds) => span(seconds * 1000);
