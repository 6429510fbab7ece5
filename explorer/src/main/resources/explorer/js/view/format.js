// SPDX-License-Identifier: Apache-2.0
// Numbers, times and names as people read them. Pure functions; test/format.test.mjs holds their examples.

/** A quantity from JSON-RPC: 0x-hex, a decimal string or a number. */
export const big = (quantity) => BigInt(quantity ?? 0);
export const num = (quantity) => Number(big(quantity));

const grouped = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

export const count = (value) => grouped(String(value));

/** "1 block", "2 blocks". */
export const counted = (value, noun, nouns = `${noun}s`) => `${count(value)} ${Number(value) === 1 ? noun : nouns}`;

/** An amount in its smallest unit as a decimal number, cut (never rounded up) after `places`. */
export function decimal(amount, decimals = 18, places = decimals) {
  const negative = amount < 0n;
  const digits = (negative ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const exact = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const shown = exact.slice(0, places).replace(/0+$/, '');
  if (whole === '0' && shown === '' && exact !== '') return `<0.${'0'.repeat(places - 1)}1`;
  return (negative ? '-' : '') + grouped(whole) + (shown ? `.${shown}` : '');
}

export const coins = (wei, places = 6) => decimal(big(wei), 18, places);
export const gwei = (wei) => decimal(big(wei), 9, 4);

/** The first and last digits of a long hex value. */
export const short = (hex, lead = 4, tail = 4) =>
  hex && hex.length > lead + tail + 4 ? `${hex.slice(0, 2 + lead)}…${hex.slice(-tail)}` : (hex ?? '');

export const percent = (part, whole) => (whole > 0 ? `${Math.round((100 * part) / whole)} %` : '0 %');

/** A part of a whole to two decimals, cut; exact for whatever large numbers. */
export const share = (part, whole) => (whole > 0n ? `${decimal((part * 1_000_000n) / whole, 4, 2)} %` : '0 %');

/** A share in basis points: "12.5 %". */
export const basisPoints = (points) => `${decimal(BigInt(points), 2)} %`;

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toFixed(value < 10 ? 2 : 1)} ${units[unit]}`;
}

/** A duration in milliseconds: "380 ms", "1.2 s", "3 min". */
export function span(millis) {
  if (millis < 995) return `${Math.max(0, Math.round(millis))} ms`;
  if (millis < 59_500) return `${(millis / 1000).toFixed(millis < 9_950 ? 1 : 0)} s`;
  if (millis < 3_600_000) return `${Math.round(millis / 60_000)} min`;
  if (millis < 48 * 3_600_000) return `${Math.round(millis / 3_600_000)} h`;
  return `${Math.round(millis / 86_400_000)} days`;
}

/** How long ago something was; nothing is ever in the future, only clocks differ. */
export function ago(millis, now) {
  const seconds = Math.floor((now - millis) / 1000);
  if (seconds < 1) return 'now';
  return `${seconds < 60 ? `${seconds} s` : span(seconds * 1000)} ago`;
}

const two = (value) => String(value).padStart(2, '0');

/** Local time, seconds always, as 2026-08-14 09:31:07. */
export function when(millis) {
  const t = new Date(millis);
  if (Number.isNaN(t.getTime())) return 'no time';
  return `${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())} ${clock(millis)}`;
}

export function clock(millis) {
  const t = new Date(millis);
  return `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}`;
}

/**
 * Text that a stranger chose. Control and direction characters become a visible sign, so that a name can neither break
 * a line nor turn the text around it.
 */
export const stranger = (text, empty = 'unnamed') => {
  const clean = String(text ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '\u{FFFD}')
    .trim();
  return clean === '' ? empty : clean;
};

const UNITS = {
  Cel: '°C', '%RH': '% RH', '%': '%', '/': '', '%EL': '% charge', EL: 's', lat: '°', lon: '°', deg: '°',
  'm/s': 'm/s', 'm/s2': 'm/s²', m2: 'm²', m3: 'm³', 'm3/s': 'm³/s', 'W/m2': 'W/m²', Ohm: 'Ω', count: '', 'beat/min': 'bpm',
};

/** A SenML unit (RFC 8428, section 12.1) as people write it. */
export const unit = (senml) => (Object.hasOwn(UNITS, senml ?? '') ? UNITS[senml] : stranger(senml, ''));

/** A reading's value with its unit. The digits are the device's own; only bytes are scaled. */
export function measure(value, senml) {
  if (senml === 'B' && /^\d+$/.test(value)) return size(Number(value));
  const suffix = unit(senml);
  const glued = suffix.startsWith('%') && suffix.length === 1 ? ' %' : suffix && ` ${suffix}`;
  const [whole, ...fraction] = stranger(value, '?').replace(/^-/, '−').split('.');
  return `${[whole.length > 4 ? grouped(whole) : whole, ...fraction].join('.')}${glued}`;
}

/** "rack_temperature" and "rackTemperature" as "Rack temperature". */
export function title(name) {
  const words = stranger(name, 'value').replace(/[-_.:/]+/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
    .replace(/\b(cpu|gpu|gps|ssd|ram|co2|ph|uav)\b/g, (short) => short.toUpperCase())
    .replace(/^lat$/, 'latitude').replace(/^lon$/, 'longitude');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
