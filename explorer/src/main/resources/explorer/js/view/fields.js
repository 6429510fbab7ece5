// SPDX-License-Identifier: Apache-2.0
// The fields of a form: each with its label, its hint and its complaint, tied together for a screen reader.

import { el, write } from './dom.js';
import { coinName } from './parts.js';

let lastId = 0;

/**
 * A field of a deed as { name, whole, read, renew, complain, focus }.
 *
 * @param field { name, kind, label, hint, value, choices }
 */
export function fieldOf(field) {
  lastId += 1;
  const id = `field-${lastId}`;
  const told = (typed = {}) => (typeof field.hint === 'function' ? field.hint(typed) : field.hint);
  const hint = field.hint && el('p', { class: 'field-hint', id: `${id}-hint` }, told());
  const complaint = el('p', { class: 'field-wrong', id: `${id}-wrong` });
  const { control, read, target } = KINDS[field.kind](field, id, [hint && `${id}-hint`, `${id}-wrong`].filter(Boolean).join(' '));
  const group = field.kind === 'buckets';
  const label = group ? el('legend', {}, field.label) : el('label', { for: id }, field.label);
  const flag = field.kind === 'flag';
  return {
    name: field.name,
    whole: el(group ? 'fieldset' : 'div', { class: `field${flag ? ' flag' : ''}` }, flag ? [control, label] : [label, control], hint, complaint),
    read,
    /** A hint may tell what changes, as a balance does, or what belongs to what was typed elsewhere. */
    renew: (typed) => hint && write(hint, told(typed)),
    complain(sentence = '') {
      write(complaint, sentence);
      if (sentence) target().setAttribute('aria-invalid', 'true');
      else target().removeAttribute('aria-invalid');
    },
    focus: () => target().focus(),
  };
}

function line(field, id, described, { inputmode, suffix, ...more }) {
  const input = el('input', { id, type: 'text', class: 'entry', value: field.value ?? '', inputmode, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', 'aria-describedby': described, ...more });
  return { control: el('span', { class: 'entry-frame' }, input, suffix && el('span', { class: 'entry-suffix', 'aria-hidden': 'true' }, suffix)), read: () => input.value, target: () => input };
}

const KINDS = {
  coins: (field, id, described) => line(field, id, described, { inputmode: 'decimal', suffix: coinName(), maxlength: 40, placeholder: '0' }),
  amount: (field, id, described) => line(field, id, described, { inputmode: 'decimal', maxlength: 78, placeholder: '0' }),
  number: (field, id, described) => line(field, id, described, { inputmode: 'numeric', maxlength: 16 }),
  days: (field, id, described) => line(field, id, described, { inputmode: 'numeric', suffix: 'days', maxlength: 5 }),
  percent: (field, id, described) => line(field, id, described, { inputmode: 'decimal', suffix: '%', maxlength: 6 }),
  account: (field, id, described) => line(field, id, described, { class: 'entry mono', maxlength: 42, placeholder: '0x…' }),
  flag: ({ value = false }, id, described) => {
    const input = el('input', { id, type: 'checkbox', checked: value, 'aria-describedby': described });
    return { control: input, read: () => input.checked, target: () => input };
  },
  choice: ({ choices, value }, id, described) => {
    const select = el('select', { id, class: 'entry', 'aria-describedby': described }, choices.map(([key, text]) => el('option', { value: key, selected: String(key) === value }, text)));
    return { control: el('span', { class: 'entry-frame' }, select), read: () => select.value, target: () => select };
  },
  buckets: ({ choices }, id, described) => {
    const boxes = choices.map(([number, text, why], index) => ({ number, text, why, input: el('input', { id: `${id}-${index}`, type: 'checkbox', disabled: Boolean(why), 'aria-describedby': described }) }));
    return {
      control: el('ul', { class: 'ticks' }, boxes.map(({ text, why, input }) => el('li', {}, input, el('label', { for: input.id }, text, why && el('small', {}, ` ${why}`))))),
      read: () => boxes.filter(({ input }) => input.checked).map(({ number }) => number),
      target: () => boxes.find(({ why }) => !why)?.input ?? boxes[0].input,
    };
  },
};
