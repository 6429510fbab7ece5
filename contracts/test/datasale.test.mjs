// SPDX-License-Identifier: Apache-2.0
import { after, before, beforeEach, test } from 'node:test';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { ethers } from 'ethers';
import { artifact, done, newDevice, refusal, register, startAnvil } from './chain.mjs';
import { compileForTest } from './dpos.mjs';

let chain, sale, registry, token, alice, bob, mallory, device;
const COIN = ethers.ZeroAddress;
const [CANCELLED, REFUNDED, SOLD] = [4n, 5n, 6n];
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

before(async () => {
  chain = await startAnvil(['DeviceRegistry', 'DataSale']);
  registry = chain.contract('DeviceRegistry');
  sale = chain.contract('DataSale');
  chain.registry = registry;
  [alice, bob, mallory] = chain.signers;
  const { factory } = compileForTest(`
    pragma solidity ^0.8.37;
    contract Token {
      mapping(address => uint256) public balanceOf;
      mapping(address => mapping(address => uint256)) public allowance;
      uint256 public fee;
      function mint(address to, uint256 amount) external { balanceOf[to] += amount; }
      function setFee(uint256 f) external { fee = f; }
      function approve(address who, uint256 amount) external returns (bool) { allowance[msg.sender][who] = amount; return true; }
      function transfer(address to, uint256 amount) external returns (bool) { move(msg.sender, to, amount); return true; }
      function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        allowance[from][msg.sender] -= amount; move(from, to, amount); return true;
      }
      function move(address from, address to, uint256 amount) private { balanceOf[from] -= amount; balanceOf[to] += amount - fee; }
    }`, 'Token', alice);
  token = await factory.deploy();
  await token.waitForDeployment();
  await done(token.mint(bob.address, 10n ** 24n));
  await done(token.connect(bob).approve(sale.target, ethers.MaxUint256));
});
after(() => chain?.stop());
beforeEach(async () => {
  device = newDevice();
  await register(chain, device, alice.address, 'meter');
});

// Records once more, from docs/spec/evidence.md, sharing nothing with the contract.
const cat = (...parts) => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
const bytes = (hex) => Buffer.from(ethers.getBytes(hex));
const uint = (n) => {
  const head = (type, size) => { const b = Buffer.alloc(1 + size); b[0] = type; b.writeUIntBE(n, 1, size); return b; };
  if (n < 24) return Buffer.from([n]);
  if (n < 2 ** 8) return head(0x18, 1);
  if (n < 2 ** 16) return head(0x19, 2);
  if (n < 2 ** 32) return head(0x1a, 4);
  const b = Buffer.alloc(9); b[0] = 0x1b; b.writeBigUInt64BE(BigInt(n), 1); return b;
};
const bstr = (b) => { const head = uint(b.length); head[0] |= 0x40; return cat(head, b); };
const lowS = ({ r, s }) => {
  const low = BigInt(s) > ORDER / 2n ? ORDER - BigInt(s) : BigInt(s);
  return cat(bytes(r), bytes(ethers.toBeHex(low, 32)));
};
function record(by, sequence, { of = by, payload = Buffer.from('81a3006b74656d706572617475726502181522c48222190400', 'hex') } = {}) {
  const header = cat('a50126031870045820', bytes(of.id), '3a00010000', uint(sequence), '3a000100015820', createHash('sha256').update(`${sequence}`).digest());
  const signed = cat('846a5369676e617475726531', bstr(header), '40', bstr(payload));
  return cat('d284', bstr(header), 'a0', bstr(payload), '5840', lowS(by.sign(signed)));
}
const sha = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = (leaf) => sha(Buffer.from([0]), leaf);
const node = (left, right) => sha(Buffer.from([1]), left, right);
const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
const rootOf = (l) => (l.length === 1 ? l[0] : node(rootOf(l.slice(0, split(l.length))), rootOf(l.slice(split(l.length)))));
const pathOf = (l, i) => {
  if (l.length === 1) return [];
  const k = split(l.length);
  return i < k ? [...pathOf(l.slice(0, k), i), rootOf(l.slice(k))] : [...pathOf(l.slice(k), i - k), rootOf(l.slice(0, k))];
};
const coder = ethers.AbiCoder.defaultAbiCoder();
const cipher = (key, index, plain) => Buffer.from(plain.map((byte, at) => {
  const word = Math.floor(at / 32);
  cipher.pads ??= new Map();
  const name = `${key}/${index}/${word}`;
  if (!cipher.pads.has(name)) {
    cipher.pads.set(name, bytes(ethers.keccak256(coder.encode(['bytes32', 'uint64', 'uint256'], [key, index, word]))));
  }
  return byte ^ cipher.pads.get(name)[at % 32];
}));

const WINDOW = 3600;
const now = async () => (await chain.provider.getBlock('latest')).timestamp;
const warp = async (seconds) => {
  await chain.provider.send('evm_increaseTime', [seconds]);
  await chain.provider.send('evm_mine', []);
};
/** Records for sale, with what only seller and buyer have. */
async function offered(records, { first = 1, price = 1000n, asset = COIN, buyer = bob, by = device, reveal = WINDOW, lasting = 1, texts: given } = {}) {
  const key = ethers.hexlify(randomBytes(32));
  const texts = given ?? records.map((plain, index) => cipher(key, index, plain));
  const leaves = texts.map(leafHash);
  const terms = {
    device: device.id, keyX: by.keyX, keyY: by.keyY, keyHash: ethers.keccak256(key), root: ethers.hexlify(rootOf(leaves)),
    price, buyer: buyer.address, first, token: asset, count: texts.length, buyBy: (await now()) + lasting * WINDOW,
    revealTime: reveal, disputeTime: WINDOW,
  };
  const id = await sale.offer.staticCall(terms);
  assert.equal(id, await sale.idOf(alice.address, terms));
  const receipt = await done(sale.offer(terms));
  return {
    id, key, terms, receipt,
    pay: (value = asset === COIN ? price : 0n, by = buyer) => sale.connect(by).pay(id, { value }),
    reveal: (with_ = key) => sale.reveal(id, with_),
    dispute: (index, { text = texts[index], path = pathOf(leaves, index), by = buyer } = {}) =>
      sale.connect(by).dispute(id, index, text, path.map((hash) => ethers.hexlify(hash))),
  };
}
const run = (count, first = 1) => Array.from({ length: count }, (_, i) => record(device, first + i));
const refused = async (name, call) => {
  const error = await refusal(sale, call);
  assert.equal(error.name, name);
  return error;
};
/** All sales that were offered to somebody, page by page. */
const offersTo = async (who) => {
  const all = [];
  for (let page = [null]; page.length > 0; all.push(...page)) page = [...(await sale.offersTo(who.address, all.length, 1000n))];
  assert.equal(BigInt(all.length), await sale.offerCount(who.address));
  return all;
};
const owed = (who, asset = COIN) => sale.owed(who.address, asset);
const fetched = async (who, asset = COIN) => {
  if ((await owed(who, asset)) > 0n) await done(sale.connect(who).withdraw(asset, who.address));
};
beforeEach(async () => { for (const who of [alice, bob]) for (const asset of [COIN, token.target]) await fetched(who, asset); });

test('an honest sale pays the seller, in coin and in a token', async () => {
  for (const asset of [COIN, token.target]) {
    const s = await offered(run(5), { asset });
    const paid = await done(s.pay());
    await refused('TooEarly', () => sale.settle(s.id));
    const revealed = await done(s.reveal());
    for (let i = 0; i < 5; i++) await refused('RecordIsGood', () => s.dispute(i));
    await refused('TooEarly', () => sale.settle(s.id));
    await warp(WINDOW + 1);
    await refused('TooLate', () => s.dispute(0));
    const settled = await done(sale.connect(mallory).settle(s.id));
    assert.equal((await sale.saleOf(s.id)).state, SOLD);
    assert.equal(await owed(alice, asset), 1000n);
    const fetching = await done(sale.withdraw(asset, alice.address));
    console.log(`# withdraw: ${fetching.gasUsed}`);
    assert.equal(await owed(alice, asset), 0n);
    await refused('NothingToWithdraw', () => sale.withdraw(asset, alice.address));
    if (asset === COIN) console.log(`# offer: ${s.receipt.gasUsed} gas; pay: ${paid.gasUsed}; reveal: ${revealed.gasUsed}; settle: ${settled.gasUsed}`);
  }
});

test('one bad record gives the buyer the money back, whatever is bad about it', async () => {
  const other = newDevice();
  await register(chain, other, alice.address, 'other');
  const good = record(device, 2);
  const last = Buffer.from(good); last[last.length - 1] ^= 1;
  const body = Buffer.from(good); body[150] ^= 1;
  const s = BigInt(ethers.hexlify(good.subarray(good.length - 32)));
  const bad = {
    'another number': record(device, 3),
    'another device': record(other, 2),
    "another device's word for it": record(other, 2, { of: device }),
    'a changed signature': last,
    'a changed reading': body,
    's in the upper half': cat(good.subarray(0, good.length - 32), bytes(ethers.toBeHex(ORDER - s, 32))),
    'a byte more': cat(good, '00'),
    'a byte less': good.subarray(0, good.length - 1),
    'nothing': Buffer.alloc(0),
    'noise': randomBytes(200),
    'too long': record(device, 2, { payload: Buffer.alloc(16_384) }),
  };
  for (const [what, plain] of Object.entries(bad)) {
    const offer = await offered([record(device, 1), plain, record(device, 3)]);
    await done(offer.pay());
    await done(offer.reveal());
    await refused('RecordIsGood', () => offer.dispute(0));
    const receipt = await done(offer.dispute(1));
    assert.equal(await owed(bob), 1000n, what);
    await fetched(bob);
    await refused('WrongState', () => sale.settle(offer.id));
    assert.equal((await sale.saleOf(offer.id)).state, REFUNDED);
    if (what === 'a changed reading') console.log(`# dispute about a record of ${plain.length} bytes: ${receipt.gasUsed} gas`);
  }
});

test('records of every length and number are known as good', async () => {
  for (const first of [1, 22, 254, 65_534, 2 ** 32 - 2, 2 ** 53 - 4]) {
    const s = await offered(run(3, first), { first });
    await done(s.pay());
    await done(s.reveal());
    for (let i = 0; i < 3; i++) await refused('RecordIsGood', () => s.dispute(i));
  }
  for (const size of [1, 23, 24, 255, 256, 16_100]) {
    const s = await offered([record(device, 1, { payload: randomBytes(size) })]);
    await done(s.pay());
    await done(s.reveal());
    await refused('RecordIsGood', () => s.dispute(0));
  }
});

test('what was not in the sale decides nothing', async () => {
  const s = await offered(run(4));
  await done(s.pay());
  await done(s.reveal());
  await refused('NotInSale', () => s.dispute(0, { text: randomBytes(200) }));
  await refused('NotInSale', () => s.dispute(4, { text: randomBytes(200), path: [] }));
  await refused('NotInSale', () => s.dispute(1, { path: [] }));
  await refused('NotFor', () => s.dispute(0, { by: mallory }));
});

test('a seller who reveals nothing, or another key, or too late, gets nothing', async () => {
  const s = await offered(run(2));
  await done(s.pay());
  await refused('WrongKey', () => s.reveal(ethers.id('another')));
  await warp(WINDOW + 1);
  await refused('TooLate', () => s.reveal());
  await done(sale.connect(mallory).settle(s.id));
  assert.equal((await sale.saleOf(s.id)).state, REFUNDED);
  assert.equal(await owed(bob), 1000n);
});

test('only the owner offers, only the buyer pays, and the price is exact', async () => {
  const s = await offered(run(2));
  await refused('NotOwner', () => sale.connect(mallory).offer(s.terms));
  await refused('NotFor', () => s.pay(1000n, mallory));
  await refused('WrongPrice', () => s.pay(999n));
  await refused('WrongPrice', () => s.pay(1001n));
  await refused('WrongState', () => s.reveal());
  await refused('WrongState', () => sale.settle(s.id));
  await refused('NotFor', () => sale.connect(mallory).cancel(s.id));
  await done(sale.cancel(s.id));
  assert.equal((await sale.saleOf(s.id)).state, CANCELLED);
  await refused('WrongState', () => s.pay());
  const late = await offered(run(1));
  await warp(WINDOW + 1);
  await refused('TooLate', () => late.pay());
  for (const wrong of [{ price: 0n }, { count: 0 }, { first: 0 }, { revealTime: 1 }, { disputeTime: 2 ** 31 }, { buyer: COIN }, { buyBy: 1 },
    { revealTime: 9 }, { disputeTime: 9 }, { first: 2n ** 53n }, { first: 2n ** 53n - 1n, count: 2 }]) {
    const buyBy = (await now()) + WINDOW;
    await refused('BadTerms', () => sale.offer({ ...s.terms, buyBy, ...wrong }));
  }
  // The shortest times, and the last number, are just right.
  const least = { revealTime: 10, disputeTime: 10, first: 2n ** 53n - 1n, count: 1, buyBy: (await now()) + WINDOW };
  await done(sale.offer({ ...s.terms, ...least }));
  const inToken = await offered(run(1), { asset: token.target });
  await refused('WrongPrice', () => inToken.pay(5n));
  await done(token.setFee(1));
  await refused('WrongPrice', () => inToken.pay());
  await done(token.setFee(0));
});

test('a sale is named by its terms, is one buyer\'s, and is bought once', async () => {
  const s = await offered(run(2));
  await refused('WrongState', () => sale.offer(s.terms));
  const dearer = await done(sale.offer({ ...s.terms, price: 2000n }));
  assert.notEqual(dearer.logs[0].topics[1], s.id);
  assert.ok((await offersTo(bob)).includes(s.id));
  await done(s.pay());
  await refused('WrongState', () => s.pay());
  await refused('WrongState', () => sale.cancel(s.id));
  await refused('WrongState', () => sale.offer(s.terms));
  await done(s.reveal());
  await refused('WrongState', () => s.pay());
  assert.equal((await sale.saleOf(s.id)).key, s.key);
});

test('each state\'s last second belongs to it', async () => {
  // Anvil mines a block at a second of our choice.
  const at = async (time, call) => {
    await chain.provider.send('evm_setNextBlockTimestamp', [Number(time)]);
    return done(call());
  };
  const s = await offered(run(1));
  await at(s.terms.buyBy, () => s.pay());
  const revealBy = (await sale.saleOf(s.id)).deadline;
  assert.equal(revealBy, BigInt(s.terms.buyBy + WINDOW));
  await at(revealBy, () => s.reveal());
  const disputeBy = (await sale.saleOf(s.id)).deadline;
  assert.equal(disputeBy, revealBy + BigInt(WINDOW));
  await at(disputeBy + 1n, () => sale.settle(s.id));
  assert.equal(await owed(alice), 1000n);
  await fetched(alice);

  const bad = await offered([randomBytes(90)]);
  await done(bad.pay());
  await done(bad.reveal());
  await at((await sale.saleOf(bad.id)).deadline, () => bad.dispute(0));
  assert.equal(await owed(bob), 1000n);
});

test('a replaced key\'s records can be sold, and no other device\'s key', async () => {
  const next = newDevice();
  const digest = await registry.messageRotate(device.id, next.keyX, next.keyY);
  await done(registry.rotateKey(device.id, next.keyX, next.keyY, device.sign(digest), next.sign(digest)));
  const old = await offered(run(2));
  await done(old.pay());
  await done(old.reveal());
  await refused('RecordIsGood', () => old.dispute(1));
  const now_ = await offered([record(next, 3, { of: device }), record(device, 4)], { first: 3, by: next });
  await done(now_.pay());
  await done(now_.reveal());
  await refused('RecordIsGood', () => now_.dispute(0));
  await done(now_.dispute(1));
  const stranger = newDevice();
  await register(chain, stranger, alice.address, 'stranger');
  await refused('NotItsKey', () => sale.offer({ ...old.terms, keyX: stranger.keyX, keyY: stranger.keyY }));
  await refused('NotItsKey', () => sale.offer({ ...old.terms, keyX: ethers.id('nobody') }));
});

test('the largest record, the last of a crooked tree, and what is too long are disputed within a transaction', async () => {
  const CAP = 16_777_216n; // of a transaction's gas, EIP-7825
  for (const size of [16_384, 16_385]) {
    const texts = [...Array.from({ length: 6 }, () => randomBytes(8)), randomBytes(size)];
    const s = await offered([], { texts });
    await done(s.pay());
    await done(s.reveal());
    const receipt = await done(s.dispute(6));
    assert.ok(receipt.gasUsed < CAP);
    console.log(`# dispute about ${size} bytes that are no record: ${receipt.gasUsed} gas`);
  }
  // What costs most: a record of full length that is good but for its signature.
  const longest = record(device, 1, { payload: Buffer.alloc(16_384 - 169, 7) });
  assert.ok(longest.length <= 16_384 && longest.length > 16_370, `${longest.length}`);
  longest[longest.length - 1] ^= 1;
  const s = await offered([longest]);
  await done(s.pay());
  await done(s.reveal());
  const receipt = await done(s.dispute(0));
  assert.ok(receipt.gasUsed < CAP);
  console.log(`# dispute about a record of ${longest.length} bytes: ${receipt.gasUsed} gas`);
});

test('coins that are forced in are nobody\'s and disturb nothing', async () => {
  const before_ = await chain.provider.getBalance(sale.target);
  await chain.provider.send('anvil_setBalance', [sale.target, ethers.toQuantity(before_ + 777n)]);
  await assert.rejects(alice.sendTransaction({ to: sale.target, value: 1n }));
  const s = await offered(run(1));
  await done(s.pay());
  await done(s.reveal());
  await warp(WINDOW + 1);
  await done(sale.settle(s.id));
  await fetched(alice);
  assert.equal(await chain.provider.getBalance(sale.target), before_ + 777n);
  await chain.provider.send('anvil_setBalance', [sale.target, ethers.toQuantity(before_)]);
});

test('tokens of every kind: silent ones work, and bad ones hurt only who agreed to them', async () => {
  const { factory } = compileForTest(`
    pragma solidity ^0.8.37;
    interface Sale { function pay(bytes32) external payable; function withdraw(address, address) external; function settle(bytes32) external; }
    contract Odd {
      mapping(address => uint256) public balanceOf;
      uint256 public mode; // 0 silent, 1 says false, 2 frozen, 3 calls back
      bytes public back;
      bytes public why;
      Sale constant SALE = Sale(0x0000000000000000000000000000000000001013);
      function mint(address to, uint256 amount) external { balanceOf[to] += amount; }
      function set(uint256 m, bytes calldata b) external { (mode, back) = (m, b); }
      function buy(bytes32 sale) external { SALE.pay(sale); }
      function approve(address, uint256) external {}
      function transfer(address to, uint256 amount) external { move(msg.sender, to, amount); }
      function transferFrom(address from, address to, uint256 amount) external { move(from, to, amount); }
      function move(address from, address to, uint256 amount) private {
        require(mode != 2, "frozen");
        if (mode == 1) assembly { mstore(0, 0) return(0, 32) }
        if (mode == 3) { (, why) = address(SALE).call(back); }
        balanceOf[from] -= amount; balanceOf[to] += amount;
      }
    }`, 'Odd', alice);
  const odd = await factory.deploy();
  await odd.waitForDeployment();
  await done(odd.mint(bob.address, 10_000n));
  const asset = odd.target;
  const s = await offered(run(1), { asset, lasting: 8 });
  await done(odd.set(1, '0x'));
  await assert.rejects(s.pay());
  assert.equal((await sale.saleOf(s.id)).state, 1n);
  // The token buys for itself, and has money to fetch. While it moves, it can neither pay another sale nor fetch any.
  await done(odd.set(0, '0x'));
  await done(odd.mint(asset, 10_000n));
  const forToken = () => offered(run(1), { asset, buyer: { address: asset } });
  const refund = await forToken();
  await done(odd.buy(refund.id));
  await warp(WINDOW + 1);
  await done(sale.settle(refund.id));
  assert.equal(await sale.owed(asset, asset), 1000n);
  const other = await forToken();
  for (const [name, args] of [['pay', [other.id]], ['withdraw', [asset, mallory.address]]]) {
    await done(odd.set(3, sale.interface.encodeFunctionData(name, args)));
    const again = await forToken();
    await done(odd.buy(again.id));
    assert.equal(await odd.why(), ethers.id('ReentrancyGuardReentrantCall()').slice(0, 10), name);
    assert.equal((await sale.saleOf(again.id)).state, 2n);
  }
  assert.equal((await sale.saleOf(other.id)).state, 1n);
  assert.equal(await sale.owed(asset, asset), 1000n);
  await done(odd.set(0, '0x'));
  await done(s.pay());
  await done(s.reveal());
  await warp(WINDOW + 1);
  await done(sale.settle(s.id));
  await done(odd.set(2, '0x'));
  await assert.rejects(sale.withdraw(asset, alice.address));
  // Money in the coin moves all the same, and that in the token waits.
  const inCoin = await offered([randomBytes(50)]);
  await done(inCoin.pay());
  await done(inCoin.reveal());
  await done(inCoin.dispute(0));
  await fetched(bob);
  assert.equal(await owed(alice, asset), 1000n);
  await done(odd.set(0, '0x'));
  await fetched(alice, asset);
  assert.equal(await odd.balanceOf(alice.address), 1000n);
  // An account without code is no token.
  const none = await offered(run(1), { asset: mallory.address });
  await assert.rejects(none.pay());
});

/** Random walks of three people through many sales: money is where the rules say, to the last unit, at every step. */
test('money is conserved, and none is ever stuck', async () => {
  const seed = Number(process.env.BANYAN_SEED ?? 7);
  let state = seed;
  const random = (n) => { state = (state * 1_103_515_245 + 12_345) % 2 ** 31; return Math.floor((state / 2 ** 31) * n); };
  const open = [];
  const held = async (asset) =>
    asset === COIN ? chain.provider.getBalance(sale.target) : token.balanceOf(sale.target);
  const check = async () => {
    for (const asset of [COIN, token.target]) {
      let expected = (await owed(alice, asset)) + (await owed(bob, asset)) + (await owed(mallory, asset));
      for (const s of open.filter((one) => one.terms.token === asset)) {
        const now_ = (await sale.saleOf(s.id)).state;
        if (now_ === 2n || now_ === 3n) expected += s.terms.price;
      }
      assert.equal(await held(asset), expected, `seed ${seed}`);
    }
  };
  const tried = async (call) => { try { await done(call()); return 1; } catch { return 0; } };
  // What other tests left open is ended first.
  await warp(2 * WINDOW + 2);
  for (const id of await offersTo(bob)) await tried(() => sale.settle(id));
  for (const who of [alice, bob, mallory]) for (const asset of [COIN, token.target]) await fetched(who, asset);
  await check();
  let did = 0;
  for (let step = 0; step < Number(process.env.BANYAN_ACTIONS ?? 160); step++) {
    const pick = open.at(-1 - random(Math.min(4, open.length)));
    switch (pick ? random(9) : 0) {
      case 0: {
        const records = random(2) ? run(2) : [record(device, 1), randomBytes(90)];
        open.push(await offered(records, { price: BigInt(1 + random(1000)), asset: random(2) ? COIN : token.target }));
        break;
      }
      case 1: case 2: did += await tried(() => pick.pay()); break;
      case 3: did += await tried(() => pick.reveal()); break;
      case 4: did += await tried(() => pick.dispute(random(2))); break;
      case 5: did += await tried(() => sale.settle(pick.id)); break;
      case 6: did += await tried(() => sale.connect([alice, bob][random(2)]).withdraw([COIN, token.target][random(2)], mallory.address)); break;
      case 7: if (random(3) === 0) did += await tried(() => sale.cancel(pick.id)); break;
      default: if (random(3) === 0) await warp(random(WINDOW + 600));
    }
    await check();
  }
  // Everybody walks away, and a stranger ends it all: every unit is somebody's to fetch.
  await warp(2 * WINDOW + 2);
  for (const s of open) await tried(() => sale.connect(mallory).settle(s.id));
  for (const who of [alice, bob, mallory]) for (const asset of [COIN, token.target]) await fetched(who, asset);
  for (const asset of [COIN, token.target]) assert.equal(await held(asset), 0n);
  console.log(`# ${did} actions went through on ${open.length} sales`);
  assert.ok(did > 10);
});

test('the artifact stands at its address', () => {
  assert.equal(artifact('DataSale').address, '0x0000000000000000000000000000000000001013');
});
