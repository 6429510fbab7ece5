// SPDX-License-Identifier: Apache-2.0
// Sidechains in words: what a state means for somebody now, what a tier promises, how far a message is. Pure functions;
// test/sidechains.test.mjs holds their examples.

import { count, counted, span, when } from '../view/format.js';

export const STATES = ['UNKNOWN', 'FOUNDING', 'ACTIVE', 'SUSPENDED', 'FROZEN', 'EXIT'];

/** What the committee of a tier could do to its users: the sentences of rule 34, by the tier's number. */
const ALL = 'It could ignore you. You can leave without it.';
const TIERS = {
  1: ['S', 'sovereign', 'Its committee could take what you brought there, within the limits shown; it could take nothing of anybody else.'],
  2: ['D', 'disputable', 'It could, unless one watcher looks within an hour.'],
  3: ['V', 'verified', 'It could, if all of eight delegates drawn for each block lie with it.'],
};

/** { letter, name, says } of a tier; one that nobody knows says so. */
export function tierOf(number) {
  const known = TIERS[number];
  if (!known) return { letter: '?', name: `tier ${number}`, says: 'This page does not know what its committee could do to you.' };
  const [letter, name, says] = known;
  // The sentences of the others answer the one of tier S, and need its question to stand alone.
  return { letter, name, says: number === 1 ? `${says} ${ALL}` : `Could its committee take what you brought there? ${says} ${ALL}` };
}

const at = (seconds) => when(seconds * 1000);
const hours = (seconds) => span(seconds * 1000);
const PAID = 'What had waited its time before that is still paid.';

/** How a chain stands, as a badge. */
export function badgeOf(chain, seconds) {
  if (chain.state === 'ACTIVE' && seconds > chain.rentUntil) return ['warm', 'active, rent is due'];
  if (chain.state === 'ACTIVE' && isLate(chain)) return ['warm', 'active, but late'];
  return { FOUNDING: ['plain', 'being founded'], ACTIVE: ['good', 'active'], SUSPENDED: ['warm', 'suspended'], FROZEN: ['bad', 'frozen'], EXIT: ['bad', 'ended'] }[chain.state] ?? ['plain', 'unknown'];
}

/** Whether the next message has waited for longer than a chain may leave it (docs/spec/hub.md, rule 19). */
export const isLate = ({ oldest, clock, patience }) => oldest !== undefined && clock > oldest + patience;

/** Whether deposits and messages are taken now (rule 16). */
export const takes = (chain, seconds) => chain.state === 'ACTIVE' && seconds <= chain.rentUntil;

/** What the state means for somebody who has, or wants to bring, something there. */
export function meaningOf(chain, seconds) {
  const since = at(chain.since);
  const end = chain.since + chain.patience;
  switch (chain.state) {
    case 'FOUNDING':
      return 'Its members are still putting up their bonds. Nothing can be brought there yet.';
    case 'ACTIVE':
      if (seconds > chain.rentUntil) return `Its rent ran out on ${at(chain.rentUntil)}: nothing can be brought there until somebody pays it. What is there can leave as ever.`;
      if (isLate(chain)) return `It takes deposits, but has left a message unanswered for more than ${hours(chain.patience)}. Anybody may report it as silent; then deposits stop until it answers.`;
      return `It takes deposits and messages. What leaves is paid ${hours(chain.delay)} after its checkpoint.`;
    case 'SUSPENDED':
      if (chain.isSilent) return `It has not answered a message for more than ${hours(chain.patience)}: no deposits since ${since}. ${PAID} ${seconds < end ? `If it does not answer until ${at(end)}, anybody may end it, and everybody is paid out by this root.` : 'Anybody may end it now, and everybody is paid out by this root.'}`;
      return `Its owner has stopped it until ${at(chain.resumes)}: no deposits and no checkpoints, but withdrawals can be asked for on this root. ${PAID}`;
    case 'FROZEN':
      return `Its committee was caught in a lie on ${since}, and lost its bonds. Nothing goes in or out. ${PAID} ${seconds < end ? `From ${at(end)} on` : 'Now'} anybody may begin the exit, in which everybody is paid out by this root.`;
    case 'EXIT':
      return chain.ending?.last > 0 ? `It ended on ${since}. Everybody is paid what checkpoint ${count(chain.ending.last)} says they have, and gets back what came after it. That needs nobody of the chain.`
        : `It ended on ${since} before any checkpoint counted. Everybody gets back what they brought. That needs nobody of the chain.`;
    default:
      return 'This page does not know this state.';
  }
}

/** What waits in the inbox: "nothing waits", "3 messages wait, the oldest for 2 h". */
export function waitingText({ state, inbox, line, oldest, clock, ending }) {
  if (state === 'EXIT') return inbox > (ending?.cursor ?? 0) ? `${counted(inbox - (ending?.cursor ?? 0), 'message')} to be paid back` : 'all was handled';
  const waiting = inbox - line.cursor;
  if (waiting === 0) return inbox === 0 ? 'none sent yet' : 'none waits';
  const age = oldest === undefined ? '' : `, ${waiting === 1 ? '' : 'the oldest '}for ${hours(Math.max(0, clock - oldest))}`;
  return `${counted(waiting, 'message')} ${waiting === 1 ? 'waits' : 'wait'}${age}`;
}

export const KINDS = { 1: 'deposit', 2: 'call', 3: 'token', 4: 'forced withdrawal', 5: 'refund' };

/** A message to a chain, as a badge. */
export function arrivalOf(index, chain, isPaidBack) {
  if (chain.state === 'EXIT') {
    if (index < (chain.ending?.cursor ?? 0)) return ['good', 'handled'];
    return isPaidBack ? ['plain', 'paid back'] : ['warm', 'can be paid back'];
  }
  return index < chain.line.cursor ? ['good', 'handled'] : ['warm', 'waiting'];
}

/** Whether a checkpoint is paid: { badge, at }; `at` in seconds where a time is certain. */
export function maturityOf(sequence, accepted, chain, seconds) {
  if (chain.state === 'EXIT') return sequence <= (chain.ending?.last ?? 0) ? { badge: ['good', 'payable'] } : { badge: ['bad', 'void'] };
  if (sequence <= chain.mature) return { badge: ['good', 'payable'] };
  const rest = accepted.clock + chain.delay - chain.clock;
  if (chain.state !== 'ACTIVE') return { badge: ['warm', 'waits while the chain stands still'] };
  return { badge: ['warm', 'waiting'], at: seconds + Math.max(0, rest) };
}

/** A message from a chain, of which `progress` is { drawn, isDone }. */
export function departureOf(maturity, progress) {
  if (progress?.isDone) return { badge: ['good', 'paid'] };
  if (maturity.badge[1] === 'payable' && progress?.drawn > 0n) return { badge: ['warm', 'paid in part'] };
  return maturity;
}

/** How many bits of a bitmap are set. */
export function bitsOf(bitmap) {
  let bits = 0;
  for (let rest = bitmap; rest > 0n; rest >>= 1n) bits += Number(rest & 1n);
  return bits;
}
