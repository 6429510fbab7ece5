// SPDX-License-Identifier: Apache-2.0
// What people type, as { value } or { wrong: a sentence }. Amounts are decimal texts outside and wei inside; no number of
// coins is ever a floating one.

import { basisPoints, coins, count, counted, decimal } from '../view/format.js';

const right = (value) => ({ value });
const wrong = (sentence) => ({ wrong: sentence });

/** Coins with up to 18 decimals. @param least the least in wei @param most what there is; undefined if that is not known */
export function coinsEntry(text, { least = 1n, most, coin = 'coins' }) {
  const typed = text.trim();
  if (typed === '') return wrong('Say how many coins.');
  const form = /^(\d{1,20})(?:\.(\d{1,18}))?$/.exec(typed);
  if (!form) return wrong('That is no amount; write coins with up to 18 decimals, as 100 or 0.25.');
  const value = BigInt(form[1] + (form[2] ?? '').padEnd(18, '0'));
  if (value < least) return wrong(least === 1n ? 'It takes more than nothing.' : `It takes at least ${coins(least, 18)} ${coin}.`);
  if (most !== undefined && value > most) return wrong(`The account has ${coins(most, 18)} ${coin}.`);
  return right(value);
}

/** An amount of an asset with so many decimals, in its smallest unit. @param most what there is; undefined if that is not known */
export function amountEntry(text, { symbol, decimals }, most) {
  const typed = text.trim();
  if (typed === '') return wrong('Say how much.');
  const form = /^(\d{1,63})(?:\.(\d{1,36}))?$/.exec(typed);
  const fraction = (form?.[2] ?? '').replace(/0+$/, '');
  if (!form || fraction.length > decimals) return wrong(`That is no amount; write ${decimals === 0 ? 'a whole number' : `a number with up to ${counted(decimals, 'decimal')}`}.`);
  const value = BigInt(form[1] + fraction.padEnd(decimals, '0'));
  if (value === 0n) return wrong('It takes more than nothing.');
  if (value >> 207n !== 0n) return wrong('So much of an asset never comes to a chain.');
  return most !== undefined && value > most ? wrong(`The account has ${decimal(most, decimals)} ${symbol}.`) : right(value);
}

/** A whole number of days. @param kept a duration that stays allowed though it is beyond the most */
export function daysEntry(text, { least = 0, most, kept }) {
  const typed = text.trim();
  if (!/^\d{1,5}$/.test(typed)) return wrong('Say a whole number of days.');
  const days = Number(typed);
  if (days < least) return wrong(`It takes at least ${counted(least, 'day')}: a duration never gets shorter.`);
  if (days > most && days !== kept) return wrong(`It takes at most ${counted(most, 'day')}.`);
  return right(days);
}

/** An account. @param but an account it must not be */
export function accountEntry(text, { but } = {}) {
  const typed = text.trim();
  if (!/^0x[0-9a-fA-F]{40}$/.test(typed)) return wrong('That is no account; it is 0x and 40 hex digits.');
  const account = typed.toLowerCase();
  if (/^0x0{40}$/.test(account)) return wrong('Nobody has the zero account.');
  return account === but ? wrong('That is the account it belongs to.') : right(account);
}

/** A share in percent with up to two decimals, as basis points. */
export function percentEntry(text, { most }) {
  const form = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!form) return wrong('Say percent with up to two decimals, as 7.5.');
  const points = Number(form[1]) * 100 + Number((form[2] ?? '').padEnd(2, '0'));
  return points > most ? wrong(`It may be ${basisPoints(most)} at most.`) : right(points);
}

/** Buckets that were ticked. */
export function bucketsEntry(numbers, { most }) {
  if (numbers.length === 0) return wrong('Choose at least one.');
  return numbers.length > most ? wrong(`${count(numbers.length)} are too many at once, the most is ${count(most)}.`) : right(numbers);
}

/** One number of a list of choices. */
export function choiceEntry(text, choices, sentence) {
  const chosen = Number(text);
  return text !== '' && choices.includes(chosen) ? right(chosen) : wrong(sentence);
}

/** Several entries as { wanted } if all are right, else { wrong: { name: sentence } }. */
export function together(entries) {
  const failing = Object.entries(entries).filter(([, entry]) => entry.wrong !== undefined);
  if (failing.length > 0) return { wrong: Object.fromEntries(failing.map(([name, entry]) => [name, entry.wrong])) };
  return { wanted: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, entry.value])) };
}

export const asIs = right;
