// SPDX-License-Identifier: Apache-2.0
// A made-up hub with sidechains in every state, or a made-up outpost. They answer the views the explorer asks and take the
// calls it sends; selectors come from the compiled contracts. Nothing here is signed, hashed or checked by anybody.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode, encode } from '../src/main/resources/explorer/js/chain/abi.js';
import { topicOf } from '../src/main/resources/explorer/js/chain/hubWords.js';

const artifacts = join(dirname(fileURLToPath(import.meta.url)), '../../contracts/artifacts');
const HUB = ['HubChains', 'HubMembers', 'HubEscrow', 'HubInbox', 'HubCheckpoints', 'HubProofs', 'HubClaims', 'HubMailbox', 'HubExits', 'HubWrappers', 'HubDisputes'];
const OUTPOST = ['Outpost', 'OutpostAssets', 'OutpostOutbox', 'OutpostMailbox'];
const COIN = 10n ** 18n;
const HOUR = 3600;
const DAY = 86_400;
const NOBODY = `0x${'0'.repeat(40)}`;
const NONE = `0x${'0'.repeat(64)}`;
const MESSAGE = ['uint64', 'uint64', 'uint64', 'uint8', 'address', 'address', 'address', 'uint256', 'uint64', 'uint64', 'address', 'bytes'];
const PARCEL = ['uint64', 'uint8', 'address', 'address', 'uint256', 'uint64', 'uint64', 'address', 'bytes'];
const CHECKPOINT = ['uint64', 'uint64', 'bytes32', 'uint64', 'uint64', 'uint64', 'bytes32', 'bytes32', 'bytes32', 'uint64', 'bytes32', 'bytes32', 'uint32', 'bytes32', 'bytes32', 'bytes32', 'bytes32'];

const hash = (text) => `0x${createHash('sha256').update(text).digest('hex')}`;
export const addressOf = (text) => hash(text).slice(0, 42);
const word = (value) => BigInt(value).toString(16).padStart(64, '0');
const topic = (value) => `0x${word(value)}`;
const text = (value) => {
  const hex = Buffer.from(value, 'utf8').toString('hex');
  return word(hex.length / 2) + hex.padEnd(Math.ceil(hex.length / 64) * 64, '0');
};

/** A token of the root, or of a root on a sidechain: what everybody asks an ERC-20. */
export const TOKENS = { dollar: addressOf('token dollar'), evil: addressOf('token evil') };

function selectors(names) {
  const table = new Map();
  for (const name of names) {
    const { address, methodIdentifiers } = JSON.parse(readFileSync(join(artifacts, `${name}.json`), 'utf8'));
    for (const [signature, selector] of Object.entries(methodIdentifiers)) table.set(`${address.toLowerCase()}${selector}`, `${name}.${signature.split('(')[0]}`);
  }
  return table;
}

const addresses = (names) => new Set(names.map((name) => JSON.parse(readFileSync(join(artifacts, `${name}.json`), 'utf8')).address.toLowerCase()));
const at = (number) => `0x${number.toString(16).padStart(40, '0')}`;

/** ERC-20 contracts with a supply, balances and allowances. */
function tokens(refuse) {
  const all = new Map();
  const owns = (to) => all.has(to);
  const key = (...parts) => parts.join('/');
  return {
    owns,
    add: (address, symbol, decimals, supply) => all.set(address, { symbol, decimals, supply, balances: new Map(), allowances: new Map() }),
    of: (address) => all.get(address),
    key,
    run({ to, from, data }) {
      const token = all.get(to);
      const raw = (data.slice(10).match(/.{64}/g) ?? []).map((hex) => BigInt(`0x${hex}`));
      const who = (place) => at(raw[place]);
      switch (data.slice(0, 10)) {
        case '0x95d89b41': return { answer: `0x${word(32)}${text(token.symbol)}` };
        case '0x313ce567': return { answer: `0x${word(token.decimals)}` };
        case '0x18160ddd': return { answer: `0x${word(token.supply)}` };
        case '0x70a08231': return { answer: `0x${word(token.balances.get(who(0)) ?? 0n)}` };
        case '0xdd62ed3e': return { answer: `0x${word(token.allowances.get(key(who(0), who(1))) ?? 0n)}` };
        case '0x095ea7b3': return { answer: `0x${word(1)}`, act: () => { token.allowances.set(key(from, who(0)), raw[1]); } };
        default: return refuse('0x');
      }
    },
  };
}

/**
 * @param people who send
 * @param put (secondsAgo, transaction) puts a transaction into a block of the past
 * @param count how many chains there are
 */
export function hub({ people, now, put, refuse, count = 8 }) {
  const names = selectors(HUB);
  const contracts = addresses(HUB);
  const coins = tokens(refuse);
  const [CHAINS, MEMBERS, , INBOX, CHECKPOINTS, , CLAIMS, , , WRAPPERS] = [0x1020, 0x1021, 0x1022, 0x1023, 0x1024, 0x1025, 0x1026, 0x1027, 0x1028, 0x1029].map(at);
  coins.add(TOKENS.dollar, 'USDX', 6, 9_000_000_000_000n);
  coins.add(TOKENS.evil, '<b>$</b>\u202Egold and a long tail', 18, 5n * COIN);
  people.slice(0, 3).forEach((person, index) => coins.of(TOKENS.dollar).balances.set(person, 12_500_000_000n * BigInt(index + 1)));

  const chains = new Map();
  const start = now();
  const event = (contract, name, indexed, data) => ({ address: contract, topics: [topicOf(contract, name), ...indexed.map(topic)], data: `0x${data}` });

  function found(id, name, more = {}) {
    const chain = {
      id, name, tier: 1, delay: DAY, genesis: hash(`genesis${id}`), data: '', owner: people[id % people.length], state: 2, isSilent: false, since: start - 44 * HOUR, stoppedAt: 0, resumes: 0, stopped: 0,
      rentUntil: start + 64 * DAY, inbox: [], checkpoints: [], mature: 0, cursor: 0, escrow: new Map(), pending: new Map(), limits: new Map(), progress: new Map(), ending: [0, 0], members: [], wrapper: undefined, ...more,
    };
    chains.set(id, chain);
    return chain;
  }

  const clock = (chain) => (chain.state === 2 ? now() : chain.stoppedAt) - chain.stopped;

  function inbox(chain, message, seconds) {
    const index = chain.inbox.length;
    const whole = { from: 0, to: chain.id, nonce: index, kind: 1, sender: people[index % people.length], recipient: people[(index + 3) % people.length], asset: NOBODY, amount: 0n, gas: 0, deadline: seconds + DAY, refund: people[index % people.length], data: '0x', ...message };
    const tracking = hash(`message ${chain.id}/${index}`);
    chain.inbox.push({ ...whole, seconds, tracking });
    if (whole.kind !== 4 && whole.kind !== 3) chain.escrow.set(whole.asset, (chain.escrow.get(whole.asset) ?? 0n) + whole.amount);
    return { address: INBOX, topics: [topicOf(INBOX, 'Sent'), topic(chain.id), topic(index), tracking], data: encode('0x', [`(${MESSAGE})`], [Object.values(whole).slice(0, 12)]) };
  }

  const send = (chain, ago, message) => put(ago, { from: message.sender ?? people[0], to: INBOX, input: '0x7358793c', value: 0n, logs: [inbox(chain, message, start - ago)] });

  function checkpoint(chain, ago, outbox, cursor = chain.inbox.length) {
    const sequence = chain.checkpoints.length + 1;
    const digest = hash(`checkpoint ${chain.id}/${sequence}`);
    const before = chain.checkpoints.at(-1);
    const first = (before?.last ?? 0) + 1;
    const one = { sequence, digest, seconds: start - ago, cursor, signers: 7n + 8n * BigInt(sequence % 3 === 0), term: 1, first, last: first + 59, outbox };
    chain.checkpoints.push(one);
    chain.cursor = cursor;
    if (start - ago + chain.delay <= clock(chain)) chain.mature = sequence;
    one.words = [chain.id, sequence, before?.digest ?? NONE, 1, first, one.last, hash(`block ${chain.id}/${one.last}`), hash(`state ${first}`), hash(`state ${one.last}`), cursor, hash(`inbox ${cursor}`), outbox === 0 ? NONE : hash(`outbox ${sequence}`), outbox, hash('totals'), hash('exits'), NONE, NONE];
    put(ago, { from: people[5], to: CHECKPOINTS, input: '0x7a636277', value: 0n, logs: [event(CHECKPOINTS, 'CheckpointAccepted', [chain.id, sequence], encode('', ['bytes32', ...CHECKPOINT], [digest, ...one.words]))] });
    return one;
  }

  function claim(chain, sequence, index, ago, message, drawn = message.amount) {
    const tracking = hash(`claimed ${chain.id}/${sequence}/${index}`);
    const whole = { from: chain.id, to: 0, nonce: index, kind: 1, sender: people[2], recipient: people[4], asset: NOBODY, amount: 0n, gas: 0, deadline: start + DAY, refund: people[2], data: '0x', ...message };
    const input = encode('0x9b051e37', [...CHECKPOINT, 'uint64', `(${MESSAGE})`, 'uint256[]'], [...chain.checkpoints[sequence - 1].words, index, Object.values(whole).slice(0, 12), []]);
    const isDone = drawn === whole.amount;
    chain.progress.set(`${sequence}/${index}`, { drawn, isDone });
    const logs = [event(CLAIMS, 'Drawn', [chain.id, tracking], word(drawn) + word(whole.amount))];
    if (isDone) logs.push(event(CLAIMS, 'Claimed', [chain.id, tracking], word(sequence) + word(index) + word(1)));
    put(ago, { from: people[4], to: CLAIMS, input, value: 0n, logs });
  }

  function join(chain, size, ago, bond = 1000n * COIN) {
    for (let seat = 0; seat < size; seat += 1) {
      const member = { keyHash: hash(`key ${chain.id}/${seat}`), account: addressOf(`member ${chain.id}/${seat}`), term: chain.state === 1 ? 0 : 1, leaving: 0, bond };
      chain.members.push(member);
      put(ago - seat, { from: member.account, to: MEMBERS, input: '0xaef637b2', value: bond, logs: [event(MEMBERS, 'Joined', [chain.id, member.keyHash, member.account], word(bond))] });
    }
  }

  function register(chain, ago, { wrapper, limits = [] } = {}) {
    if (chain.state === 2) chain.since = start - ago + HOUR;
    const logs = [event(CHAINS, 'Registered', [chain.id, chain.owner], word(64) + word(chain.tier) + text(chain.name))];
    for (const [asset, burst, perHour, left] of limits) {
      chain.limits.set(asset, { burst, perHour, left });
      logs.push(event(CHAINS, 'LimitSet', [chain.id, asset], word(burst) + word(perHour) + word(start - ago)));
    }
    if (wrapper) {
      chain.wrapper = addressOf(`wrapper ${chain.id}`);
      coins.add(chain.wrapper, wrapper.symbol, 18, wrapper.out);
      coins.of(chain.wrapper).balances.set(people[0], wrapper.out);
      chain.escrow.set(chain.wrapper, wrapper.cap - wrapper.out);
      logs.push(event(WRAPPERS, 'Made', [chain.id, NONE], word(chain.wrapper) + word(wrapper.cap)));
    }
    put(ago, { from: chain.owner, to: CHAINS, input: '0x30a59805', value: 130n * COIN, logs });
  }

  const first = found(7001, 'cold-chain', { data: 'https://cold-chain.example/blocks, and by torrent' });
  register(first, 45 * HOUR, { wrapper: { symbol: 'FROST', cap: 1_000_000n * COIN, out: 41_250n * COIN }, limits: [[NOBODY, 5_000n * COIN, 500n * COIN, 1_800n * COIN], [TOKENS.dollar, 20_000_000_000n, 1_000_000_000n, 20_000_000_000n]] });
  join(first, 4, 44 * HOUR + 600);
  for (let index = 0; index < 17; index += 1) {
    send(first, 43 * HOUR - index * 9000, { amount: BigInt(100 + index * 37) * COIN, ...(index % 5 === 1 && { asset: TOKENS.dollar, amount: 250_000_000n * BigInt(index) }), ...(index % 7 === 3 && { kind: 2, data: '0xa9059cbb', gas: 90_000 }), ...(index === 12 && { kind: 4, asset: NOBODY, amount: 10n * COIN }), ...(index === 14 && { asset: TOKENS.evil, amount: COIN }) });
  }
  for (let sequence = 1; sequence <= 42; sequence += 1) checkpoint(first, Math.round((43 - sequence) * HOUR - 600), sequence === 12 ? 3 : sequence === 41 ? 2 : sequence === 40 ? 70 : 0, Math.min(17, Math.floor(sequence * 0.5)));
  send(first, 240, { amount: 75n * COIN / 10n });
  send(first, 95, { asset: TOKENS.dollar, amount: 1_234_567_890n });
  claim(first, 12, 0, 6 * HOUR, { amount: 340n * COIN });
  claim(first, 12, 1, 5 * HOUR, { amount: 9_000n * COIN }, 4_100n * COIN);
  first.pending.set(NOBODY, 5_200n * COIN);

  const hostile = found(7002, '<img src=x onerror=alert(1)>', { data: '<script>alert(1)</script>\u202Eevil', rentUntil: start + 3 * DAY });
  register(hostile, 30 * HOUR, { wrapper: { symbol: '<b>EVIL</b>', cap: 10n ** 24n, out: 7n } });
  join(hostile, 4, 29 * HOUR);
  send(hostile, 26 * HOUR, { asset: TOKENS.evil, amount: 2n * COIN });

  const founding = found(7003, 'meadow', { state: 1, since: start - 3 * HOUR });
  register(founding, 3 * HOUR);
  join(founding, 2, 2 * HOUR);

  const rested = found(7004, 'harbour sensors', { state: 3, since: start - 7 * HOUR, stoppedAt: start - 7 * HOUR, resumes: start + 17 * HOUR, isSilent: false });
  register(rested, 40 * HOUR);
  join(rested, 7, 39 * HOUR, 2500n * COIN);
  send(rested, 30 * HOUR, { amount: 820n * COIN });
  checkpoint(rested, 20 * HOUR, 0);

  const silent = found(7005, 'quiet valley', { state: 3, since: start - 5 * HOUR, stoppedAt: start - 5 * HOUR, isSilent: true });
  register(silent, 48 * HOUR);
  join(silent, 4, 47 * HOUR);
  send(silent, 46 * HOUR, { amount: 12n * COIN });
  checkpoint(silent, 45 * HOUR, 1);
  send(silent, 31 * HOUR, { amount: 44n * COIN });

  const frozen = found(7006, 'two-faced', { state: 4, since: start - 20 * HOUR, stoppedAt: start - 20 * HOUR });
  register(frozen, 45 * HOUR);
  join(frozen, 4, 44 * HOUR, 0n);
  send(frozen, 40 * HOUR, { amount: 5_000n * COIN });
  checkpoint(frozen, 30 * HOUR, 2);

  const ended = found(7007, 'old mill', { state: 5, since: start - 2 * HOUR, stoppedAt: start - 26 * HOUR, ending: [1, 1] });
  register(ended, 50 * HOUR);
  join(ended, 4, 49 * HOUR);
  send(ended, 48 * HOUR, { amount: 60n * COIN });
  checkpoint(ended, 47 * HOUR, 1);
  checkpoint(ended, 30 * HOUR, 1);
  send(ended, 28 * HOUR, { amount: 9n * COIN });

  const due = found(7008, 'a chain with a name of thirty-two', { rentUntil: start - 4 * HOUR });
  register(due, 40 * HOUR);
  join(due, 4, 39 * HOUR);
  for (let number = 9; number <= count; number += 1) found(7000 + number, `net-${number}`, { escrow: new Map([[NOBODY, BigInt(number) * COIN]]) });
  const order = [...chains.keys()].slice(0, count);

  const of = (id) => chains.get(Number(id)) ?? { ...empty };
  const views = {
    'HubChains.count': () => word(order.length),
    'HubChains.list': ([from, most]) => {
      const page = order.slice(Number(from), Number(from) + Math.min(Number(most), 64));
      return word(32) + word(page.length) + page.map(word).join('');
    },
    'HubChains.charterOf': ([id]) => {
      const c = of(id);
      const name = text(c.name);
      return word(32) + [c.id, c.tier, c.delay].map(word).join('') + c.genesis.slice(2) + word(0) + word(224) + word(224 + name.length / 2) + name + text(c.data);
    },
    'HubChains.standing': ([id]) => {
      const c = of(id);
      return [c.state, Number(c.isSilent), c.since, c.stoppedAt, c.resumes, c.stopped, 0].map(word).join('');
    },
    'HubChains.clockOf': ([id]) => word(Math.max(0, clock(of(id)))),
    'HubChains.ownerOf': ([id]) => word(of(id).owner),
    'HubChains.patience': () => word(DAY),
    'HubChains.rentUntil': ([id]) => word(of(id).rentUntil),
    'HubChains.rateOf': ([id, asset]) => word(of(id).limits.get(at(asset))?.burst ?? 0) + word(of(id).limits.get(at(asset))?.perHour ?? 0),
    'HubCheckpoints.lineOf': ([id]) => {
      const c = of(id);
      const last = c.checkpoints.at(-1);
      return (last?.digest ?? NONE).slice(2) + NONE.slice(2) + word(last?.sequence ?? 0) + word(last?.last ?? 0) + word(c.cursor);
    },
    'HubCheckpoints.acceptedAt': ([id, sequence]) => {
      const one = of(id).checkpoints[Number(sequence) - 1];
      return one ? one.digest.slice(2) + [one.seconds, one.cursor, one.signers, one.term].map(word).join('') : word(0).repeat(5);
    },
    'HubCheckpoints.lastMature': ([id]) => word(of(id).mature),
    'HubInbox.count': ([id]) => word(of(id).inbox.length),
    'HubInbox.timeOf': ([id, index]) => word(of(id).inbox[Number(index)]?.seconds ?? 0),
    'HubEscrow.escrow': ([id, asset]) => word(of(id).escrow.get(at(asset)) ?? 0),
    'HubEscrow.pending': ([id, asset]) => word(of(id).pending.get(at(asset)) ?? 0),
    'HubEscrow.isToken': () => word(0),
    'HubEscrow.draw': ([id, asset, wanted], from) => {
      if (from !== CLAIMS) refuse(`0x4a9cd412${word(CLAIMS)}`);
      const limit = of(id).limits.get(at(asset));
      return word(limit ? limit.left : wanted);
    },
    'HubWrappers.wrapperOf': ([id, token]) => word((token === 0n && of(id).wrapper) || 0),
    'HubMembers.sitting': ([id]) => word(of(id).members.some(({ term }) => term === 1) ? 1 : 0),
    'HubMembers.member': ([id, key]) => {
      const member = of(id).members.find(({ keyHash }) => BigInt(keyHash) === key);
      return member ? word(member.account) + [member.term, member.leaving, member.bond].map(word).join('') : word(0).repeat(4);
    },
    'HubClaims.progressOf': ([id, sequence, index]) => {
      const progress = of(id).progress.get(`${sequence}/${index}`);
      return word(progress?.drawn ?? 0) + word(progress?.isDone ? 1 : 0);
    },
    'HubExits.endingOf': ([id]) => of(id).ending.map(word).join(''),
    'HubExits.paidBack': () => word(0),
  };

  const calls = {
    'HubInbox.send': (data, from, value) => {
      const [to, kind, recipient, asset, amount, gas, deadline, refund, bytes] = decode([`(${PARCEL})`], data)[0];
      const chain = of(to);
      if (chain.state !== 2 || chain.rentUntil < now()) refuse(`0x68f7e11d${word(to)}`);
      if (Number(deadline) < now() + HOUR) refuse(`0xe856c78f${word(32)}${text('deadline')}`);
      if (value !== (asset === NOBODY ? amount : 0n)) refuse(`0x195a3ca1${word(value)}${word(amount)}`);
      const token = coins.of(asset);
      const allowed = token?.allowances.get(coins.key(from, at(0x1022))) ?? 0n;
      if (asset !== NOBODY && (!token || allowed < amount || (token.balances.get(from) ?? 0n) < amount)) refuse('0x8ac5ff0b');
      return () => {
        if (token) {
          token.allowances.set(coins.key(from, at(0x1022)), allowed - amount);
          token.balances.set(from, token.balances.get(from) - amount);
        }
        return [inbox(chain, { kind: Number(kind), sender: from, recipient, asset, amount, gas, deadline, refund, data: bytes }, now())];
      };
    },
  };
  return { ...contractsOf({ names, contracts, coins, views, calls }), chains, order, tokens: coins };
}

const empty = { id: 0, name: '', tier: 0, delay: 0, genesis: NONE, data: '', owner: NOBODY, state: 0, isSilent: false, since: 0, stoppedAt: 0, resumes: 0, stopped: 0, rentUntil: 0, inbox: [], checkpoints: [], mature: 0, cursor: 0, escrow: new Map(), pending: new Map(), limits: new Map(), progress: new Map(), ending: [0, 0], members: [] };

/** Contracts and tokens as one: who they are, and what a call to them does. */
function contractsOf({ names, contracts, coins, views, calls }) {
  return {
    owns: (to) => contracts.has(to) || coins.owns(to),
    /** Answers a view, or tries a call; only a transaction keeps what it changed, and its events are returned. */
    run({ to, from = NOBODY, data, value = '0x0' }, keep = false) {
      if (coins.owns(to)) {
        const { answer, act } = coins.run({ to, from: from.toLowerCase(), data });
        if (!keep) return answer;
        act?.();
        return [];
      }
      const name = names.get(`${to}${data.slice(2, 10)}`);
      const raw = (data.slice(10).match(/.{64}/g) ?? []).map((hex) => BigInt(`0x${hex}`));
      if (views[name]) return `0x${views[name](raw, from.toLowerCase())}`;
      if (!calls[name]) throw new Error(`the made-up contracts have no ${name ?? data.slice(0, 10)}`);
      const act = calls[name](data.slice(10), from.toLowerCase(), BigInt(value));
      return keep ? (act() ?? []) : '0x';
    },
  };
}

/** A made-up sidechain's own contracts: a root, a few bridged assets, and an outbox that takes what is sent. */
export function outpost({ people, height, now, refuse, chainId }) {
  const names = selectors(OUTPOST);
  const contracts = addresses(OUTPOST);
  const coins = tokens(refuse);
  const RUN = 15;
  const OUTBOX = at(0x1032);
  const wrapper = addressOf('wrapper 7001');
  const listed = [[NOBODY, 'IOTX', 18, 82_000n * COIN], [TOKENS.dollar, 'USDX', 6, 3_100_000_000n], [TOKENS.evil, '<i>x</i>', 18, 1n]].map(([asset, symbol, decimals, supply]) => {
    const twin = addressOf(`twin of ${asset}`);
    coins.add(twin, symbol, decimals, supply);
    coins.of(twin).balances.set(people[0], supply / 4n);
    return { asset, twin };
  });
  const state = { out: 41_250n * COIN, nonce: 12, sent: [] };
  const current = () => Math.ceil((height() + 1) / RUN);
  const views = {
    'Outpost.root': () => word(4690),
    'Outpost.head': () => word(17) + hash('inbox').slice(2),
    'Outpost.memberCount': () => word(4),
    'Outpost.quorum': () => word(3),
    'OutpostAssets.wrapper': () => word(wrapper),
    'OutpostAssets.cap': () => word(1_000_000n * COIN),
    'OutpostAssets.out': () => word(state.out),
    'OutpostAssets.listed': () => word(32) + word(listed.length) + listed.map(({ asset }) => word(asset)).join(''),
    'OutpostAssets.bridged': ([asset]) => word(listed.find((one) => BigInt(one.asset) === asset)?.twin ?? 0),
    'OutpostAssets.isToken': () => word(0),
    'OutpostOutbox.lastClosed': () => word(Math.floor(height() / RUN)),
    'OutpostOutbox.current': () => word(current()),
    'OutpostOutbox.runBlocks': () => word(RUN),
    'OutpostOutbox.nonce': () => word(state.nonce),
  };
  const calls = {
    'OutpostOutbox.send': (data, from, value) => {
      const [to, kind, recipient, asset, amount, gas, deadline, refund, bytes] = decode([`(${PARCEL})`], data)[0];
      if (Number(deadline) < now() + HOUR) refuse(`0xe856c78f${word(32)}${text('deadline')}`);
      const isOwn = asset === wrapper;
      if (value !== (isOwn ? amount : 0n)) refuse(`0x195a3ca1${word(value)}${word(amount)}`);
      if (isOwn && amount > 1_000_000n * COIN - state.out) refuse(`0x0b7a0b9b${word(state.out)}${word(1_000_000n * COIN)}`);
      const token = coins.of(listed.find((one) => one.asset === asset)?.twin);
      if (!isOwn && !token) refuse(`0x813dd421${word(asset)}`);
      if (token && (token.balances.get(from) ?? 0n) < amount) refuse(`0xe450d38c${word(from)}${word(token.balances.get(from) ?? 0n)}${word(amount)}`);
      return () => {
        if (isOwn) state.out += amount;
        else token.balances.set(from, token.balances.get(from) - amount);
        const tracking = hash(`sent ${state.nonce}`);
        const whole = [chainId, to, state.nonce, kind, from, recipient, asset, amount, gas, deadline, refund, bytes];
        state.sent.push({ to, kind, recipient, asset, amount, tracking });
        state.nonce += 1;
        return [{ address: OUTBOX, topics: [topicOf(OUTBOX, 'Sent'), topic(current()), topic(0), tracking], data: encode('0x', [`(${MESSAGE})`], [whole]) }];
      };
    },
  };
  return { ...contractsOf({ names, contracts, coins, views, calls }), state, tokens: coins, listed, wrapper };
}
