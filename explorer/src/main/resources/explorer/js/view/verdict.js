// SPDX-License-Identifier: Apache-2.0
// The check of one reading's evidence, link by link, in a dialog over the page.

import { el } from './dom.js';
import { badge } from './parts.js';
import { icon } from './glyph.js';
import { dialogOf } from './deed.js';
import { measure, span, stranger, title, when } from './format.js';
import { genesisText, verify } from '../chain/verifying.js';

const FILE_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Fetches and checks at once, against the genesis that the node tells; then again against a file, if somebody chooses one.
 *
 * @param fetchEvidence makes the promise of the file's text
 */
export async function showVerdict(place, heading, fetchEvidence, pageSignal) {
  const leaving = new AbortController();
  const signal = AbortSignal.any([pageSignal, leaving.signal]);
  const dialog = dialogOf(heading, place, () => leaving.abort());
  dialog.show(heading, waiting());
  let evidence;
  const check = async (genesis, whose) => {
    dialog.show(heading, waiting());
    try {
      evidence ??= await fetchEvidence(signal);
      const verdict = await verify(evidence, await genesis(), signal);
      dialog.show(heading, outcome(verdict, evidence.length), trust(whose, check));
    } catch (failure) {
      if (signal.aborted) return;
      dialog.show(heading, el('div', { class: 'empty', role: 'alert' }, el('p', { class: 'empty-head' }, 'Nothing could be checked.'), el('p', {}, stranger(failure.message))), trust(whose, check));
    }
  };
  await check(() => genesisText(signal), 'the genesis that this node tells');
}

const waiting = () => el('div', { class: 'verdict-waiting', role: 'status' }, el('i'), el('p', {}, 'Checking in this page, with nobody’s help …'));

function outcome({ proven, links, record, refusal, millis }, size) {
  if (refusal) return el('div', { class: 'empty', role: 'alert' }, el('p', { class: 'empty-head' }, 'Nothing was looked at.'), el('p', {}, stranger(refusal)));
  return el('div', { class: 'verdict', role: 'status' },
    el('p', { class: 'verdict-word' }, proven ? badge('good', icon('done'), 'Proven') : badge('bad', icon('close'), 'Not proven'),
      el('span', { class: 'quiet' }, `${links.length} links, ${size.toLocaleString('en')} bytes, ${span(millis)}, no network`)),
    record && el('ul', { class: 'verdict-values' }, record.readings.slice(0, 12).map(({ name, unit, value }) => el('li', {}, el('span', {}, el('bdi', {}, title(name))), el('strong', {}, measure(value, unit))))),
    record && el('p', { class: 'quiet' }, `Record ${record.sequence}, signed as of ${when(record.timeMillis)} by the device’s clock.`),
    el('ol', { class: 'links' }, links.map(({ name, holds, text }) => el('li', { class: holds ? 'holds' : 'broken' }, icon(holds ? 'done' : 'close'), el('strong', {}, name), el('span', {}, stranger(text))))));
}

/** Who believes the node's genesis believes the node; so anybody may bring his own. */
function trust(whose, check) {
  const chooser = el('input', { class: 'unseen', type: 'file', id: 'own-genesis', accept: '.json,application/json' });
  chooser.addEventListener('change', () => {
    const [file] = chooser.files;
    if (file) check(() => (file.size > FILE_BYTES_MAX ? Promise.reject(new Error('That file is no genesis: it is over 64 MiB.')) : file.text()), `your file ${stranger(file.name)}`);
  });
  return el('p', { class: 'trust' }, el('span', {}, `Trusted: ${whose}, and nothing else.`), chooser, el('label', { class: 'button small', for: 'own-genesis' }, 'Use my own genesis.json'));
}
