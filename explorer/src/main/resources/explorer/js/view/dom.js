// SPDX-License-Identifier: Apache-2.0
// Builds elements. Text only ever becomes a text node and links point into this app, but for those that
// {@link outward} makes, so whatever a stranger wrote on the chain stays text.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an HTML element. `attributes` may hold listeners under `on`: `{ on: { click: f } }`. */
export const el = (tag, attributes, ...children) => furnish(document.createElement(tag), attributes, children);

/** Makes an SVG element. */
export const svg = (tag, attributes, ...children) => furnish(document.createElementNS(SVG, tag), attributes, children);

function furnish(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else if (name.startsWith('on') || name === 'style' || (name === 'href' && !String(value).startsWith('#'))) {
      throw new Error(`no element of ours carries ${name}="${value}"`);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...flat(children));
  return element;
}

/**
 * A link out of this app to where a stranger says its home is: only to http and https, in a tab that knows nothing of ours.
 * Anything else is undefined.
 *
 * @param text the address, shown as it is
 */
export function outward(text, shown) {
  if (!/^https?:\/\/[^\s]+$/i.test(text) || !URL.canParse(text)) return undefined;
  const link = el('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }, shown);
  link.href = new URL(text).href;
  return link;
}

const flat = (children) =>
  children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false);

/** Replaces what an element holds. */
export const fill = (element, ...children) => {
  element.replaceChildren(...flat(children));
  return element;
};

/** Writes text only where it changed, so that a screen reader and a selection are left in peace. */
export const write = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

/**
 * Brings a container's children in line with `items`, keeping the elements of those that stay.
 *
 * @param key names an item; @param make builds its element; @param renew brings a kept element up to date
 */
export function reconcile(container, items, key, make, renew = () => {}) {
  const kept = new Map([...container.children].map((child) => [child.dataset.key, child]));
  const staying = items.filter((item) => kept.has(String(key(item)))).length;
  // A sign for what is new helps only while most is not.
  const sign = staying * 2 >= items.length;
  const wanted = items.map((item) => {
    const name = String(key(item));
    const old = kept.get(name);
    if (old) {
      renew(old, item);
      return old;
    }
    const fresh = make(item);
    fresh.dataset.key = name;
    if (sign) fresh.classList.add('arriving');
    return fresh;
  });
  wanted.forEach((element, index) => {
    if (container.children[index] !== element) container.insertBefore(element, container.children[index] ?? null);
  });
  while (container.children.length > wanted.length) container.lastElementChild.remove();
}
