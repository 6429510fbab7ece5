// SPDX-License-Identifier: Apache-2.0
// hub/vectors, asked of the contracts themselves: of those that stand in genesis where one of their functions says it, and of
// the libraries they are made of where none does. Only how a tree is built no contract knows; that is asked of side.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { bls12_381 as curve } from '@noble/curves/bls12-381';
import { ethers } from 'ethers';
import { refusal } from './chain.mjs';
import { compileForTest } from './dpos.mjs';
import { actor, coder, coins, done, signTogether, startHub } from './hub.mjs';
import { hashExits, hashTotals, outboxTree, sumTree } from './side.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (name) => JSON.parse(readFileSync(at(`../../hub/vectors/${name}.json`), 'utf8'));
const sources = ['hub/Checkpoint', 'hub/Committee', 'hub/Hub', 'hub/Lists', 'hub/Messages', 'staking/Bls'];

/** The libraries' functions, as a contract that can be asked. */
const PROBE = `
  pragma solidity ^0.8.37;
  import {Bls} from "src/staking/Bls.sol";
  import {Committee} from "src/hub/Committee.sol";
  import {Exit, Lists, SumTree, Token, Total} from "src/hub/Lists.sol";
  import {Message, Messages} from "src/hub/Messages.sol";
  contract Probe {
    function messageHash(Message calldata m) external view returns (bytes32 own, bytes32 tracking) {
      own = Messages.hash(m);
      tracking = Messages.tracking(m, own);
    }
    function beginning(uint64 chain) external pure returns (bytes32) { return Messages.beginning(chain); }
    function rootOf(bytes32[] calldata messages) external pure returns (bytes32) {
      bytes32[] memory leaves = new bytes32[](messages.length);
      for (uint256 i = 0; i < leaves.length; i++) leaves[i] = Messages.leaf(i, messages[i]);
      return Messages.rootOf(leaves);
    }
    function isAt(bytes32 root, uint256 count, uint256 index, bytes32 message, bytes32[] calldata path)
      external pure returns (bool)
    {
      return Messages.isAt(root, count, index, message, path);
    }
    function lists(Total[] calldata totals, Token[] calldata tokens, Exit[] calldata exits)
      external pure returns (bool ordered, bytes32 ofTotals, bytes32 ofExits)
    {
      return (Lists.areOrdered(totals, tokens, exits), Lists.hashTotals(totals, tokens), Lists.hashExits(exits));
    }
    function holds(Exit calldata tree, address account, uint256 amount, SumTree.Sibling[] calldata path)
      external pure returns (bool)
    {
      return SumTree.holds(tree, account, amount, path);
    }
    function owns(Exit calldata tree, address account, uint256 id, SumTree.Sibling[] calldata path)
      external pure returns (bool)
    {
      return SumTree.owns(tree, account, id, path);
    }
    function compress(bytes calldata key) external pure returns (bytes memory) { return Bls.compress(key); }
    function statement(uint64 chain, address account, bytes calldata key) external view returns (bytes memory) {
      return Committee.statement(chain, account, key);
    }
    function committee(uint64 chain, uint64 term, bytes calldata keys)
      external pure returns (bool ordered, bytes32 hash, uint256 quorum)
    {
      return (Committee.isOrdered(keys), Committee.hash(chain, term, keys), Committee.quorum(keys.length / Bls.KEY_SIZE));
    }
    function isSigned(bytes calldata keys, uint64 signers, bytes calldata signature, bytes32 digest)
      external view returns (bool)
    {
      return Committee.isSigned(keys, signers, signature, digest);
    }
  }`;

const MESSAGE = 'tuple(uint64 from, uint64 to, uint64 nonce, uint8 kind, address sender, address recipient, address asset, '
  + 'uint256 amount, uint64 gas, uint64 deadline, address refund, bytes data)';
const CHECKPOINT = 'tuple(uint64 chainId, uint64 sequence, bytes32 previous, uint64 term, uint64 firstBlock, uint64 lastBlock, '
  + 'bytes32 blockHash, bytes32 preState, bytes32 postState, uint64 inboxCursor, bytes32 inboxHash, bytes32 outboxRoot, '
  + 'uint32 outboxCount, bytes32 totals, bytes32 exits, bytes32 data, bytes32 nextCommittee)';
const TOTALS = ['tuple(address asset, uint256 amount)[]', 'tuple(address asset, uint256 id)[]'];
const EXITS = ['tuple(address asset, bytes32 root, uint256 sum, uint32 count)[]'];
const CHAIN = 7;
const PAIRING = ethers.zeroPadValue('0x0f', 20);

let hub;
let probe;
const named = (file, name) => read(file).vectors.find((vector) => vector.name === name);
const first = named('checkpoints', 'first').input;
const quorum = named('certificates', '3-of-4');
/** The keys of the committee that sits. */
const four = [0, 1, 2, 3].map((i) => ethers.dataSlice(quorum.input.keysEncoding, 128 * i, 128 * (i + 1)));
/** What the inbox of the chain holds, as in inboxes.json. */
const inbox = ['deposit', 'call', 'token', 'forced', 'refund'].map((name) => named('messages', name));

before(async () => {
  hub = await startHub();
  const [owner] = hub.signers;
  const imports = Object.fromEntries(sources.map((name) => [`src/${name}.sol`, readFileSync(at(`../src/${name}.sol`), 'utf8')]));
  probe = await compileForTest(PROBE, 'Probe', owner, imports).factory.deploy();
  await done(probe.deploymentTransaction());
  await done(hub.register(CHAIN, owner));
  const members = read('possessions').vectors.filter(({ verdict }) => verdict === 'accepted');
  const account = await impersonated(members[0].input.account);
  for (const { input, signatureEncoding } of members) {
    await done(hub.members.connect(account).join(CHAIN, input.keyEncoding, signatureEncoding, { value: coins(1000) }));
  }
  await done(hub.chains.connect(owner).open(CHAIN, quorum.input.keysEncoding));
  const claims = await impersonated(hub.claims.target);
  for (const { input } of inbox) await done(hub.inbox.connect(claims).append(CHAIN, input));
});
after(() => hub.stop());

/** On a chain that only plays, calls may come from anywhere. */
async function impersonated(address) {
  await hub.provider.send('anvil_impersonateAccount', [address]);
  await hub.provider.send('anvil_setBalance', [address, ethers.toBeHex(coins(1_000_000))]);
  return hub.provider.getSigner(address);
}

/** Whether values are encoded so; what has no encoding at all is not. */
function isEncoded(types, values, encoding) {
  try {
    return coder.encode(types, values) === encoding;
  } catch {
    return false;
  }
}

/** With which error a call is refused, and what that says if it says it in words; undefined if it is not. */
async function refusedBy(contract, call) {
  let failure;
  try {
    await call();
    return undefined;
  } catch (thrown) {
    failure = thrown;
  }
  const { name, args } = await refusal(contract, () => Promise.reject(failure));
  const [said] = args;
  return typeof said === 'string' && !said.startsWith('0x') ? `${name}: ${said}` : name;
}

/** Asks of each vector of a file, and wants what the file says. */
async function judge(name, accepts) {
  const { format, domain, vectors } = read(name);
  assert.equal(format, 'banyan-hub-vectors-1');
  assert.deepEqual(domain, { name: hub.domain.name, version: hub.domain.version, chainId: `${hub.chainId}`,
    verifyingContract: hub.chains.target });
  const found = [];
  for (const vector of vectors) found.push([vector.name, (await accepts(vector)) ? 'accepted' : 'refused']);
  assert.deepEqual(found, vectors.map(({ name: vector, verdict }) => [vector, verdict]));
  assert.equal(new Set(vectors.map(({ verdict }) => verdict)).size, 2);
}

const isChain = async (id) => id === `${CHAIN}`
  || (await refusedBy(hub.chains, () => hub.chains.register.staticCall(hub.charter(id), [], [], { value: coins(500) })))
    !== 'BadCharter: chainId';

/** What the root takes from its own senders; of what comes from elsewhere, and of kinds that are not theirs, all the rest. */
async function isWithinBounds(m) {
  // The escrow, which is asked last, knows no such token.
  const errors = [hub.inbox, hub.escrow].flatMap((contract) => contract.interface.fragments.filter(({ type }) => type === 'error'));
  const refused = await refusedBy({ interface: new ethers.Interface(errors) }, () => hub.inbox.send.staticCall({
    to: m.from === '0' ? m.to : CHAIN, kind: ['4', '5'].includes(m.kind) ? 2 : m.kind, recipient: m.recipient,
    asset: ethers.ZeroAddress, amount: 0n, gas: m.gas, deadline: (1n << 64n) - 1n, refund: m.recipient, data: m.data,
  }));
  if (['NotTaking', 'BadParcel: kind', 'BadParcel: gas', 'BadParcel: data'].includes(refused)) return false;
  for (const id of [m.from, m.to]) if (id !== '0' && !(await isChain(id))) return false;
  return true;
}

test('messages: the inbox hashes them so, and takes them', async () => {
  const claims = hub.inbox.connect(await impersonated(hub.claims.target));
  await judge('messages', async ({ input, encoding, digest, tracking }) => {
    const [own, followed] = await probe.messageHash(input);
    assert.equal(await claims.append.staticCall(CHAIN, input), followed);
    return isEncoded([MESSAGE], [input], encoding) && own === digest && followed === tracking && isWithinBounds(input);
  });
});

test('inboxes: the chain\'s own is the one that stands there', async () => {
  await judge('inboxes', async ({ input, digest }) => {
    let hash = await probe.beginning(input.chainId);
    for (const message of input.messages) hash = ethers.keccak256(ethers.concat([hash, message]));
    return hash === digest;
  });
  for (let count = 0; count <= inbox.length; count++) {
    assert.equal(await hub.inbox.hashAt(CHAIN, count), named('inboxes', `after-${count}`).digest);
  }
});

/** With the lists that it names, as far as these vectors have them. */
const submission = (checkpoint, changes = {}) => {
  const { totals, tokens } = read('totals').vectors.find(({ digest }) => digest === checkpoint.totals).input;
  const { exits } = read('exits').vectors.find(({ digest }) => digest === checkpoint.exits).input;
  const next = named('committees', 'committee-of-7').encoding;
  return { checkpoint, totals, tokens, exits, keys: quorum.input.keysEncoding, signers: 0n, signature: '0x',
    nextKeys: checkpoint.nextCommittee === ethers.ZeroHash ? '0x' : next, ...changes };
};
const submit = (s) => refusedBy(hub.checkpoints, () => hub.checkpoints.submit.staticCall(s));

test('certificates: with one of them a checkpoint is accepted', async () => {
  await judge('certificates', async ({ input, signatureEncoding }) => {
    assert.equal(input.digest, await hub.checkpoints.digestOf(first));
    const isSigned = await probe.isSigned(input.keysEncoding, input.signers, signatureEncoding, input.digest);
    if (input.keysEncoding === quorum.input.keysEncoding) {
      const refused = await submit(submission(first, { signers: input.signers, signature: signatureEncoding }));
      assert.equal(refused, isSigned ? undefined : 'NotSigned');
    }
    return isSigned;
  });
});

/** Whether the root accepts what these bytes submit, and does no more than that; else the error. */
async function submitted(data) {
  const call = { to: hub.checkpoints.target, data };
  const refused = await refusedBy(hub.checkpoints, () => hub.signers[0].call(call));
  if (refused !== undefined) return refused.split(':')[0];
  const { logs } = await done(hub.signers[0].sendTransaction(call));
  return logs.map((log) => (log.address === hub.checkpoints.target ? hub.checkpoints.interface.parseLog(log).name : log.address));
}

test('submissions: the root takes them, or says why not', async () => {
  await judge('submissions', async ({ name, input, encoding, refusal: said }) => {
    const { after, inbox: prefixes, term, committee, ...parts } = input;
    assert.equal(await hub.members.sitting(CHAIN), BigInt(term));
    assert.equal(await hub.members.committeeOf(CHAIN, term), committee);
    for (const [count, prefix] of prefixes.entries()) assert.equal(await hub.inbox.hashAt(CHAIN, count), prefix);
    assert.equal(hub.checkpoints.interface.encodeFunctionData('submit', [parts]), encoding);
    const snapshot = await hub.provider.send('evm_snapshot', []);
    const line = after && read('submissions').vectors.find((vector) => !vector.input.after && vector.verdict === 'accepted'
      && isDeepStrictEqual(vector.input.checkpoint, after));
    if (after) assert.deepEqual(await submitted(line.encoding), ['CheckpointAccepted']);
    const result = await submitted(encoding);
    await hub.provider.send('evm_revert', [snapshot]);
    if (typeof result === 'string') {
      assert.equal(result, said, name);
      return false;
    }
    // The committee of seven has no members, so that the checkpoint stands without it (rule 4).
    const events = parts.nextKeys === '0x' ? ['CheckpointAccepted'] : ['CheckpointAccepted', 'CommitteeNotTaken'];
    assert.deepEqual(result, isDeepStrictEqual(parts.checkpoint, after) ? [] : events);
    return true;
  });
});

test('checkpoints: the root takes them, but for the signature', async () => {
  const snapshot = await hub.provider.send('evm_snapshot', []);
  const accepts = async ({ input, encoding, digest }) => {
    if (!isEncoded([CHECKPOINT], [input], encoding) || await hub.checkpoints.digestOf(input) !== digest) return false;
    // Of another chain than ours no root could be asked more.
    if (input.chainId !== `${CHAIN}`) return isChain(input.chainId);
    return (await submit(submission(input))) === 'NotSigned';
  };
  const { vectors } = read('checkpoints');
  const early = new Map();
  for (const vector of vectors.filter(({ input }) => input.sequence !== '2')) early.set(vector.name, await accepts(vector));
  await done(hub.checkpoints.submit(submission(first, { signers: quorum.input.signers, signature: quorum.signatureEncoding })));
  await judge('checkpoints', (vector) => early.get(vector.name) ?? accepts(vector));
  await hub.provider.send('evm_revert', [snapshot]);
});

test('totals: a checkpoint may come with these', async () => {
  await judge('totals', async ({ input, encoding, digest }) => {
    const [isOrdered, hash] = await probe.lists(input.totals, input.tokens, []);
    const refused = await submit(submission(first, { checkpoint: { ...first, totals: digest }, ...input }));
    assert.equal(refused, isOrdered && hash === digest ? 'NotSigned' : 'WrongLists');
    return isOrdered && hash === digest && isEncoded(TOTALS, [input.totals, input.tokens], encoding);
  });
});

test('exits: a checkpoint may come with these', async () => {
  await judge('exits', async ({ input, encoding, digest }) => {
    const [isOrdered, , hash] = await probe.lists([], [], input.exits);
    const refused = await submit(submission(first, { checkpoint: { ...first, exits: digest }, ...input }));
    assert.equal(refused, isOrdered && hash === digest ? 'NotSigned' : 'WrongLists');
    return isOrdered && hash === digest && isEncoded(EXITS, [input.exits], encoding);
  });
});

test('outbox trees: the root is that of the contract, and every path leads to it', async () => {
  await judge('outbox-trees', async ({ input: { messages }, digest, paths }) => {
    if (await probe.rootOf(messages) !== digest || paths.length !== messages.length) return false;
    for (const [index, path] of paths.entries()) {
      if (!(await probe.isAt(digest, messages.length, index, messages[index], path))) return false;
      assert.deepEqual(path, outboxTree(messages).path(index));
    }
    return true;
  });
});

test('outbox paths: a message is where the contract finds it', () =>
  judge('outbox-paths', ({ input: { root, count, index, message, path } }) => probe.isAt(root, count, index, message, path)));

const isLeaf = (exit, isToken, account, value, path) => (isToken ? probe.owns : probe.holds)(exit, account, value, path);

test('exit trees: every leaf is paid, and no account twice', async () => {
  await judge('exit-trees', async ({ input: { asset, areTokens, holdings }, exit, paths }) => {
    const tree = sumTree(asset, holdings.map(({ account, value }) => [account, BigInt(value)]), areTokens);
    const isSame = tree.exit.root === exit.root && `${tree.exit.sum}` === exit.sum && `${tree.exit.count}` === exit.count;
    const isOnce = areTokens || new Set(holdings.map(({ account }) => account)).size === holdings.length;
    if (!isSame || !isOnce || paths.length !== holdings.length) return false;
    for (const [index, path] of paths.entries()) {
      const { account, value } = holdings[index];
      if (!(await isLeaf(exit, areTokens, account, value, path))) return false;
      assert.deepEqual(path, tree.path(index).map(({ hash, sum, isLeft }) => ({ hash, sum: `${sum}`, isLeft })));
    }
    return true;
  });
});

test('exit paths: a leaf is in the tree if the contract finds it', () =>
  judge('exit-paths', ({ input: { exit, isToken, account, value, path } }) => isLeaf(exit, isToken, account, value, path)));

test('keys: the precompiles take them for points of the group', async () => {
  await judge('keys', async ({ input: { secret }, key, encoding }) => {
    const own = secret && ethers.hexlify(curve.longSignatures.getPublicKey(ethers.getBytes(secret)).toBytes(true));
    if (secret && own !== key) return false;
    if (BigInt(encoding) === 0n || await probe.compress(encoding) !== key) return false;
    const pairs = ethers.concat([encoding, new Uint8Array(256)]);
    return hub.provider.call({ to: PAIRING, data: pairs }).then((answer) => BigInt(answer) === 1n, () => false);
  });
});

test('possessions: with one of them an account becomes a member', async () => {
  await judge('possessions', async ({ input: { chainId, account, key, keyEncoding }, encoding, signatureEncoding }) => {
    assert.equal(await probe.compress(keyEncoding), key);
    assert.equal(await probe.statement(chainId, account, keyEncoding), encoding);
    const members = hub.members.connect(await impersonated(account));
    const refused = await refusedBy(hub.members, () =>
      members.join.staticCall(chainId, keyEncoding, signatureEncoding, { value: coins(1000) }));
    // The members of the committee have joined with these very proofs.
    if (refused === 'KeyTaken') return (await hub.members.member(chainId, ethers.keccak256(keyEncoding))).bond === coins(1000);
    assert.ok(refused === undefined || refused === 'BadProof', refused);
    return refused === undefined;
  });
});

test('committees: the root hashes them so, in this order', async () => {
  await judge('committees', async ({ input: { chainId, term, keys }, encoding, digest, quorum: least }) => {
    for (const [i, key] of keys.entries()) {
      assert.equal(await probe.compress(ethers.dataSlice(encoding, 128 * i, 128 * (i + 1))), key);
    }
    const [isOrdered, hash, needed] = await probe.committee(chainId, term, encoding);
    return isOrdered && hash === digest && `${needed}` === least;
  });
  assert.equal(await hub.members.committeeOf(CHAIN, 1), named('committees', 'committee-of-4').digest);
});

test('conflicts: the root believes them, and takes the bonds of those who signed both', async () => {
  const hashes = four.map((key) => ethers.keccak256(key));
  await judge('conflicts', async ({ input: { keys, first: a, firstSigned, second: b, secondSigned }, liars }) => {
    const snapshot = await hub.provider.send('evm_snapshot', []);
    const prove = (way) => way(a, firstSigned, b, secondSigned, keys);
    const refused = await refusedBy(hub.proofs, () => prove(hub.proofs.proveConflict.staticCall));
    let burnt = 0n;
    if (refused === undefined) {
      const { logs } = await done(prove(hub.proofs.proveConflict));
      const names = logs.filter(({ address }) => address === hub.members.target).map((log) => hub.members.interface.parseLog(log));
      for (const { name, args } of names) if (name === 'Burnt') burnt |= 1n << BigInt(hashes.indexOf(args.keyHash));
    }
    await hub.provider.send('evm_revert', [snapshot]);
    assert.ok([undefined, 'NoContradiction', 'NotSigned'].includes(refused), refused);
    return refused === undefined && `${burnt}` === liars;
  });
});

/** Coin came to the chain, and a token that stands where the vectors have it. */
async function arrive({ asset, id }) {
  const [owner] = hub.signers;
  await hub.send(owner, CHAIN, { amount: coins(1) });
  const model = await actor('Coin721', owner);
  await hub.provider.send('anvil_setCode', [asset, await hub.provider.getCode(model.target)]);
  const deeds = model.attach(asset);
  await done(deeds.mint(owner.address, id));
  await done(deeds.setApprovalForAll(hub.escrow.target, true));
  await hub.send(owner, CHAIN, { kind: 3, asset, amount: BigInt(id) });
}

const secrets = read('keys').vectors.filter(({ name }) => name.startsWith('member-'))
  .map(({ input }) => ({ secret: BigInt(input.secret) }));
const outboxOf = async (messages) =>
  outboxTree(await Promise.all(messages.map(async (m) => (await probe.messageHash(m))[0])));

/** The first checkpoint of the chain, which has handled all, accepted with an outbox and lists. */
async function accepted(messages, { totals = [], tokens = [], exits = [] }) {
  const cursor = await hub.inbox.count(CHAIN);
  const checkpoint = { ...first, inboxCursor: cursor, inboxHash: await hub.inbox.hashAt(CHAIN, cursor),
    outboxRoot: (await outboxOf(messages)).root, outboxCount: messages.length, totals: hashTotals(totals, tokens),
    exits: hashExits(exits) };
  const signature = signTogether(secrets, await hub.checkpoints.digestOf(checkpoint));
  await done(hub.checkpoints.submit({ checkpoint, totals, tokens, exits, keys: quorum.input.keysEncoding, signers: 15n, signature,
    nextKeys: '0x' }));
  assert.ok(await hub.checkpoints.isAccepted(checkpoint));
  return checkpoint;
}

test('short totals: the root believes them of an outbox', async () => {
  const snapshot = await hub.provider.send('evm_snapshot', []);
  await arrive(read('short-totals').vectors[0].input.tokens[0]);
  await judge('short-totals', async ({ input: { totals, tokens, messages, asset } }) => {
    const inner = await hub.provider.send('evm_snapshot', []);
    const checkpoint = await accepted(messages, { totals, tokens });
    const refused = await refusedBy(hub.proofs, () => hub.proofs.proveShortTotals.staticCall(
      checkpoint, totals, tokens, messages, asset, quorum.input.keysEncoding));
    await hub.provider.send('evm_revert', [inner]);
    assert.ok([undefined, 'TotalsSuffice'].includes(refused), refused);
    return refused === undefined;
  });
  await hub.provider.send('evm_revert', [snapshot]);
});

test('answers: nobody can show that the chain ignored a request', async () => {
  const snapshot = await hub.provider.send('evm_snapshot', []);
  const [owner] = hub.signers;
  const cases = read('answers').vectors;
  const [asked, deed] = [false, true].map((isToken) => cases.find(({ input }) => input.isToken === isToken).input.request);
  const alice = await impersonated(asked.sender);
  await hub.send(owner, CHAIN, { amount: coins(1) });
  const force = async ({ asset, amount, nonce }) =>
    assert.equal(hub.sent(await done(hub.inbox.connect(alice).force(CHAIN, asset, amount))).index, BigInt(nonce));
  await force(asked);
  await arrive({ asset: deed.asset, id: deed.amount });
  await force(deed);
  const other = { ...named('messages', 'withdrawal').input, amount: '0' };
  await judge('answers', async ({ input: { request, isToken, answer, isLeft } }) => {
    const before = isToken ? [other] : [];
    const messages = [...before, ...(answer ? [answer] : [])];
    const holder = isLeft ? request.sender : owner.address;
    const tree = sumTree(request.asset, [[holder, BigInt(request.amount)]], isToken);
    const inner = await hub.provider.send('evm_snapshot', []);
    const checkpoint = await accepted(messages, { exits: [tree.exit] });
    const leaf = { exits: [tree.exit], which: 0, account: holder, amount: request.amount, path: [] };
    const path = answer ? (await outboxOf(messages)).path(before.length) : [];
    const refused = await refusedBy(hub.exits, () =>
      hub.exits.proveIgnored.staticCall(checkpoint, request.nonce, request, answer ?? other, path, leaf));
    await hub.provider.send('evm_revert', [inner]);
    assert.ok([undefined, 'Answered'].includes(refused), refused);
    return refused === 'Answered';
  });
  await hub.provider.send('evm_revert', [snapshot]);
});
