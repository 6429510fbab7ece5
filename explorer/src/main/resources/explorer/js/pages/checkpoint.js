// SPDX-License-Identifier: Apache-2.0
// One checkpoint: what its committee signed, and the messages that leave with it.

import { el, fill } from '../view/dom.js';
import { badge, card, coinName, copyable, empty, facts, moment, title } from '../view/parts.js';
import { count, counted, when } from '../view/format.js';
import { chainLink, checkpointLink, lasts, noChain, steps } from '../view/sidechains.js';
import { outboxTable } from '../view/crossing.js';
import { now } from '../chain/recent.js';
import { namesOf } from '../chain/assets.js';
import { chain as chainBy } from '../chain/hub.js';
import { checkpointsOf, outboxOf } from '../chain/hubHistory.js';
import { bitsOf, maturityOf } from '../chain/sidechainWords.js';
import { assetsIn } from './sidechain.js';
import { wholeNumber } from '../routes.js';

const ROWS = 50;
const PAID = { payable: 'anybody may claim what is left of it', void: 'never: the chain ended before it had waited its time' };

export async function show({ main, signal, say, args: [id, wanted], query }) {
  const sequence = Number(wanted);
  say(`Checkpoint ${wanted} of chain ${id}`);
  const chain = await chainBy(Number(id), signal);
  if (!chain) {
    fill(main, noChain(Number(id)));
    return;
  }
  const seconds = Math.floor(now() / 1000);
  const [found] = sequence > chain.line.sequence ? [] : await checkpointsOf(chain, sequence, 1, seconds, signal);
  if (!found) {
    fill(main, title(`Checkpoint ${count(sequence)}`), card(null, empty('There is no such checkpoint.', chain.line.sequence > 0 ? ['The last one of ', chainLink(chain.id, chain.name), ' is ', checkpointLink(chain.id, chain.line.sequence), '.'] : ['', chainLink(chain.id, chain.name), ' has none yet.'])));
    return;
  }
  const { accepted, said } = found;
  const total = Number(said?.outboxCount ?? 0n);
  const from = Math.min(wholeNumber(query, 'from') ?? 0, Math.max(0, Math.floor((total - 1) / ROWS) * ROWS));
  const outbox = (await outboxOf(chain, found, from, ROWS, signal)).map((message) => ({ ...message, checkpoint: found }));
  const nameOf = await namesOf(assetsIn(outbox), coinName(), signal);
  const maturity = maturityOf(sequence, accepted, chain, seconds);
  const page = (start) => `#/sidechain/${id}/checkpoint/${sequence}?from=${start}`;
  const hash = (value) => (/^0x0{64}$/.test(value) ? el('span', { class: 'quiet' }, 'none') : el('span', { class: 'mono hash' }, value));
  fill(main, title([`Checkpoint ${count(sequence)} of `, chainLink(chain.id, chain.name)], badge(...maturity.badge)),
    card(null, facts(
      ['Accepted', el('span', {}, moment(found.seconds * 1000), !said && el('span', { class: 'quiet' }, ' at the latest'), said && [' ', el('a', { href: `#/transaction/${said.hash}` }, 'by this transaction')])],
      ['Paid', maturity.at === undefined ? PAID[maturity.badge[1]] ?? `it ${maturity.badge[1]}` : `from ${when(maturity.at * 1000)} on, ${lasts(chain.delay)} of the chain’s clock after it was accepted`],
      said && ['Blocks', `${count(said.firstBlock)} to ${count(said.lastBlock)}`],
      ['Signed by', `${counted(bitsOf(accepted.signers), 'member')} of the committee of term ${count(accepted.term)}`],
      ['Inbox', accepted.cursor === 0 ? 'had handled nothing' : `had handled the first ${accepted.cursor === 1 ? 'message' : counted(accepted.cursor, 'message')}`],
      said && ['Takes out', said.outboxCount === 0n ? 'nothing' : counted(said.outboxCount, 'message')],
      said && ['Next committee', said.nextCommittee && !/^0x0{64}$/.test(said.nextCommittee) ? hash(said.nextCommittee) : 'stays'],
      ['Digest', copyable(accepted.digest)],
      said && ['Last block’s hash', hash(said.blockHash)],
      said && ['State', hash(said.postState)],
      said && ['Outbox', hash(said.outboxRoot)],
      !said && ['The rest', 'is told by an event that this node does not have any more'])),
    said && el('section', { class: 'card flush' }, el('div', { class: 'card-head' }, el('h2', {}, 'Messages that leave with it'), total > ROWS && el('span', { class: 'quiet' }, `${count(from)} to ${count(Math.min(total, from + ROWS) - 1)} of ${count(total)}`)),
      total === 0 ? empty('None.') : [outboxTable(chain, outbox, nameOf, seconds), el('p', { class: 'table-note' }, 'Anybody may claim what is payable, with a node of the chain: ', el('code', {}, './banyan bridge claim TRACKING --chain-node URL --key my.key'))]),
    total > ROWS && steps(from > 0 ? page(from - ROWS) : undefined, '', from + ROWS < total ? page(from + ROWS) : undefined));
}
