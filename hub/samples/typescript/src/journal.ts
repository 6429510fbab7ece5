// SPDX-License-Identifier: Apache-2.0
/**
 * A file of records that power loss does not take: each is a line with the SHA-256 of its JSON before it, and is on the disk when
 * `append` returns. What was being written when the power went is cut off at the next start; anything else that does not fit
 * stops it.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** The file is not what was written, or not ours alone. */
export class Damaged extends Error {}

const digestOf = (line: string): string => createHash('sha256').update(line).digest('hex');

export class Journal {
  readonly records: unknown[] = [];
  private readonly file: number;

  constructor(path: string) {
    own(`${path}.pid`);
    const whole = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    let end = 0;
    for (let next = 0; next < whole.length; ) {
      const newline = whole.indexOf(0x0a, next);
      const line = whole.subarray(next, newline < 0 ? whole.length : newline).toString('utf8');
      next = newline < 0 ? whole.length : newline + 1;
      if (newline >= 0 && digestOf(line.slice(65)) === line.slice(0, 64)) {
        this.records.push(JSON.parse(line.slice(65)));
        end = next;
      } else if (next < whole.length) {
        throw new Damaged(`${path}: byte ${end} and on are damaged, and there is more behind`);
      }
    }
    this.file = openSync(path, 'a');
    ftruncateSync(this.file, end);
    fsyncSync(this.file);
    // A new file is there for certain when its folder says so.
    const folder = openSync(dirname(path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  /** Nothing may be done about a record before this returns; if it throws, the process must not go on. */
  append(record: unknown): void {
    const line = JSON.stringify(record);
    const data = Buffer.from(`${digestOf(line)} ${line}\n`);
    for (let written = 0; written < data.length; ) written += writeSync(this.file, data, written);
    fsyncSync(this.file);
  }
}

/** Two processes on one journal would sign against each other. */
function own(lock: string): void {
  if (existsSync(lock)) {
    const owner = Number(readFileSync(lock, 'utf8'));
    if (owner !== process.pid && isAlive(owner)) throw new Damaged(`the journal is that of process ${owner}`);
    rmSync(lock);
  }
  writeFileSync(lock, String(process.pid), { flag: 'wx' });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
