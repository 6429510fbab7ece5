// SPDX-License-Identifier: Apache-2.0
// A sidechain with the outpost's contracts, and what its protocol and members do: words about the inbox, runs that are closed.
import { ethers } from 'ethers';
import { artifact, done, startAnvil } from './chain.mjs';
import { SYSTEM } from './dpos.mjs';
import { COIN, DAY, FOREVER, digest, domainOf, inboxBeginning, inboxNext, kind, plain } from './hub.mjs';

export const OUTPOST = ['Outpost', 'OutpostAssets', 'OutpostOutbox', 'OutpostMailbox'];
export const ROOT = 4242;
const word = (value) => ethers.toBeHex(value, 32);

/**
 * @param options of the chain: `members` are the last of its accounts
 */
export async function startOutpost({ id = 71, members = 4, runBlocks = 64, wrapper = COIN, cap = 0n, accounts = 9 } = {}) {
  const chain = await startAnvil(OUTPOST, [
    '--balance', '10000000000', '--accounts', `${accounts}`, '--gas-limit', '60000000', '--base-fee', '0', '--gas-price', '0',
    '--timestamp', '1700000000',
  ], id);
  const { provider, signers } = chain;
  const post = {
    ...chain, id, runBlocks, members: signers.slice(-members),
    post: chain.contract('Outpost'), assets: chain.contract('OutpostAssets'), outbox: chain.contract('OutpostOutbox'),
    mailbox: chain.contract('OutpostMailbox'), domain: domainOf(ROOT), nonce: 0n, inbox: [],
  };
  const genesis = (contract, slot, value) => provider.send('anvil_setStorageAt', [contract.target, word(slot), word(value)]);
  await genesis(post.post, 0, ROOT);
  await genesis(post.post, 1, members);
  for (const [i, { address }] of post.members.entries()) {
    await genesis(post.post, ethers.keccak256(ethers.concat([ethers.zeroPadValue(address, 32), word(2)])), i + 1);
  }
  await genesis(post.assets, 0, wrapper);
  await genesis(post.assets, 1, cap);
  await genesis(post.outbox, 0, runBlocks);
  await provider.send('anvil_setBalance', [SYSTEM, '0xffffffffffffffffff']);
  await provider.send('anvil_impersonateAccount', [SYSTEM]);
  post.system = await provider.getSigner(SYSTEM);
  const digests = new WeakMap(); // a message is an object that nobody changes
  post.hash = (m) => digests.get(m) ?? digests.set(m, digest(post.domain, 'Message', m)).get(m);
  post.now = async () => (await provider.getBlock('latest')).timestamp;
  post.warp = async (seconds) => {
    await provider.send('evm_increaseTime', [seconds]);
    await provider.send('evm_mine', []);
  };

  /** The next message of the inbox, as the root would take it; for tests without a root. */
  post.arrive = (changes = {}) => {
    const m = {
      from: 0n, to: BigInt(id), nonce: BigInt(post.inbox.length), kind: kind.DEPOSIT, sender: signers[1].address,
      recipient: signers[2].address, asset: COIN, amount: 0n, gas: 0n, deadline: FOREVER, refund: signers[3].address, data: '0x', ...changes,
    };
    post.inbox.push(m);
    return m;
  };
  /** What the inbox hashes to up to a message. */
  post.headAt = (cursor) => post.inbox.slice(0, cursor).reduce((head, m) => inboxNext(head, post.hash(m)), inboxBeginning(id));
  post.quorum = members - Math.floor((members - 1) / 3);
  /** A quorum does something; all but the last at once, for only the last knows what it takes. */
  post.together = async (act) => {
    const all = post.members.slice(0, post.quorum).map((member) => post.post.connect(member));
    await Promise.all(all.slice(0, -1).map((member) => done(act(member))));
    await done(act(all.at(-1)));
  };
  post.observe = async (cursor = post.inbox.length, head = post.headAt(cursor)) => {
    await post.together((member) => member.observe(cursor, head));
  };
  /** Handles what has arrived, up to an observed head at the end; resolves to the receipt and to how each message fared. */
  post.handle = async (count = Infinity, options = {}) => {
    const [cursor] = await post.post.head();
    const waiting = post.inbox.slice(Number(cursor));
    if (!(await post.post.isObserved(post.inbox.length, post.headAt(post.inbox.length)))) await post.observe();
    const receipt = await done(post.post.handle(waiting.slice(0, count), waiting.slice(count).map(post.hash), options));
    return { receipt, fared: post.fared(receipt) };
  };
  post.fared = (receipt) => receipt.logs.filter(({ address }) => address === post.post.target)
    .map((log) => post.post.interface.parseLog(log)).filter(({ name }) => name === 'Handled').map(({ args }) => args.delivered);
  /** The messages that a receipt sent, with run, place and tracking id. */
  post.sent = (receipt) => receipt.logs.filter(({ address }) => address === post.outbox.target)
    .map((log) => post.outbox.interface.parseLog(log).args)
    .map(({ run, place, tracking, message }) => ({ run, place, tracking, message: plain(message) }));
  post.list = async (asset, { isToken = false, decimals = isToken ? 0 : 18, name = 'Some asset', symbol = 'SOME' } = {}) => {
    await post.together((member) => member.list({ asset, isToken, decimals, name, symbol }));
    return post.bridged(asset, isToken);
  };
  post.bridged = async (asset, isToken = false) => new ethers.Contract(await post.assets.bridged(asset), [
    'function name() view returns (string)', 'function symbol() view returns (string)', 'function decimals() view returns (uint8)',
    'function asset() view returns (address)', 'function totalSupply() view returns (uint256)',
    'function balanceOf(address) view returns (uint256)', `event Transfer(address indexed from, address indexed to, uint256 ${isToken ? 'indexed ' : ''}what)`,
    'function mint(address, uint256)', 'function transfer(address, uint256) returns (bool)',
    'function transferFrom(address, address, uint256)', 'function holder(uint256) view returns (address)',
    isToken ? 'function burn(uint256)' : 'function burn(address, uint256)', 'error OnlyFor(address)',
  ], signers[0]);
  post.parcel = async (changes = {}) => ({
    to: 0, kind: kind.DEPOSIT, recipient: signers[2].address, asset: COIN, amount: 0n, gas: 0, deadline: await post.now() + DAY,
    refund: signers[3].address, data: '0x', ...changes,
  });
  /** Sends a parcel; resolves to what it became. */
  post.send = async (signer, changes = {}, value = 0n) => {
    const receipt = await done(post.outbox.connect(signer).send(await post.parcel(changes), { value }));
    return { ...post.sent(receipt)[0], receipt };
  };
  post.run = async () => Math.ceil(await provider.getBlockNumber() / runBlocks);
  /** Mines up to the last block of the run, in which the protocol closes it; resolves to its number and the receipt. */
  post.close = async (options = {}) => {
    const number = await provider.getBlockNumber();
    const run = Math.floor(number / runBlocks) + 1;
    const before = run * runBlocks - number - 1;
    if (before > 0) await provider.send('anvil_mine', [ethers.toQuantity(before), ethers.toQuantity(1)]);
    return { run, receipt: await done(post.outbox.connect(post.system).endBlock(options)) };
  };
  /** Runs a test whose doings are undone. */
  post.undone = (run) => async (t) => {
    const inbox = [...post.inbox];
    const snapshot = await provider.send('evm_snapshot', []);
    try {
      await run(t);
    } finally {
      await provider.send('evm_revert', [snapshot]);
      post.inbox = inbox;
    }
  };
  return post;
}

export { artifact };
