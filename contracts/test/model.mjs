// SPDX-License-Identifier: Apache-2.0
// What the contracts of Roll-DPoS should do, said a second time: plain sums and sorts, no heaps and no words. A call either
// changes the model and returns true, or changes nothing and returns false, as the contracts refuse it.
import { multiplier } from './weight.mjs';

const HOUR = 3600n;
const DAY = 86_400n;
const SCALE_BITS = 96n;
const SCALE = 1n << SCALE_BITS;
export const [REGISTERED, ACTIVE, SUSPENDING, LEAVING, EXITED, EXPELLED] = [1, 2, 3, 4, 5, 6];
const min = (a, b) => (a < b ? a : b);

export class Model {
  /** @param p values of parameters by name */
  constructor(p) {
    this.p = p;
    this.now = 0n;
    this.epoch = -1n;
    this.delegates = new Map();
    this.buckets = new Map();
    this.lastBucket = 0;
    this.queue = [];
    this.carried = 0n;
    this.accounted = 0n;
    this.dust = 0n;
    this.burned = 0n;
    this.wealth = new Map();
    this.snapshots = new Map();
  }

  give(who, amount) {
    this.wealth.set(who, (this.wealth.get(who) ?? 0n) + amount);
  }

  /** @param owner null for one that only the ranking knows */
  addDelegate(id, owner, commission, votes = 0n) {
    this.delegates.set(id, {
      id, owner, commission, status: owner === null ? ACTIVE : REGISTERED, pledge: 0, previous: 0, endorsementEnds: 0n,
      votes, until: 0n, perWeight: 0n, rest: 0n, earned: 0n,
    });
    if (owner === null) return;
    this.give(owner, -this.p.REGISTRATION_FEE);
    this.carried += this.p.REGISTRATION_FEE;
    this.accounted += this.p.REGISTRATION_FEE;
  }

  onBoard(d) {
    return [ACTIVE, SUSPENDING, LEAVING].includes(d.status);
  }

  rankedVotes(d) {
    return d.until === 0n ? d.votes : (d.votes * this.p.PROBATION_SCALE) / 1_000_000n;
  }

  best() {
    return [...this.delegates.values()].filter((d) => this.onBoard(d)).sort((a, b) => {
      const [x, y] = [this.rankedVotes(a), this.rankedVotes(b)];
      return x === y ? a.id - b.id : x > y ? -1 : 1;
    }).slice(0, 100);
  }

  perWeight(id) {
    return id === 0 ? 0n : this.delegates.get(id).perWeight;
  }

  bound(b, id = b?.pledgedTo) {
    return b !== undefined && id !== 0 && b.pledgedTo === id && (b.lockedUntil === 0n || this.now < b.lockedUntil);
  }

  freeAt(b) {
    return b.since + BigInt(b.days) * DAY;
  }

  count(b, delegate) {
    const weight = b.unstaked ? 0n
      : (b.amount * multiplier(BigInt(b.days), b.auto, b.pledgedTo !== 0 && b.lockedUntil === 0n)) / 1_000_000n;
    b.pending += (this.perWeight(b.delegate) - b.seen) * b.weight;
    b.seen = this.perWeight(delegate);
    if (b.delegate !== 0) this.delegates.get(b.delegate).votes -= b.weight;
    if (delegate !== 0) this.delegates.get(delegate).votes += weight;
    [b.delegate, b.weight] = [delegate, weight];
  }

  takesVotes(id) {
    return id === 0 || [REGISTERED, ACTIVE, SUSPENDING].includes(this.delegates.get(id)?.status);
  }

  staked(who, id) {
    const b = this.buckets.get(id);
    return b !== undefined && b.owner === who && !b.unstaked ? b : undefined;
  }

  create(who, amount, days, auto, compounding, delegate) {
    if (amount < this.p.MIN_STAKE || BigInt(days) > this.p.MAX_DURATION_DAYS || !this.takesVotes(delegate)) return false;
    const id = ++this.lastBucket;
    const b = {
      id, owner: who, amount, weight: 0n, days, auto, compounding, delegate: 0, since: this.now, lockedUntil: 0n,
      pledgedTo: 0, unstaked: false, seen: 0n, pending: 0n,
    };
    this.buckets.set(id, b);
    this.give(who, -amount);
    this.count(b, delegate);
    return true;
  }

  deposit(who, id, amount) {
    const b = this.staked(who, id);
    if (!b || amount === 0n) return false;
    b.amount += amount;
    this.give(who, -amount);
    this.count(b, b.delegate);
    return true;
  }

  extend(who, id, days, auto) {
    const b = this.staked(who, id);
    if (!b || days < b.days || (BigInt(days) > this.p.MAX_DURATION_DAYS && days !== b.days)) return false;
    Object.assign(b, { since: this.now, days, auto });
    this.count(b, b.delegate);
    return true;
  }

  changeDelegate(who, id, delegate) {
    const b = this.staked(who, id);
    if (!b || (b.pledgedTo !== 0 && b.lockedUntil === 0n) || !this.takesVotes(delegate)) return false;
    this.count(b, delegate);
    return true;
  }

  transfer(who, id, to) {
    const b = this.buckets.get(id);
    if (!b || b.owner !== who) return false;
    if (to === who) return true;
    if (this.bound(b)) return false;
    b.owner = to;
    return true;
  }

  merge(who, ids, into) {
    const target = this.staked(who, into);
    if (!target || new Set(ids).size !== ids.length) return false;
    const sources = ids.map((id) => this.staked(who, id));
    if (sources.some((b) => !b || b === target || this.bound(b) || b.days > target.days || (b.auto && !target.auto)
      || (!target.auto && this.freeAt(b) > this.freeAt(target)))) return false;
    for (const b of sources) {
      b.unstaked = true;
      this.count(b, 0);
      target.pending += b.pending;
      target.amount += b.amount;
      this.buckets.delete(b.id);
    }
    this.count(target, target.delegate);
    return true;
  }

  unstake(who, id) {
    const b = this.staked(who, id);
    if (!b || this.bound(b) || b.auto || this.now < this.freeAt(b)) return false;
    Object.assign(b, { unstaked: true, since: this.now });
    this.count(b, b.delegate);
    return true;
  }

  withdraw(who, id) {
    const b = this.buckets.get(id);
    if (!b || b.owner !== who || !b.unstaked || this.now < b.since + this.p.WITHDRAWAL_WAIT) return false;
    const amount = b.pending >> SCALE_BITS;
    const parts = this.dust + (b.pending % SCALE);
    this.carried += parts >> SCALE_BITS;
    this.dust = parts % SCALE;
    this.accounted -= amount;
    this.give(who, b.amount + amount);
    this.buckets.delete(id);
    return true;
  }

  take(b) {
    const now = this.perWeight(b.delegate);
    const pending = b.pending + (now - b.seen) * b.weight;
    b.seen = now;
    b.pending = pending % SCALE;
    this.accounted -= pending >> SCALE_BITS;
    return pending >> SCALE_BITS;
  }

  pendingOf(b) {
    return (b.pending + (this.perWeight(b.delegate) - b.seen) * b.weight) >> SCALE_BITS;
  }

  claim(who, ids) {
    if (ids.some((id) => this.buckets.get(id)?.owner !== who)) return false;
    for (const id of ids) this.give(who, this.take(this.buckets.get(id)));
    return true;
  }

  compound(who, id) {
    const b = this.buckets.get(id);
    if (!b || (b.owner !== who && !(b.compounding && !b.unstaked))) return false;
    if (this.pendingOf(b) === 0n) {
      this.take(b);
      return true;
    }
    if (b.unstaked) return false;
    b.amount += this.take(b);
    this.count(b, b.delegate);
    return true;
  }

  setCompounding(who, id, compounding) {
    const b = this.staked(who, id);
    if (!b) return false;
    b.compounding = compounding;
    return true;
  }

  claimDelegate(id, payTo) {
    const d = this.delegates.get(id);
    this.give(payTo, d.earned);
    this.accounted -= d.earned;
    d.earned = 0n;
    return true;
  }

  /** @param endorsed whether the bucket's owner endorsed it just before */
  activate(who, id, bucket, endorsed) {
    const d = this.delegates.get(id);
    const b = this.buckets.get(bucket);
    if (d.owner !== who || [LEAVING, EXITED, EXPELLED].includes(d.status) || !b) return false;
    if (b.owner !== who && !endorsed) return false;
    const old = this.buckets.get(d.pledge);
    const replaces = this.bound(old, id);
    if (replaces && this.bound(this.buckets.get(d.previous), id)) return false;
    // Whether the new one may stand is seen after the old one was let go, and a refusal undoes that.
    if (b.amount < this.p.MIN_PLEDGE || b.unstaked || b.delegate !== id || this.bound(b)) return false;
    if (replaces) {
      if (d.status !== REGISTERED) this.release(old);
      d.previous = d.pledge;
    }
    Object.assign(d, { pledge: bucket, endorsementEnds: 0n, status: ACTIVE });
    Object.assign(b, { pledgedTo: id, lockedUntil: 0n });
    this.count(b, id);
    return true;
  }

  release(b) {
    b.lockedUntil = this.now + this.p.UNBONDING;
    this.count(b, b.delegate);
  }

  withdrawEndorsement(who, id) {
    const d = this.delegates.get(id);
    if (!this.onBoard(d) || this.buckets.get(d.pledge).owner !== who || d.owner === who || d.endorsementEnds !== 0n) {
      return false;
    }
    d.endorsementEnds = this.now + this.p.ENDORSEMENT_DELAY;
    return true;
  }

  suspend(id) {
    const d = this.delegates.get(id);
    if (d.status !== ACTIVE || d.endorsementEnds === 0n || this.now < d.endorsementEnds) return false;
    d.status = SUSPENDING;
    this.queue.push(id);
    return true;
  }

  requestExit(who, id) {
    const d = this.delegates.get(id);
    if (d.owner !== who || [LEAVING, EXITED, EXPELLED].includes(d.status)) return false;
    if (d.status === REGISTERED) {
      d.status = EXITED;
    } else {
      d.status = LEAVING;
      this.queue.push(id);
    }
    return true;
  }

  expel(id, reporter) {
    const d = this.delegates.get(id);
    if (d.status === EXPELLED) return false;
    const bound = [...new Set([d.pledge, d.previous])].map((n) => this.buckets.get(n)).filter((b) => this.bound(b, id));
    if (bound.length === 0) return false;
    if (this.onBoard(d)) this.release(this.buckets.get(d.pledge));
    d.status = EXPELLED;
    for (const b of bound) {
      const amount = (b.amount * this.p.SLASHED_SHARE) / 10_000n;
      const reward = (amount * this.p.REPORTER_SHARE) / 10_000n;
      b.amount -= amount;
      this.give(reporter, reward);
      this.burned += amount - reward;
      this.count(b, b.delegate);
    }
    return true;
  }

  counted(report) {
    return report.produced - min(report.produced, report.missedReveals * this.p.REVEAL_WEIGHT);
  }

  due(reports) {
    const bonuses = this.best().slice(0, Number(this.p.CANDIDATES)).filter((d) => d.until === 0n).length;
    return reports.reduce((sum, r) => sum + this.counted(r), 0n) * this.p.BLOCK_REWARD
      + BigInt(bonuses) * this.p.FOUNDATION_BONUS + this.p.EPOCH_REWARD;
  }

  turn(reports, minted) {
    this.epoch += 1n;
    this.pay(reports, minted);
    for (const d of this.delegates.values()) if (d.until === this.epoch) d.until = 0n;
    for (const r of reports) {
      const enough = this.counted(r) * 10_000n >= r.expected * this.p.MIN_PRODUCTIVITY
        && (r.expected !== 0n || r.missedReveals === 0n);
      if (!enough) this.delegates.get(r.delegate).until = this.epoch + this.p.PROBATION_EPOCHS;
    }
    for (let exits = this.p.EXITS_PER_EPOCH; exits > 0n && this.queue.length > 0;) {
      const d = this.delegates.get(this.queue.shift());
      if (d.status !== SUSPENDING && d.status !== LEAVING) continue;
      exits--;
      this.release(this.buckets.get(d.pledge));
      d.status = d.status === LEAVING ? EXITED : REGISTERED;
    }
    this.snapshots.set(this.epoch + 1n, this.best().filter((d) => this.rankedVotes(d) >= this.p.MIN_VOTES
      && this.rankedVotes(d) > 0n).slice(0, Number(this.p.CANDIDATES)).map((d) => [d.id, this.rankedVotes(d)]));
  }

  pay(reports, minted) {
    let left = this.carried + minted;
    this.accounted += minted;
    const best = this.best();
    const payees = [
      ...reports.map((r) => ({ d: this.delegates.get(r.delegate), blocks: this.counted(r), ranked: 0n, bonus: false })),
      ...best.map((d, i) => ({
        d, blocks: 0n, ranked: this.rankedVotes(d), bonus: i < Number(this.p.CANDIDATES) && d.until === 0n,
      })),
    ];
    const sum = payees.reduce((total, { ranked }) => total + ranked, 0n);
    for (const payee of payees) left -= (payee.share = min(payee.blocks * this.p.BLOCK_REWARD, left));
    for (const payee of payees) left -= (payee.extra = payee.bonus ? min(this.p.FOUNDATION_BONUS, left) : 0n);
    const epochReward = left;
    for (const payee of payees) {
      const share = sum === 0n ? 0n : (epochReward * payee.ranked) / sum;
      payee.share += share;
      left -= share;
    }
    for (const { d, share, extra } of payees) {
      const kept = (share * d.commission) / 10_000n;
      const scaled = ((share - kept) << SCALE_BITS) + d.rest;
      d.earned += kept + extra;
      if (d.votes === 0n) {
        left += share - kept;
      } else if (share - kept !== 0n) {
        d.perWeight += scaled / d.votes;
        d.rest = scaled % d.votes;
      }
    }
    this.carried = left;
  }

  /** Every wei that is on the books, counted from the ends: equal to accounted x 2^96. */
  counted96() {
    let sum = (this.carried << SCALE_BITS) + this.dust;
    for (const d of this.delegates.values()) {
      sum += (d.earned << SCALE_BITS) + d.rest;
      // Whom only the ranking knows has voters without buckets: what they are due is all that was ever booked to them.
      if (d.owner === null) sum += d.perWeight * d.votes;
    }
    for (const b of this.buckets.values()) sum += b.pending + (this.perWeight(b.delegate) - b.seen) * b.weight;
    return sum;
  }

  stakedTotal() {
    let sum = 0n;
    for (const b of this.buckets.values()) sum += b.amount;
    return sum;
  }
}

export { DAY, HOUR, SCALE };
