// SPDX-License-Identifier: Apache-2.0
import { refuse, unless } from './refusal.js';

/** A JSON value whose whole numbers are exact. */
export type Json = null | boolean | bigint | number | string | readonly Json[] | ReadonlyMap<string, Json>;

const MAX_DEPTH = 16;

/** Reads JSON (RFC 8259) as the chain's own programs do: no field twice, nothing after the value, whole numbers exact. */
export function parseJson(text: string): Json {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): Json {
    unless(depth < MAX_DEPTH, 'JSON nested too deeply');
    this.space();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case '"':
        return this.string();
      default:
        return this.word();
    }
  }

  end(): void {
    this.space();
    unless(this.at === this.text.length, () => this.wrong());
  }

  private object(depth: number): Json {
    const fields = new Map<string, Json>();
    this.at++;
    while (!this.closes('}', fields.size > 0)) {
      const name = this.string();
      unless(!fields.has(name), `the field ${name} stands twice`);
      this.space();
      unless(this.text[this.at++] === ':', () => this.wrong());
      fields.set(name, this.value(depth + 1));
    }
    return fields;
  }

  private array(depth: number): Json {
    const items: Json[] = [];
    this.at++;
    while (!this.closes(']', items.length > 0)) {
      items.push(this.value(depth + 1));
    }
    return items;
  }

  /** Whether the list ends here; if not, the next item is. */
  private closes(end: string, behindAnItem: boolean): boolean {
    this.space();
    if (this.text[this.at] === end) {
      this.at++;
      return true;
    }
    if (behindAnItem) {
      unless(this.text[this.at++] === ',', () => this.wrong());
      this.space();
    }
    return false;
  }

  /** The platform's own reader knows what may stand in a string. */
  private string(): string {
    const start = this.at;
    unless(this.text[start] === '"', () => this.wrong());
    do {
      this.at += this.text[this.at] === '\\' ? 2 : 1;
    } while (this.at < this.text.length && this.text[this.at] !== '"');
    this.at++;
    const token = this.text.slice(start, this.at);
    try {
      return JSON.parse(token) as string;
    } catch {
      return refuse(this.wrong());
    }
  }

  private word(): Json {
    const token = this.token(/true|false|null|-?(?:0|[1-9][0-9]{0,999})(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y);
    switch (token) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
      default:
        return /[.eE]/.test(token) ? Number(token) : BigInt(token);
    }
  }

  private token(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? refuse(this.wrong());
    this.at += found.length;
    return found;
  }

  private space(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? '')) {
      this.at++;
    }
  }

  private wrong(): string {
    return `not JSON: character ${this.at} cannot stand there`;
  }
}
