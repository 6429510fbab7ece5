// SPDX-License-Identifier: Apache-2.0
// A chain of tier D as its root sees it: headers that hang together, lists of them, and a stand-in for the judge, which says
// what a test told it for exactly one input. What the judge itself does is tested where it is written (core/execution).
import { ethers } from 'ethers';
import { compileForTest } from './dpos.mjs';
import { done } from './hub.mjs';
import { Side, hashTotals } from './side.mjs';

export const JUDGE = '0x0000000000000000000000000000000000001100';
export const TRUE = 1n, FALSE = 2n;
const word = (value) => ethers.toBeHex(value, 32);
const STAND_IN = `
  pragma solidity ^0.8.37;
  contract StandIn {
    mapping(bytes32 input => bytes) private answers;
    uint256 public price;
    function charge(uint256 gas) external { price = gas; }
    function teach(bytes calldata input, bytes calldata answer) external { answers[keccak256(input)] = answer; }
    fallback(bytes calldata input) external returns (bytes memory answer) {
      uint256 begun = gasleft();
      answer = answers[keccak256(input)];
      for (uint256 most = price; begun - gasleft() < most;) {}
    }
  }`;

/** Puts the stand-in where the judge is, and resolves to what teaches it. */
export async function standIn(hub) {
  const { abi, deployed } = compileForTest(STAND_IN, 'StandIn', hub.signers[0]);
  await hub.provider.send('anvil_setCode', [JUDGE, deployed]);
  const contract = new ethers.Contract(JUDGE, abi, hub.signers[0]);
  await done(contract.teach(ethers.concat([word(3), word(0), word(0), word(0)]), `0x${'00'.repeat(256)}`)); // it sits
  /** Rule 4's layout and rule 6's answer, told a second time. */
  const judge = async ({ what, to = ethers.ZeroAddress, question = '0x', evidence, answer = '0x', ...found }) => {
    const input = ethers.concat([
      word(what), ethers.zeroPadValue(to, 32), word(evidence.pieces.length), ...evidence.pieces.map((piece) => ethers.zeroPadValue(piece, 32)),
      word(ethers.dataLength(question)), question, evidence.rest,
    ]);
    const { verdict = TRUE, rules = ethers.ZeroHash, genesis = ethers.ZeroHash, hash, number = 0n, parent = ethers.ZeroHash } = found;
    const said = [word(verdict), rules, genesis, hash, word(number), parent, ethers.ZeroHash, ethers.ZeroHash, answer];
    await done(contract.teach(input, ethers.concat(said)));
  };
  /** From now on an answer costs that much gas. */
  judge.charge = async (gas) => done(contract.charge(gas));
  return judge;
}

/** The RLP of a header with these members, the others as an empty block's. */
export function header({ parent, number, state = ethers.id(`state of ${number}`), gasUsed = 0n }) {
  const bytes = (value) => (value === 0n ? '0x' : ethers.toBeHex(value));
  const hash = ethers.id('any');
  return ethers.encodeRlp([
    parent, hash, ethers.ZeroAddress, state, hash, hash, `0x${'00'.repeat(256)}`, '0x', bytes(BigInt(number)), bytes(6_000_000n),
    bytes(gasUsed), bytes(1_700_000_000n), '0x1234', hash, '0x0000000000000000', bytes(1_000_000_000n), hash, '0x', '0x', hash, hash,
  ]);
}

export const RULES = (id) => ethers.encodeRlp([
  ethers.toUtf8Bytes('BANYAN-HUB-EVM-V1'), ethers.id(`block 0 of ${id}`), ethers.toBeHex(id), '0x64', ethers.toBeHex(6_000_000),
  ethers.toBeHex(1_000_000_000),
]);

export class DisputedSide extends Side {
  /** Headers from one after the last checkpoint on, each naming the one before. `alter` changes one by its number. */
  chain(count, { alter = () => ({}) } = {}) {
    const headers = [];
    let parent = this.last?.checkpoint.blockHash ?? ethers.id(`block 0 of ${this.id}`);
    const first = (this.last?.checkpoint.lastBlock ?? 0n) + 1n;
    for (let i = 0n; i < BigInt(count); i++) {
      headers.push(header({ parent, number: first + i, ...alter(first + i) }));
      parent = ethers.keccak256(headers.at(-1));
    }
    return headers;
  }

  /** The next checkpoint over these headers. */
  async over(headers, { changes = {}, ...options } = {}) {
    const first = (this.last?.checkpoint.lastBlock ?? 0n) + 1n;
    const blocks = ethers.concat(headers.map((each) => ethers.keccak256(each)));
    const made = await this.checkpoint({
      ...options,
      changes: {
        lastBlock: first + BigInt(headers.length) - 1n, blockHash: ethers.keccak256(headers.at(-1)),
        postState: ethers.dataSlice(headers.at(-1), 91, 123), data: ethers.keccak256(blocks), ...changes,
      },
    });
    return { ...made, headers, blocks, file: { checkpoint: made.checkpoint, blocks } };
  }

  bring(made, changes = {}, signer = this.hub.signers[0]) {
    return this.hub.disputes.connect(signer).submit(this.submission(made), changes.blocks ?? made.blocks);
  }

  /** Submits and takes it for the last one. */
  async add(headers, options) {
    const made = await this.over(headers, options);
    made.receipt = await done(this.bring(made));
    this.last = made;
    return made;
  }

  /** What the outbox's contract would say of the run that ends with a checkpoint. */
  record({ checkpoint }, changes = {}) {
    const r = { ends: true, cursor: checkpoint.inboxCursor, count: checkpoint.outboxCount, nonce: 0n, inboxHash: checkpoint.inboxHash,
      outboxRoot: checkpoint.outboxRoot, totals: checkpoint.totals, ...changes };
    return ethers.AbiCoder.defaultAbiCoder().encode(
      ['bool', 'uint64', 'uint32', 'uint64', 'bytes32', 'bytes32', 'bytes32'],
      [r.ends, r.cursor, r.count, r.nonce, r.inboxHash, r.outboxRoot, r.totals],
    );
  }
}
export { hashTotals };
