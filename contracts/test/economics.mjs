// SPDX-License-Identifier: Apache-2.0
// What the default parameters pay in a year, at the reference stake of docs/spec/staking.md.

export const reference = {
  supply: 10_000_000_000n, staked: 2_400_000_000n, delegates: 36n, blocksAnEpoch: 3600n, epochsAYear: 8760n, commission: 1000n,
};

const WEI = 10n ** 18n;
/** Ten thousandths of a percent, rounded down. */
const rate = (part, whole) => (part * 1_000_000n) / whole;

/** @param p parameters in wei: blockReward, epochReward, bonus */
export function year(p) {
  const { staked, delegates, blocksAnEpoch, epochsAYear, commission, supply } = reference;
  const shared = (blocksAnEpoch * p.blockReward + p.epochReward) * epochsAYear;
  const bonuses = delegates * p.bonus * epochsAYear;
  const kept = (shared * commission) / 10_000n;
  return {
    shared: shared / WEI,
    bonuses: bonuses / WEI,
    voters: (shared - kept) / WEI,
    voterRate: rate(shared - kept, staked * WEI),
    mintRate: rate(shared + bonuses, supply * WEI),
    ofDelegate: (kept + bonuses) / delegates / WEI,
  };
}

/** What a delegate with an equal share of the votes earns on a pledge of so many coins, its own voting reward included. */
export function delegateRate(p, pledge) {
  const { voters, ofDelegate } = year(p);
  const { staked, delegates } = reference;
  const coins = staked / delegates;
  const weight = coins * 100n + pledge * 6n; // in hundredths; the pledge weighs 6 % more
  const asVoter = ((voters / delegates) * pledge * 106n) / weight;
  return rate(asVoter + ofDelegate, pledge);
}

/** 150_000n is written 15.00 %. */
export const percent = (r) => `${r / 10_000n}.${`${(r % 10_000n) / 100n}`.padStart(2, '0')} %`;

export const pledges = [1_200_000n, 5_000_000n, 10_000_000n, 18_000_000n, 30_000_000n];
