// SPDX-License-Identifier: Apache-2.0
/** xorshift128, seeded: the same run on every machine. */
export function randomness(seed) {
  let [x, y, z, w] = [seed | 1, 362436069, 521288629, 88675123];
  return (n) => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = (w ^ (w >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    return w % n;
  };
}
