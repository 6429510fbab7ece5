// SPDX-License-Identifier: Apache-2.0
// What the hub's contracts say of the sidechains, read by eth_call (docs/spec/hub.md). Numbers that a chain chose are
// bounded by the contracts; everything it called itself is a stranger's text.

import { record } from './abi.js';
import { call } from './rpc.js';
import { ask, askAll, uint, V, words } from './views.js';
import { CHAINS, CHECKPOINTS, CLAIMS, COIN, ESCROW, EXITS, INBOX, MEMBERS, OUTPOST, WRAPPERS } from './hubWords.js';
import { STATES } from './sidechainWords.js';

/** Checked against contracts/artifacts by test/hub.test.mjs. */
export const VIEWS = {
  count: V(CHAINS, '0x06661abd', 'count()', uint),
  list: V(CHAINS, '0x50fd7367', 'list(uint256,uint256)', words('uint64[]')),
  charterOf: V(CHAINS, '0x2b8617c7', 'charterOf(uint64)', (data) => record(['uint64', 'uint8', 'uint32', 'bytes32', 'bytes32', 'string', 'string'], data)),
  standing: V(CHAINS, '0x86fd5a6a', 'standing(uint64)', words('uint8', 'bool', 'uint40', 'uint40', 'uint40', 'uint40', 'uint40')),
  clockOf: V(CHAINS, '0x98533c9c', 'clockOf(uint64)', uint),
  ownerOf: V(CHAINS, '0x7903a617', 'ownerOf(uint64)', words('address')),
  patience: V(CHAINS, '0xd4b82158', 'patience()', uint),
  rentUntil: V(CHAINS, '0x5241816b', 'rentUntil(uint64)', uint),
  rateOf: V(CHAINS, '0x122c5dda', 'rateOf(uint64,address)', words('uint128', 'uint128')),
  lineOf: V(CHECKPOINTS, '0x0f9d76c4', 'lineOf(uint64)', words('bytes32', 'bytes32', 'uint64', 'uint64', 'uint64')),
  acceptedAt: V(CHECKPOINTS, '0xc00fb719', 'acceptedAt(uint64,uint64)', words('bytes32', 'uint64', 'uint64', 'uint64', 'uint64')),
  lastMature: V(CHECKPOINTS, '0x754bed1e', 'lastMature(uint64)', uint),
  inboxCount: V(INBOX, '0x2d88e1fa', 'count(uint64)', uint),
  timeOf: V(INBOX, '0x2ad4fc27', 'timeOf(uint64,uint64)', uint),
  escrow: V(ESCROW, '0xa7da6239', 'escrow(uint64,address)', uint),
  pending: V(ESCROW, '0xb6b408f3', 'pending(uint64,address)', uint),
  isToken: V(ESCROW, '0x19f37361', 'isToken(address)', words('bool')),
  /** What the limit would let through now: asked as the one contract that may draw, and nothing is drawn by asking. */
  draw: V(ESCROW, '0x40781795', 'draw(uint64,address,uint256)', uint, CLAIMS),
  wrapperOf: V(WRAPPERS, '0x95da7129', 'wrapperOf(uint64,bytes32)', words('address')),
  sitting: V(MEMBERS, '0xa142706c', 'sitting(uint64)', uint),
  member: V(MEMBERS, '0x03f14cfd', 'member(uint64,bytes32)', words('address', 'uint48', 'uint48', 'uint256')),
  progressOf: V(CLAIMS, '0x0318fa46', 'progressOf(uint64,uint64,uint64)', words('uint248', 'bool')),
  endingOf: V(EXITS, '0x5f0a25d2', 'endingOf(uint64)', words('uint64', 'uint64')),
  paidBack: V(EXITS, '0x6cd1d6f8', 'paidBack(uint64,uint64)', words('bool')),
};

/** More than any limit lets through. */
const ALL = 1n << 127n;

let kind;

/** { hasHub, hasOutpost }: whether the hub's contracts stand here, and the outpost's. Asked once. */
export function kindOfChain() {
  kind ??= Promise.all([CHAINS, OUTPOST].map((address) => call('eth_getCode', [address, 'latest'])))
    .then(([hub, outpost]) => ({ hasHub: hub !== '0x', hasOutpost: outpost !== '0x' }))
    .catch((failure) => {
      kind = undefined;
      throw failure;
    });
  return kind;
}

/** How many chains were ever registered; undefined without the hub. */
export async function chainCount(signal) {
  const total = await ask(VIEWS.count, [], signal);
  return total === undefined ? undefined : Number(total);
}

/** Chains by order of registration, at most 64; undefined without the hub. */
export async function chainsFrom(start, most, signal) {
  const ids = (await ask(VIEWS.list, [start, most], signal))?.[0];
  return ids && chains(ids.map(Number), signal);
}

/** What is asked of each chain at once, and of each with what came of that. */
const FIRST = ['charterOf', 'standing', 'clockOf', 'rentUntil', 'lineOf', 'lastMature', 'inboxCount'];

/** Chains by their ids; undefined in place of one that is not registered, or that the node did not tell all of. */
export async function chains(ids, signal) {
  const coin = (id) => [[VIEWS.escrow, [id, COIN]], [VIEWS.rateOf, [id, COIN]], [VIEWS.draw, [id, COIN, ALL]]];
  const width = FIRST.length + 3;
  const [patience, ...answers] = await askAll([[VIEWS.patience, []], ...ids.flatMap((id) => [...FIRST.map((name) => [VIEWS[name], [id]]), ...coin(id)])], signal);
  const found = ids.map((id, index) => chainOf(id, answers.slice(index * width, (index + 1) * width), patience));
  const more = await askAll(found.flatMap((chain) => (chain ? [
    [VIEWS.acceptedAt, [chain.id, chain.line.sequence]], [VIEWS.timeOf, [chain.id, chain.line.cursor]], [VIEWS.endingOf, [chain.id]]] : [])), signal);
  let next = 0;
  for (const chain of found.filter(Boolean)) {
    const [accepted, oldest, ending] = more.slice(next, next += 3);
    chain.accepted = acceptedOf(accepted);
    chain.oldest = chain.inbox > chain.line.cursor && oldest !== undefined ? Number(oldest) : undefined;
    chain.ending = ending && { last: Number(ending[0]), cursor: Number(ending[1]) };
    if (chain.state === 'EXIT') chain.mature = chain.ending?.last ?? 0;
  }
  return found;
}

function chainOf(id, [charter, standing, clock, rentUntil, line, mature, inbox, escrow, rate, there], patience) {
  if (!charter || !standing || !line || patience === undefined || standing[0] === 0n) return undefined;
  const [, tier, delay, genesis, verifier, name, data] = charter;
  const [state, isSilent, since, stoppedAt, resumes, stopped] = standing;
  return {
    id, name, tier: Number(tier), delay: Number(delay), genesis, verifier, data, state: STATES[Number(state)] ?? 'UNKNOWN', isSilent, since: Number(since), stoppedAt: Number(stoppedAt), resumes: Number(resumes), stopped: Number(stopped),
    patience: Number(patience), clock: Number(clock ?? 0n), rentUntil: Number(rentUntil ?? 0n), mature: Number(mature ?? 0n), inbox: Number(inbox ?? 0n), escrow: escrow ?? 0n, limit: limitOf(rate, there),
    line: { digest: line[0], sequence: Number(line[2]), lastBlock: Number(line[3]), cursor: Number(line[4]) },
  };
}

/** { burst, perHour, left }; undefined where an asset has no limit. `left` is undefined if the node would not say. */
function limitOf(rate, there) {
  if (!rate || rate[0] === 0n) return undefined;
  return { burst: rate[0], perHour: rate[1], left: there };
}

const acceptedOf = (answer) => (!answer || /^0x0{64}$/.test(answer[0]) ? undefined : { digest: answer[0], clock: Number(answer[1]), cursor: Number(answer[2]), signers: answer[3], term: Number(answer[4]) });

/** One chain with its owner; undefined if it is not registered. */
export async function chain(id, signal) {
  const [[found], owner, sitting] = await Promise.all([chains([id], signal), ask(VIEWS.ownerOf, [id], signal), ask(VIEWS.sitting, [id], signal)]);
  return found && { ...found, owner: owner?.[0], sitting: Number(sitting ?? 0n) };
}

/** What is in escrow of assets, and their limits: { asset, escrow, pending, limit }. */
export async function holdings(id, assets, signal) {
  const answers = await askAll(assets.flatMap((asset) => [[VIEWS.escrow, [id, asset]], [VIEWS.pending, [id, asset]], [VIEWS.rateOf, [id, asset]], [VIEWS.draw, [id, asset, ALL]]]), signal);
  return assets.map((asset, index) => {
    const [escrow = 0n, pending = 0n, rate, there] = answers.slice(index * 4, index * 4 + 4);
    return { asset, escrow, pending, limit: limitOf(rate, there) };
  });
}

/** The wrapper of a chain's token, which Banyan's own chains name by 0; undefined if there is none. */
export async function wrapperOf(id, token, signal) {
  const address = (await ask(VIEWS.wrapperOf, [id, token], signal))?.[0];
  return address === COIN ? undefined : address;
}

/** Checkpoints by their sequence numbers; undefined in place of one that is not accepted. */
export async function acceptances(id, sequences, signal) {
  return (await askAll(sequences.map((sequence) => [VIEWS.acceptedAt, [id, sequence]]), signal)).map(acceptedOf);
}

/** When messages came, by the chain's clock, and whether they were paid back: { clock, isPaidBack }. */
export async function arrivals(chain, indices, signal) {
  const ended = chain.state === 'EXIT';
  const answers = await askAll(indices.flatMap((index) => [[VIEWS.timeOf, [chain.id, index]], ...(ended ? [[VIEWS.paidBack, [chain.id, index]]] : [])]), signal);
  const width = ended ? 2 : 1;
  return indices.map((_, place) => ({ clock: Number(answers[place * width] ?? 0n), isPaidBack: ended && answers[place * width + 1]?.[0] === true }));
}

/** How far messages of a checkpoint's outbox are: { drawn, isDone }. */
export async function departures(id, sequence, indices, signal) {
  const answers = await askAll(indices.map((index) => [VIEWS.progressOf, [id, sequence, index]]), signal);
  return answers.map((answer) => answer && { drawn: answer[0], isDone: answer[1] });
}

/** Members by the hashes of their keys: { keyHash, account, term, leaving, bond }. */
export async function members(id, keyHashes, signal) {
  const answers = await askAll(keyHashes.map((keyHash) => [VIEWS.member, [id, keyHash]]), signal);
  return keyHashes.map((keyHash, index) => answers[index] && { keyHash, account: answers[index][0], term: Number(answers[index][1]), leaving: Number(answers[index][2]), bond: answers[index][3] }).filter(Boolean);
}

/**
 * When something happened of which a chain's clock is known, in seconds of the root: the least and the greatest. The clock
 * stands still while the chain is not active, and nobody keeps when that was.
 */
export function rootTimes(chain, clock, now) {
  const still = chain.state !== 'ACTIVE' && clock >= chain.clock ? Math.max(0, now - chain.stoppedAt) : 0;
  return [clock, clock + chain.stopped + still];
}
