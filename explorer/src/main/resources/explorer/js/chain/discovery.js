// SPDX-License-Identifier: Apache-2.0
// Which wallets this browser has: those that announce themselves (EIP-6963), else the one that calls itself
// window.ethereum (EIP-1193). Looking asks no wallet for anything. What a wallet says of itself is a stranger's text.

import { stranger } from '../view/format.js';

const WALLETS_MOST = 16;
const NAME_MOST = 40;
const ICON_MOST = 200_000;
const ICON = /^data:image\/(png|jpeg|gif|webp|svg\+xml)[;,]/i;

const announced = new Map();
const listeners = new Set();
let looking = false;

/** Calls back when a wallet has announced itself. Ends with `signal`. */
export function onWallets(listener, signal) {
  listeners.add(listener);
  signal.addEventListener('abort', () => listeners.delete(listener));
}

/** Asks wallets to announce themselves, once; later ones announce themselves unasked. */
export function lookForWallets() {
  if (!looking) window.addEventListener('eip6963:announceProvider', ({ detail }) => note(detail));
  looking = true;
  window.dispatchEvent(new Event('eip6963:requestProvider'));
}

function note(detail) {
  const wallet = walletOf(detail);
  if (!wallet || announced.has(wallet.id) || announced.size >= WALLETS_MOST) return;
  announced.set(wallet.id, wallet);
  listeners.forEach((listener) => listener());
}

/** A wallet as { id, name, icon, provider } of what it announced; undefined for what is none. */
export function walletOf(detail) {
  try {
    const { info: { uuid, name, icon }, provider } = detail;
    if (typeof uuid !== 'string' || uuid === '' || uuid.length > 64 || typeof provider.request !== 'function') return undefined;
    return { id: uuid, name: stranger([...String(name)].slice(0, NAME_MOST).join(''), 'a wallet without a name'), icon: iconOf(icon), provider };
  } catch {
    return undefined;
  }
}

/** An image that came along; whatever would be fetched from somewhere is not shown. */
const iconOf = (icon) => (typeof icon === 'string' && icon.length <= ICON_MOST && ICON.test(icon) ? icon : undefined);

/** The wallets known by now. */
export function wallets() {
  if (announced.size > 0) return [...announced.values()];
  const { ethereum } = window;
  return typeof ethereum?.request === 'function' ? [{ id: 'window.ethereum', name: 'Browser wallet', icon: undefined, provider: ethereum }] : [];
}
