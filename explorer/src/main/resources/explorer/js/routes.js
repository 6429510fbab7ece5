// SPDX-License-Identifier: Apache-2.0
// What an address in the bar means. Anything that is not exactly a known form is the page that says so.

const FORMS = [
  ['overview', /^\/?$/],
  ['blocks', /^\/blocks$/],
  ['block', /^\/block\/(\d{1,15}|0x[0-9a-fA-F]{64})$/],
  ['transactions', /^\/transactions$/],
  ['transaction', /^\/transaction\/(0x[0-9a-fA-F]{64})$/],
  ['account', /^\/account\/(0x[0-9a-fA-F]{40})$/],
  ['devices', /^\/devices$/],
  ['device', /^\/device\/(0x[0-9a-fA-F]{64})$/],
  ['delegates', /^\/delegates$/],
  ['delegate', /^\/delegate\/([1-9]\d{0,8})$/],
  ['stake', /^\/stake$/],
  ['sidechains', /^\/sidechains$/],
  ['sidechain', /^\/sidechain\/([1-9]\d{0,15})$/],
  ['checkpoints', /^\/sidechain\/([1-9]\d{0,15})\/checkpoints$/],
  ['messages', /^\/sidechain\/([1-9]\d{0,15})\/messages$/],
  ['deposit', /^\/sidechain\/([1-9]\d{0,15})\/deposit$/],
  ['checkpoint', /^\/sidechain\/([1-9]\d{0,15})\/checkpoint\/([1-9]\d{0,14})$/],
  ['transfer', /^\/transfer\/(0x[0-9a-fA-F]{64})$/],
  ['bridge', /^\/bridge$/],
  ['epoch', /^\/(?:epoch|validators)$/],
  ['epoch', /^\/epoch\/(\d{1,12})$/],
  ['search', /^\/search\/(.{1,512})$/],
];

/** Parses location.hash: { page, args, query }. */
export function parse(hash) {
  const [path, search = ''] = hash.replace(/^#/, '').split('?');
  for (const [page, form] of FORMS) {
    const match = form.exec(path);
    const args = match && unescaped(match.slice(1));
    if (args) {
      return { page, args: args.map((arg) => (page === 'search' ? arg : arg.toLowerCase())), query: new URLSearchParams(search) };
    }
  }
  return { page: 'missing', args: [], query: new URLSearchParams() };
}

function unescaped(parts) {
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** A whole number of the query within bounds, or undefined. */
export function wholeNumber(query, name) {
  const text = query.get(name);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
