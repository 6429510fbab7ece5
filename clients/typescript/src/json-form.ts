// SPDX-License-Identifier: Apache-2.0
import { ascii, fromHex } from './bytes.js';
import { refuse, unless } from './refusal.js';

/** No text in a file is longer, in characters. */
const MAX_TEXT = 1024 * 1024;

const QUOTE = 0x22;

/**
 * Reads the one JSON form of a file by what must stand next, byte for byte, so that there is nothing to compare afterwards
 * and no other spelling to think of: fields in order, two spaces a level, lower-case hex.
 */
export class JsonForm {
  private at = 0;

  constructor(private readonly file: Uint8Array) {}

  /** Exactly this text. */
  expect(text: string): void {
    for (const byte of ascii(text)) {
      unless(this.file[this.at] === byte, () => this.wrong());
      this.at++;
    }
  }

  /** A field's name, so many levels deep. */
  field(level: number, name: string): void {
    this.expect(`${'  '.repeat(level)}"${name}": `);
  }

  /** A text without escapes. */
  text(): string {
    this.expect('"');
    const end = this.file.indexOf(QUOTE, this.at);
    unless(end >= 0 && end - this.at <= MAX_TEXT, () => this.wrong());
    const text = String.fromCharCode(...this.file.subarray(this.at, Math.min(end, this.at + 64)));
    unless(end - this.at === text.length && /^[ -!#-[\]-~]*$/.test(text), () => this.wrong());
    this.at = end + 1;
    return text;
  }

  hex(): Uint8Array {
    this.expect('"0x');
    const end = this.file.indexOf(QUOTE, this.at);
    unless(end >= 0 && end - this.at <= MAX_TEXT - 2, () => this.wrong());
    const digits = this.file.subarray(this.at, end);
    unless(digits.length % 2 === 0 && digits.every(isLowerHex), () => this.wrong());
    this.at = end + 1;
    return fromHex(new TextDecoder().decode(digits));
  }

  /** Whole, of at most 16 digits. */
  number(): bigint {
    const start = this.at;
    while (this.file[this.at]! >= 0x30 && this.file[this.at]! <= 0x39) {
      this.at++;
    }
    const digits = new TextDecoder().decode(this.file.subarray(start, Math.min(this.at, start + 17)));
    unless(/^(0|[1-9][0-9]{0,15})$/.test(digits), () => this.wrong());
    return BigInt(digits);
  }

  flag(): boolean {
    const is = this.file[this.at] === 0x74;
    this.expect(is ? 'true' : 'false');
    return is;
  }

  /** A list of at most so many texts of hex, in a field that is so many levels deep. */
  list(level: number, most: number): Uint8Array[] {
    this.expect('[');
    if (this.file[this.at] === 0x5d) {
      this.at++;
      return [];
    }
    const items: Uint8Array[] = [];
    do {
      unless(items.length < most, `a list of over ${most} texts`);
      this.expect(`${items.length === 0 ? '' : ','}\n${'  '.repeat(level + 1)}`);
      items.push(this.hex());
    } while (this.file[this.at] === 0x2c);
    this.expect(`\n${'  '.repeat(level)}]`);
    return items;
  }

  end(): void {
    if (this.at !== this.file.length) {
      refuse(this.wrong());
    }
  }

  private wrong(): string {
    return `byte ${this.at} is not as it is written (fields in order, two spaces, lower-case hex)`;
  }
}

const isLowerHex = (code: number): boolean => (code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x66);
