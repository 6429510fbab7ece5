// SPDX-License-Identifier: Apache-2.0
// A deed as a form: fields, what will happen in words, and how it goes once it is sent: tried out, signed, final.

import { el, fill, write } from './dom.js';
import { blockLink, coinName, copyable, facts as pairs, transactionLink } from './parts.js';
import { coins, num, short } from './format.js';
import { icon } from './glyph.js';
import { fieldOf } from './fields.js';
import { transferLink } from './sidechains.js';
import { decodeCall, decodeLog, systemName } from '../chain/contracts.js';
import { Declined, tryOut, untilFinal } from '../chain/sending.js';
import { connected, send, WalletRefused } from '../chain/wallet.js';
import { Refused, Unreachable } from '../chain/rpc.js';

/**
 * @param deed see bucketDeeds.js; one may have no command, and `before` with what has to be final first
 * @param desk { ready: (() => reason why nothing can be sent, or undefined), around: (job) => runs a job that must not be
 *   disturbed, told: takes the outcome where the form is gone by then, done: called after a deed is final, signal }
 * @param leave { label, go, after, end }: a second button's text and act, and both once the deed is done
 */
export function deedForm(deed, desk, leave) {
  const fields = deed.fields.map(fieldOf);
  const says = el('ul', { class: 'deed-says' });
  const sent = el('div', {});
  const command = el('div', { class: 'deed-command' });
  const details = el('div', { class: 'deed-details' },
    el('details', {}, el('summary', {}, 'What is sent'), sent),
    deed.command && el('details', { open: !connected() }, el('summary', {}, 'On the command line'), command));
  const steps = el('ol', { class: 'deed-steps', role: 'status' });
  const note = el('p', { class: 'deed-note' });
  const submit = el('button', { class: `button ${deed.grave ? 'grave' : 'main'}`, type: 'submit' }, deed.verb);
  let over = false;
  const second = el('button', { class: 'button', type: 'button', on: { click: () => (over ? leave.end : leave.go)() } }, leave.label);
  const typed = () => Object.fromEntries(fields.map((field) => [field.name, field.read()]));
  const read = () => deed.read(typed());
  const preview = () => {
    const { wanted } = read();
    fill(says, wanted ? deed.says(wanted).map((sentence) => el('li', {}, sentence)) : el('li', { class: 'quiet' }, 'Fill this in to see what will happen.'));
    details.hidden = !wanted;
    if (wanted) {
      fill(sent, inDetail(deed.call(wanted)));
      if (deed.command) fill(command, copyable(deed.command(wanted), el('code', {}, deed.command(wanted))));
    }
    const now = typed();
    fields.forEach((field) => field.renew(now));
    const hindrance = desk.ready();
    submit.hidden = over || hindrance !== undefined;
    write(note, over || !wanted ? '' : hindrance ?? '');
  };
  const complain = (wrong = {}) => fields.forEach((field) => field.complain(wrong[field.name]));
  const form = el('form', { class: 'deed', novalidate: true, on: {
    input: () => {
      preview();
      const { wrong = {} } = read();
      // What was complained about is withdrawn as soon as it is right; nobody is told off while typing.
      fields.forEach((field) => !wrong[field.name] && field.complain());
    },
    submit: async (event) => {
      event.preventDefault();
      if (desk.ready() !== undefined || submit.disabled) return;
      const { wanted, wrong } = read();
      complain(wrong);
      if (!wanted) {
        fields.find(({ name }) => wrong[name]).focus();
        return;
      }
      lock(form, true);
      over = await desk.around(() => carryOut(deed, wanted, stepsOf(steps), desk));
      if (!form.isConnected) desk.told(steps.lastElementChild.textContent);
      if (over) {
        submit.hidden = true;
        fill(second, leave.after);
        second.disabled = false;
        second.focus();
      } else {
        lock(form, false);
        submit.focus();
      }
    },
  } },
  deed.fields.length > 0 && el('div', { class: 'deed-fields' }, fields.map(({ whole }) => whole)),
  el('div', { class: 'deed-preview' }, el('h3', {}, 'What will happen'), says, details),
  steps, note, el('div', { class: 'deed-buttons' }, submit, second));
  preview();
  return { form, renew: preview, focus: () => (fields[0] ?? { focus: () => submit.focus() }).focus() };
}

function lock(form, locked) {
  for (const control of form.elements) {
    // A tick that may not be set stays so.
    if (locked) control.dataset.was = control.disabled;
    control.disabled = locked || control.dataset.was === 'true';
  }
  form.setAttribute('aria-busy', locked);
}

function inDetail({ to, data, value }) {
  const { name, arguments: given } = decodeCall(to, data);
  const shown = given.map((part) => `${part.name}: ${Array.isArray(part.value) ? `[${part.value.join(', ')}]` : part.value}`).join(', ');
  return pairs(
    ['To', el('span', {}, `${systemName(to) ?? ''} `, el('span', { class: 'mono' }, to))],
    ['Call', el('span', { class: 'mono' }, `${name}(${shown})`)],
    ['Coins', `${coins(value, 18)} ${coinName()}`],
    ['Input', el('span', { class: 'mono hash' }, data)]);
}

/** Steps that somebody sees go by: one at a time is under way, and ends well, calmly or badly. */
function stepsOf(list) {
  fill(list);
  let current;
  const end = (kind, ...content) => {
    current.className = kind;
    fill(current, content);
  };
  return {
    begin: (text) => {
      current = el('li', { class: 'now' }, text);
      list.append(current);
    },
    done: (...content) => end('done', ...content),
    calm: (text) => end('calm', text),
    bad: (text) => end('bad', text),
  };
}

/** @returns whether it was sent, and there is nothing left to try again */
async function carryOut(deed, wanted, steps, { signal, done }) {
  const { account, wallet } = connected();
  let hash;
  const sign = async (call, about) => {
    steps.begin(`The node tries ${about} out …`);
    const { gas, fee } = await tryOut(call, coinName(), signal);
    steps.done(`The node tried ${about} out: it goes through, for about ${coins(fee, 6)} ${coinName()} of gas.`);
    steps.begin(`Waiting for you in ${wallet.name} …`);
    const sent = await send({ ...call, gas });
    steps.done('Signed and sent: ', transactionLink(sent, short(sent)));
    steps.begin('Waiting for its block …');
    return sent;
  };
  try {
    const first = await deed.before?.(wanted, account, signal);
    if (first) {
      const receipt = await untilFinal(await sign({ from: account, ...first }, 'the approval'), signal);
      if (!receipt || num(receipt.status) !== 1) {
        steps.bad(receipt ? 'The token refused to approve it. Nothing was sent to the chain.' : 'The approval is in no block after a minute. Look into the wallet before you try again.');
        return false;
      }
      steps.done('Approved in ', blockLink(num(receipt.blockNumber), `block ${num(receipt.blockNumber).toLocaleString('en')}`), '.');
    }
    hash = await sign({ from: account, ...deed.call(wanted) }, 'it');
    await finish(deed, hash, steps, signal);
  } catch (failure) {
    if (signal.aborted) return true;
    if (failure instanceof WalletRefused && failure.calm) steps.calm(failure.message);
    else steps.bad(wordsOf(failure));
    if (hash === undefined) return false;
  }
  await done();
  return true;
}

async function finish(deed, hash, steps, signal) {
  const receipt = await untilFinal(hash, signal);
  if (!receipt) {
    steps.bad('It is in no block after a minute. If this node does not know it, the wallet sent it elsewhere; look into the wallet before you try again.');
    return;
  }
  const block = num(receipt.blockNumber);
  if (num(receipt.status) === 1) steps.done('Final in ', blockLink(block, `block ${block.toLocaleString('en')}`), '. ', outcome(receipt), el('a', { href: `#/transaction/${hash}` }, 'See the transaction'));
  else steps.bad('The contract refused it when its turn came: something had changed since it was tried out.');
}

/** What came of it, of its own events. */
function outcome(receipt) {
  const told = (receipt.logs ?? []).map(decodeLog).filter(Boolean).map(({ name, arguments: given }) => [name, Object.fromEntries(given.map((part) => [part.name, part.value]))]);
  const sum = (name) => told.filter(([event]) => event === name).reduce((total, [, { amount }]) => total + amount, 0n);
  const sent = told.find(([event]) => event === 'Sent');
  if (sent) return ['Its tracking id is ', transferLink(sent[1].tracking, num(receipt.blockNumber)), '. '];
  const created = told.find(([name]) => name === 'BucketCreated');
  if (created) return `Bucket ${created[1].bucket} is yours. `;
  const paid = sum('Claimed') + sum('DelegateClaimed');
  return paid > 0n ? `${coins(paid, 18)} ${coinName()} were paid. ` : '';
}

function wordsOf(failure) {
  if (failure instanceof Declined || failure instanceof WalletRefused || failure instanceof Unreachable) return failure.message;
  if (failure instanceof Refused) return `The node refuses: ${failure.message}`;
  console.error(failure);
  return 'The explorer made a mistake. Nothing more was sent.';
}

/** A dialog over the page; the focus goes back to where it was when it closes. */
export function dialogOf(title, place, onClose) {
  const heading = el('h2', { id: 'dialog-title' }, title);
  const body = el('div', { class: 'dialog-body' });
  const closer = el('button', { class: 'icon-button', type: 'button', 'aria-label': 'Close', on: { click: () => dialog.close() } }, icon('close'));
  const dialog = el('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title', on: { close: () => {
    dialog.remove();
    onClose();
  } } }, el('div', { class: 'dialog-head' }, heading, closer), body);
  place.append(dialog);
  dialog.showModal();
  return {
    show(text, ...content) {
      write(heading, text);
      fill(body, content);
    },
    close: () => dialog.close(),
  };
}
