// SPDX-License-Identifier: Apache-2.0
// ABI encodings of the calls and events that the made-up world holds.
const word = (value) => BigInt(value).toString(16).padStart(64, '0');
const plain = (hex) => hex.slice(2);

export const anchorCall = (device, root, first, count) => `0xda69d3db${plain(device)}${plain(root)}${word(first)}${word(count)}`;

export function registerCall(owner, keyX, keyY, name, r, s) {
  const bytes = Buffer.from(name, 'utf8').toString('hex');
  return `0x947f263c${word(owner)}${plain(keyX)}${plain(keyY)}${word(192)}${plain(r)}${plain(s)}${word(bytes.length / 2)}${bytes.padEnd(64, '0')}`;
}

export const anchoredLog = (address, device, root, first, count) => ({
  address,
  topics: ['0x8daade733a7347ac68c2052185389e490c9ce35b329a3ec5cd5853bee52fda94', device.id, root],
  data: `0x${word(first)}${word(count)}${plain(device.keyX)}${plain(device.keyY)}${word(device.owner)}`,
});
