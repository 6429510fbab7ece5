// SPDX-License-Identifier: Apache-2.0
// The hub's books told a second time, from docs/spec/hub.md: what each step must do, and whether it may be done at all.
import { COIN, DAY, FOREVER, HOUR, inboxBeginning, inboxNext, kind } from './hub.mjs';

const PATIENCE = BigInt(DAY), DELAY = BigInt(DAY), GRACE = BigInt(DAY);
const get = (map, key) => map.get(key) ?? 0n;
const add = (map, key, amount) => map.set(key, get(map, key) + amount);

/** One chain's part of the books. */
class Chain {
  constructor(id, now, limits) {
    Object.assign(this, {
      id, limits, state: 'ACTIVE', since: now, stoppedAt: 0n, stopped: 0n, resumes: null, mayRestAgain: 0n, isSilent: false,
      inbox: [], inboxHash: inboxBeginning(id), inboxHashes: [inboxBeginning(id)], line: [], cursor: 0,
      escrow: new Map(), pending: new Map(), brought: new Map(), claimed: new Map(), paidOut: new Map(), minted: new Map(),
      buckets: new Map(), settled: new Set(), ending: null, paidBack: new Set(), exited: new Set(), bonds: [1000n, 1000n, 1000n, 1000n],
    });
  }
}

export class HubModel {
  /**
   * @param hash of a message
   * @param isWall whether an account refuses coin
   * @param deeds the ERC-721 token's contract
   */
  constructor({ hash, isWall, deeds, claims }) {
    Object.assign(this, { hash, isWall, deeds, claims, now: 0n, chains: new Map(), homes: new Map(), supply: new Map() });
    Object.assign(this, { wealth: new Map(), owed: new Map(), owners: new Map(), proofs: 0n, burnt: 0n });
  }

  found(id, { limits = new Map(), wrapper, cap } = {}) {
    const chain = new Chain(id, this.now, limits);
    if (wrapper) {
      this.homes.set(wrapper, id);
      chain.escrow.set(wrapper, cap);
      chain.minted.set(wrapper, cap);
    }
    this.chains.set(id, chain);
  }

  at(id) {
    const c = this.chains.get(id);
    if (c.state === 'SUSPENDED' && !c.isSilent && this.now >= c.resumes) {
      c.stopped += c.resumes - c.stoppedAt;
      Object.assign(c, { state: 'ACTIVE', since: c.resumes });
    }
    return c;
  }

  clock(c) {
    return (c.state === 'ACTIVE' ? this.now : c.stoppedAt) - c.stopped;
  }

  isLate(c, cursor) {
    return cursor < c.inbox.length && this.clock(c) > c.inbox[cursor].clock + PATIENCE;
  }

  isMature(c, sequence) {
    const entry = c.line[sequence - 1];
    return entry !== undefined && entry.clock + DELAY <= this.clock(c);
  }

  /** What it has, less what messages from the cursor on brought. */
  handled(c, asset, cursor) {
    const later = c.inbox.slice(cursor).filter(({ m }) => m.asset === asset && m.kind !== kind.TOKEN && m.kind !== kind.FORCED);
    return get(c.escrow, asset) - later.reduce((sum, { m }) => sum + m.amount, 0n);
  }

  append(c, m) {
    const hash = this.hash(m);
    c.inbox.push({ m, hash, clock: this.clock(c) });
    c.inboxHash = inboxNext(c.inboxHash, hash);
    c.inboxHashes.push(c.inboxHash);
  }

  credit(c, asset, amount) {
    add(c.escrow, asset, amount);
    add(c.brought, asset, amount);
  }

  gain(account, asset, amount) {
    add(this.wealth, `${account} ${asset}`, amount);
  }

  /** Wrappers of the paying chain are made, other assets leave. */
  pay(home, asset, amount, to, otherwise) {
    for (const account of [to, otherwise]) {
      if (asset !== COIN || !this.isWall(account)) {
        if (this.homes.get(asset) === home) add(this.supply, asset, amount);
        this.gain(account, asset, amount);
        return;
      }
    }
    add(this.owed, `${otherwise} ${asset}`, amount);
  }

  deposit(id, m) {
    const c = this.at(id);
    if (c.state !== 'ACTIVE') return false;
    if (m.kind === kind.TOKEN) {
      this.owners.set(m.amount, { chain: id, arrived: c.inbox.length, leaving: 0 });
    } else {
      this.gain(m.sender, m.asset, -m.amount);
      if (this.homes.get(m.asset) === id) add(this.supply, m.asset, -m.amount);
      this.credit(c, m.asset, m.amount);
    }
    this.append(c, m);
    return true;
  }

  force(id, m) {
    const c = this.at(id);
    if (c.state !== 'ACTIVE' && c.state !== 'SUSPENDED') return false;
    this.append(c, m);
    return true;
  }

  suspend(id, seconds) {
    const c = this.at(id);
    if (c.state !== 'ACTIVE' || this.now < c.mayRestAgain) return false;
    Object.assign(c, { state: 'SUSPENDED', isSilent: false, since: this.now, stoppedAt: this.now, resumes: this.now + seconds });
    c.mayRestAgain = c.resumes + BigInt(30 * DAY);
    return true;
  }

  freeze(c) {
    if (c.state === 'ACTIVE') c.stoppedAt = this.now;
    if (c.state === 'ACTIVE' || c.state === 'SUSPENDED') Object.assign(c, { state: 'FROZEN', since: this.now });
  }

  burn(c, members) {
    for (const i of members) {
      this.proofs += c.bonds[i] / 2n;
      this.burnt += c.bonds[i] / 2n;
      c.bonds[i] = 0n;
    }
  }

  /** @returns 'accepted', 'overdrawn' or 'refused' */
  submit(id, made, members) {
    const c = this.at(id);
    const { checkpoint, totals, tokens, exits, messages } = made;
    const cursor = Number(checkpoint.inboxCursor);
    if (c.line.at(-1)?.made.digest === made.digest) return 'accepted';
    if (c.state !== 'ACTIVE' && !(c.state === 'SUSPENDED' && c.isSilent)) return 'refused';
    if (made.isForged || members.length < 3 || cursor < c.cursor || cursor > c.inbox.length) return 'refused';
    if (Number(checkpoint.sequence) !== c.line.length + 1) return 'refused';
    const left = new Map(totals.map(({ asset, amount }) => [asset, amount]));
    const isThere = totals.every(({ asset, amount }) => amount <= this.handled(c, asset, cursor))
      && tokens.every(({ id: token }) => {
        const place = this.owners.get(token);
        return place?.chain === id && place.leaving === 0 && place.arrived < cursor;
      })
      && exits.every(({ asset, sum }) => asset === this.deeds || sum <= this.handled(c, asset, cursor) - get(left, asset));
    if (!isThere) {
      this.freeze(c);
      this.burn(c, members);
      return 'overdrawn';
    }
    for (const [asset, amount] of left) {
      add(c.escrow, asset, -amount);
      add(c.pending, asset, amount);
    }
    for (const { id: token } of tokens) this.owners.get(token).leaving = c.line.length + 1;
    c.line.push({ made, members, clock: this.clock(c), cursor, left, drawn: messages.map(() => 0n), isDone: messages.map(() => false) });
    c.cursor = cursor;
    if (c.isSilent && c.state === 'SUSPENDED' && !this.isLate(c, cursor)) {
      c.stopped += this.now - c.stoppedAt;
      Object.assign(c, { state: 'ACTIVE', isSilent: false, since: this.now });
    }
    return 'accepted';
  }

  conflict(id, members) {
    const c = this.at(id);
    this.freeze(c);
    this.burn(c, members);
    return true;
  }

  shortTotals(id, sequence, asset) {
    const c = this.at(id);
    const entry = c.line[sequence - 1];
    const asked = entry.made.messages.filter((m) => m.asset === asset && m.kind !== kind.TOKEN).reduce((sum, m) => sum + m.amount, 0n);
    if (asked <= (entry.made.totals.find((total) => total.asset === asset)?.amount ?? 0n)) return false;
    this.freeze(c);
    this.burn(c, entry.members);
    return true;
  }

  draw(c, asset, wanted) {
    const limit = c.limits.get(asset);
    if (!limit) return wanted;
    const bucket = c.buckets.get(asset) ?? { level: limit.burst * 3600n, time: this.now };
    const level = bucket.level + (this.now - bucket.time) * limit.perHour;
    const full = limit.burst * 3600n;
    const there = level < full ? level : full;
    const drawn = wanted < there / 3600n ? wanted : there / 3600n;
    if (drawn > 0n) c.buckets.set(asset, { level: there - drawn * 3600n, time: this.now });
    return drawn;
  }

  claim(id, sequence, index) {
    const c = this.at(id);
    if (!this.isMature(c, sequence)) return false;
    const entry = c.line[sequence - 1];
    const m = entry.made.messages[index];
    if (entry.isDone[index]) return false;
    if (m.kind === kind.TOKEN) {
      const place = this.owners.get(m.amount);
      if (place?.chain !== id || place.leaving !== sequence) return false;
      entry.isDone[index] = true;
      if (m.to === 0n) this.owners.set(m.amount, { owner: m.recipient });
      else this.forward(c, m);
      return true;
    }
    const rest = m.amount - entry.drawn[index];
    let drawn = 0n;
    if (rest > 0n) {
      if (get(entry.left, m.asset) < (m.to === 0n ? rest : m.amount)) return false;
      drawn = this.draw(c, m.asset, rest);
      if (drawn === 0n) return false;
    }
    entry.drawn[index] += drawn;
    entry.isDone[index] = entry.drawn[index] === m.amount;
    const spent = m.to === 0n ? drawn : entry.isDone[index] ? m.amount : 0n;
    add(entry.left, m.asset, -spent);
    add(c.pending, m.asset, -spent);
    add(c.claimed, m.asset, spent);
    if (m.to === 0n) {
      if (spent > 0n) this.pay(id, m.asset, spent, m.recipient, m.refund);
    } else if (entry.isDone[index]) {
      this.forward(c, m);
    }
    return true;
  }

  forward(c, m) {
    const to = this.chains.has(Number(m.to)) ? this.at(Number(m.to)) : null;
    const takes = to?.state === 'ACTIVE' && m.kind !== kind.FORCED;
    const own = c.state === 'ACTIVE';
    if (!takes && !own) {
      if (m.kind === kind.TOKEN) this.owners.set(m.amount, { owner: m.refund });
      else this.pay(c.id, m.asset, m.amount, m.refund, m.refund);
      return;
    }
    const taker = takes ? to : c;
    if (m.kind === kind.TOKEN) {
      this.owners.set(m.amount, { chain: taker.id, arrived: taker.inbox.length, leaving: 0 });
    } else if (m.amount > 0n) {
      if (this.homes.get(m.asset) === taker.id && taker !== c) add(this.supply, m.asset, -m.amount);
      if (this.homes.get(m.asset) === c.id && taker !== c) add(this.supply, m.asset, m.amount);
      this.credit(taker, m.asset, m.amount);
    }
    this.append(taker, takes ? m : {
      from: 0n, to: BigInt(c.id), nonce: BigInt(c.inbox.length), kind: m.kind === kind.TOKEN ? kind.TOKEN : kind.REFUND,
      sender: this.claims, recipient: m.refund, asset: m.asset, amount: m.amount, gas: 0n, deadline: FOREVER, refund: m.refund,
      data: m.kind === kind.REFUND && m.data.length === 66 ? m.data : this.hash(m),
    });
  }

  silence(id) {
    const c = this.at(id);
    if (c.state !== 'ACTIVE' || !this.isLate(c, c.cursor)) return false;
    Object.assign(c, { state: 'SUSPENDED', isSilent: true, since: this.now, stoppedAt: this.now });
    return true;
  }

  beginExit(id) {
    const c = this.at(id);
    const waits = c.state === 'FROZEN' || (c.state === 'SUSPENDED' && c.isSilent);
    if (!waits || this.now < c.since + GRACE) return false;
    Object.assign(c, { state: 'EXIT', since: this.now });
    const last = c.line.findLastIndex((_, i) => this.isMature(c, i + 1)) + 1;
    c.ending = { last, cursor: c.line[last - 1]?.cursor ?? 0 };
    return true;
  }

  withdraw(c, asset, amount) {
    if (!c.settled.has(asset)) {
      c.settled.add(asset);
      for (const entry of c.line.slice(c.ending.last)) {
        const total = entry.made.totals.find((each) => each.asset === asset)?.amount ?? 0n;
        add(c.pending, asset, -total);
        add(c.escrow, asset, total);
      }
    }
    add(c.escrow, asset, -amount);
    add(c.paidOut, asset, amount);
  }

  /** Whether a token is still an ended chain's. */
  isStill(c, token) {
    const place = this.owners.get(token);
    return place?.chain === c.id && (place.leaving === 0 || place.leaving > c.ending.last) ? place : null;
  }

  payBack(id, index) {
    const c = this.at(id);
    const { m } = c.inbox[index] ?? {};
    if (c.state !== 'EXIT' || !m || index < c.ending.cursor || c.paidBack.has(index)) return false;
    if (m.kind === kind.FORCED || (m.amount === 0n && m.kind !== kind.TOKEN)) return false;
    if (m.kind === kind.TOKEN) {
      if (this.isStill(c, m.amount)?.arrived !== index) return false;
      this.owners.set(m.amount, { owner: m.refund });
    } else {
      this.withdraw(c, m.asset, m.amount);
      this.pay(id, m.asset, m.amount, m.refund, m.refund);
    }
    c.paidBack.add(index);
    return true;
  }

  exit(id, sequence, asset, account, amount) {
    const c = this.at(id);
    if (c.state !== 'EXIT' || sequence !== c.ending.last) return false;
    if (asset === this.deeds) {
      const place = this.isStill(c, amount);
      if (!place || place.arrived >= c.ending.cursor) return false;
      this.owners.set(amount, { owner: account });
      return true;
    }
    if (c.exited.has(`${asset} ${account}`) || amount === 0n) return false;
    c.exited.add(`${asset} ${account}`);
    this.withdraw(c, asset, amount);
    this.pay(id, asset, amount, account, account);
    return true;
  }
}

export { HOUR, get };
