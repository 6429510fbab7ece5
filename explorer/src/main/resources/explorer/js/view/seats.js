// SPDX-License-Identifier: Apache-2.0
// Who signed a block: one mark a seat.

import { el } from './dom.js';
import { stranger } from './format.js';

/** Seats whose bit is set in a certificate's bitmap: seat 0 in the lowest bit of the first byte. */
export function seatsOf(bitmap) {
  const bytes = /^0x([0-9a-f]{2}){1,32}$/i.test(bitmap ?? '') ? bitmap.slice(2).match(/../g) : [];
  return bytes.flatMap((pair, index) => {
    const byte = Number.parseInt(pair, 16);
    return [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => byte & (1 << bit)).map((bit) => index * 8 + bit);
  });
}

/** The certificate's signers as a row of marks with names. */
export function signers(certificate, members) {
  const signed = new Set(Array.isArray(certificate.seats) ? certificate.seats : seatsOf(certificate.signers));
  const total = Math.max(members.length, ...[...signed].map((seat) => seat + 1));
  return el('div', { class: 'signers' },
    el('p', {}, `${signed.size} of ${total} validators signed`),
    el('ul', {}, Array.from({ length: total }, (_, seat) => {
      const name = stranger(members[seat]?.name, `Seat ${seat}`);
      return el('li', { class: signed.has(seat) ? 'signed' : 'silent' }, el('bdi', {}, name),
        el('span', { class: 'unseen' }, signed.has(seat) ? ' signed' : ' did not sign'));
    })));
}
