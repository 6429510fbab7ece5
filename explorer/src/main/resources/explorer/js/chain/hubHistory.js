// SPDX-License-Identifier: Apache-2.0
// What only events tell of the sidechains: who joined, what a message says, which blocks a checkpoint names. Every search
// is bounded; where a node lacks the blocks, what the views say stands alone.

import { decode } from './abi.js';
import { callAll, Refused } from './rpc.js';
import { decodeLog } from './contracts.js';
import { acceptances, arrivals, departures, members, rootTimes } from './hub.js';
import { CHAINS, CHECKPOINT, CHECKPOINTS, CLAIMS, EXITS, INBOX, MEMBERS, OUTBOX, OUTPOST, topicOf, WRAPPERS } from './hubWords.js';
import { blockAt, logsAround, logsOf, lookBack, newest, topic, WINDOW } from './logs.js';
import { num } from '../view/format.js';

/** Windows that are searched before a page says that it found nothing so far. */
const WINDOWS = 6;
const CLAIM = '0x9b051e37';

/** An event as { event, hash, block, seconds, …its parameters }, or undefined. */
export function told(log) {
  const known = decodeLog(log);
  return known && {
    ...Object.fromEntries(known.arguments.map(({ name, value }) => [name, value])), event: known.name, contract: log.address.toLowerCase(), hash: log.transactionHash, block: num(log.blockNumber),
    seconds: log.blockTimestamp === undefined ? undefined : num(log.blockTimestamp),
  };
}

const toldAll = (logs) => logs.map(told).filter(Boolean);
const named = (contract, ...names) => names.map((name) => topicOf(contract, name));

/** What was found of a chain's founding; it does not change any more once it is whole. */
const foundings = new Map();

/**
 * Who joined, which tokens the chain may export, and which assets have limits: { keyHashes, wrappers, limited, registered,
 * looked }. `registered` is undefined if registration was not found in the blocks `looked` at.
 */
export async function foundingOf(chain, signal, windows = WINDOWS) {
  const filter = { address: [CHAINS, MEMBERS, WRAPPERS], topics: [[...named(CHAINS, 'Registered', 'LimitSet'), ...named(MEMBERS, 'Joined'), ...named(WRAPPERS, 'Made')], topic(chain.id)] };
  const last = await newest(signal);
  const isThere = (logs) => toldAll(logs).some(({ event }) => event === 'Registered');
  const fresh = await lookBack(filter, last, 1, isThere, signal);
  let old = foundings.get(chain.id) ?? { logs: [], from: fresh.from };
  if (!isThere(fresh.logs) && !isThere(old.logs) && fresh.from > 0) {
    const opened = await blockAt(await openedAt(chain, signal), signal);
    const start = Math.min(fresh.from - 1, old.logs.length > 0 || foundings.has(chain.id) ? old.from - 1 : (opened ?? last) + 1);
    const more = await lookBack(filter, start, windows, isThere, signal);
    old = { logs: [...old.logs, ...more.logs], from: more.from };
    foundings.set(chain.id, old);
  }
  const all = toldAll([...fresh.logs, ...old.logs]);
  const of = (name) => all.filter(({ event }) => event === name);
  return {
    keyHashes: [...new Set(of('Joined').map(({ keyHash }) => keyHash))],
    wrappers: of('Made').map(({ wrapper, token, cap }) => ({ address: wrapper, token, cap })),
    limited: [...new Set(of('LimitSet').map(({ asset }) => asset))],
    registered: of('Registered')[0],
    from: Math.min(fresh.from, old.from),
  };
}

/** About when a chain was opened, or was not later than: registration comes shortly before that. */
async function openedAt(chain, signal) {
  if (chain.state === 'FOUNDING' || (chain.state === 'ACTIVE' && chain.stopped === 0)) return chain.since;
  const [first] = chain.line.sequence > 0 ? await acceptances(chain.id, [1], signal) : [];
  const [message] = chain.inbox > 0 ? await arrivals(chain, [0], signal) : [];
  return Math.min(first?.clock ?? Infinity, message?.clock || Infinity, chain.stoppedAt || chain.since);
}

/** Members that joined and whose bonds are there, those of the sitting committee first. */
export async function committeeOf(chain, founding, signal) {
  const found = await members(chain.id, founding.keyHashes.slice(0, 144), signal);
  return found.sort((a, b) => Number(b.term === chain.sitting) - Number(a.term === chain.sitting) || (a.account < b.account ? -1 : 1));
}

/** Checkpoints, newest first: { sequence, accepted, said, seconds }; what `said` holds is undefined if its event is not found. */
export async function checkpointsOf(chain, from, most, now, signal) {
  const sequences = range(Math.min(from, chain.line.sequence), 1, most);
  const accepted = await acceptances(chain.id, sequences, signal);
  const moments = accepted.filter(Boolean).map(({ clock }) => rootTimes(chain, clock, now));
  const logs = moments.length === 0 ? [] : await logsAround({ address: CHECKPOINTS, topics: [topicOf(CHECKPOINTS, 'CheckpointAccepted'), topic(chain.id), sequences.map(topic)] }, moments, signal);
  const bySequence = new Map(toldAll(logs).map((one) => [Number(one.number), one]));
  return sequences.map((sequence, place) => {
    const said = bySequence.get(sequence);
    return accepted[place] && { sequence, accepted: accepted[place], said: said?.digest === accepted[place].digest ? said : undefined, seconds: said?.seconds ?? rootTimes(chain, accepted[place].clock, now)[1] };
  }).filter(Boolean);
}

/** Messages of a chain's inbox, newest first: { index, clock, isPaidBack, said, seconds }. */
export async function messagesOf(chain, from, most, now, signal) {
  const indices = range(Math.min(from, chain.inbox - 1), 0, most);
  const came = await arrivals(chain, indices, signal);
  const moments = came.map(({ clock }) => rootTimes(chain, clock, now));
  const logs = moments.length === 0 ? [] : await logsAround({ address: INBOX, topics: [topicOf(INBOX, 'Sent'), topic(chain.id), indices.map(topic)] }, moments, signal);
  const byIndex = new Map(toldAll(logs).map((one) => [Number(one.index), one]));
  return indices.map((index, place) => ({ index, ...came[place], said: byIndex.get(index), seconds: byIndex.get(index)?.seconds ?? rootTimes(chain, came[place].clock, now)[1] }));
}

/**
 * Messages of a checkpoint's outbox: { index, progress, said }. What one says is known here only once somebody brought it:
 * of the claim, if it was found.
 */
export async function outboxOf(chain, { sequence, said, seconds }, from, most, signal) {
  const indices = range(Math.min(from + most, Number(said?.outboxCount ?? 0)) - 1, from, most).reverse();
  const progress = await departures(chain.id, sequence, indices, signal);
  const isTouched = progress.some((one) => one && (one.isDone || one.drawn > 0n));
  const claims = isTouched ? await claimsAfter(chain, sequence, seconds, signal) : new Map();
  return indices.map((index, place) => ({ index, progress: progress[place], said: claims.get(index) }));
}

/** By the index in a checkpoint's outbox, what its claims say: { tracking, hash, event, to, …the message }. */
async function claimsAfter(chain, sequence, seconds, signal) {
  const found = new Map();
  const last = await newest(signal);
  // The first claims after its delay: that is when most are brought.
  const ripe = await blockAt(seconds + chain.delay, signal);
  if (ripe === undefined) return found;
  const logs = (await logsOf({ address: CLAIMS, topics: [named(CLAIMS, 'Claimed', 'Forwarded', 'Drawn'), topic(chain.id)] }, ripe, Math.min(last, ripe + WINDOW - 1), signal)) ?? [];
  const events = toldAll(logs).slice(-100);
  const answers = await callAll(events.map(({ hash }) => ['eth_getTransactionByHash', [hash]]), signal);
  events.forEach((event, place) => {
    const claim = answers[place] instanceof Refused ? undefined : claimOf(answers[place]);
    if (claim?.sequence === sequence) found.set(claim.index, { ...claim, ...event });
  });
  return found;
}

const MESSAGE = '(uint64,uint64,uint64,uint8,address,address,address,uint256,uint64,uint64,address,bytes)';

/** What the transaction of a claim says: { sequence, index, kind, recipient, asset, amount, to }; undefined for another one. */
export function claimOf(transaction) {
  if (transaction?.to?.toLowerCase() !== CLAIMS || !transaction.input?.startsWith(CLAIM)) return undefined;
  const values = decode([...CHECKPOINT.map(({ type }) => type), 'uint64', MESSAGE], transaction.input.slice(10));
  if (!values) return undefined;
  const [, to, , kind, sender, recipient, asset, amount] = values[CHECKPOINT.length + 1];
  return { sequence: Number(values[1]), index: Number(values[CHECKPOINT.length]), to: Number(to), kind: Number(kind), sender, recipient, asset, amount };
}

/** What left a sidechain lately, newest first. */
export async function sentLately(most, signal) {
  const { logs } = await lookBack({ address: OUTBOX, topics: [topicOf(OUTBOX, 'Sent')] }, await newest(signal), 1, () => false, signal);
  return toldAll(logs).reverse().slice(0, most);
}

/** Numbers from `high` down to `low`, at most so many. */
function range(high, low, most) {
  return Array.from({ length: Math.max(0, Math.min(most, high - low + 1)) }, (_, place) => high - place);
}

/**
 * Every step of a transfer that this chain's contracts told of, oldest first: looked for around a block, and back from the
 * newest one.
 *
 * @param near a block of one of its steps, or undefined
 * @param windows how many searches back
 * @returns { steps, from, isWhole }: the oldest block looked at, and whether there is none before it
 */
export async function stepsOf(tracking, near, windows, signal) {
  const last = await newest(signal);
  const filters = [{ address: [CLAIMS, EXITS, OUTPOST], topics: [null, null, tracking] }, { address: [INBOX, OUTBOX], topics: [topicOf(INBOX, 'Sent'), null, null, tracking] }];
  const found = await Promise.all(filters.map((filter) => lookBack(filter, last, windows, () => false, signal)));
  const around = near === undefined || near > last ? [] : await Promise.all(filters.map((filter) => logsOf(filter, near, Math.min(last, near + WINDOW - 1), signal)));
  const logs = new Map([...found.flatMap((one) => one.logs), ...around.flatMap((one) => one ?? [])].map((log) => [`${log.blockNumber}/${log.logIndex}`, log]));
  const steps = toldAll([...logs.values()]).filter((one) => one.tracking === tracking);
  return { steps: steps.sort((a, b) => a.block - b.block), from: found[0].from, isWhole: found[0].isWhole };
}
