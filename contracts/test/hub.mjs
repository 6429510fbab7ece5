// SPDX-License-Identifier: Apache-2.0
// A root with the hub's contracts, and what a sidechain does: its committee, its lists and trees, told a second time from
// docs/spec/hub.md.
import { ethers } from 'ethers';
import { artifact, done, startAnvil } from './chain.mjs';
import { blsKey, signTogether } from './bls.mjs';
import { compileForTest, deployed } from './dpos.mjs';

export const HUB = [
  'HubChains', 'HubMembers', 'HubEscrow', 'HubInbox', 'HubCheckpoints', 'HubProofs', 'HubClaims', 'HubMailbox', 'HubExits',
  'HubWrappers', 'HubDisputes',
];
export const COIN = ethers.ZeroAddress;
export const HOUR = 3600;
export const DAY = 24 * HOUR;
export const FOREVER = (1n << 64n) - 1n;
export const coins = (number) => ethers.parseEther(`${number}`);
export const state = { UNKNOWN: 0n, FOUNDING: 1n, ACTIVE: 2n, SUSPENDED: 3n, FROZEN: 4n, EXIT: 5n };
export const kind = { DEPOSIT: 1, CALL: 2, TOKEN: 3, FORCED: 4, REFUND: 5 };
const coder = ethers.AbiCoder.defaultAbiCoder();

const types = {
  Message: [
    ['uint64', 'from'], ['uint64', 'to'], ['uint64', 'nonce'], ['uint8', 'kind'], ['address', 'sender'], ['address', 'recipient'],
    ['address', 'asset'], ['uint256', 'amount'], ['uint64', 'gas'], ['uint64', 'deadline'], ['address', 'refund'], ['bytes', 'data'],
  ],
  Checkpoint: [
    ['uint64', 'chainId'], ['uint64', 'sequence'], ['bytes32', 'previous'], ['uint64', 'term'], ['uint64', 'firstBlock'],
    ['uint64', 'lastBlock'], ['bytes32', 'blockHash'], ['bytes32', 'preState'], ['bytes32', 'postState'], ['uint64', 'inboxCursor'],
    ['bytes32', 'inboxHash'], ['bytes32', 'outboxRoot'], ['uint32', 'outboxCount'], ['bytes32', 'totals'], ['bytes32', 'exits'],
    ['bytes32', 'data'], ['bytes32', 'nextCommittee'],
  ],
};
const typed = (name) => ({ [name]: types[name].map(([type, field]) => ({ type, name: field })) });
/** EIP-712's domain of a root, anywhere. */
export const domainOf = (root) => ({ name: 'Banyan Hub', version: '1', chainId: root, verifyingContract: artifact('HubChains').address });
export const digest = (domain, name, value) => ethers.TypedDataEncoder.hash(domain, typed(name), value);

/** Whatever differs between receivers: coins of one's own, a token, one that takes a fee, receivers that refuse. */
export const ACTORS = `
  pragma solidity ^0.8.37;
  contract Coin20 {
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    uint256 public fee; // in hundredths
    constructor(uint256 fee_) { fee = fee_; }
    function mint(address to, uint256 amount) external { balanceOf[to] += amount; }
    function approve(address to, uint256 amount) external returns (bool) { allowance[msg.sender][to] = amount; return true; }
    function transfer(address to, uint256 amount) external returns (bool) { return go(msg.sender, to, amount); }
    function transferFrom(address from, address to, uint256 amount) external virtual returns (bool) {
      allowance[from][msg.sender] -= amount;
      return go(from, to, amount);
    }
    function go(address from, address to, uint256 amount) internal returns (bool) {
      balanceOf[from] -= amount;
      balanceOf[to] += amount - amount * fee / 100;
      return true;
    }
  }
  contract Thief20 is Coin20(0) {
    address public target; bytes public data; bool public worked;
    function aim(address target_, bytes calldata data_) external { (target, data) = (target_, data_); }
    function transferFrom(address from, address to, uint256 amount) external override returns (bool) {
      (worked,) = target.call(data);
      return go(from, to, amount);
    }
  }
  contract Coin721 {
    mapping(uint256 => address) public ownerOf;
    mapping(address => mapping(address => bool)) public isApprovedForAll;
    function mint(address to, uint256 id) external { require(ownerOf[id] == address(0)); ownerOf[id] = to; }
    function setApprovalForAll(address to, bool ok) external { isApprovedForAll[msg.sender][to] = ok; }
    function supportsInterface(bytes4 id) external pure returns (bool) { return id == 0x80ac58cd || id == 0x01ffc9a7; }
    function balanceOf(address) external pure returns (uint256) { return 1; }
    function transferFrom(address from, address to, uint256 id) external {
      require(ownerOf[id] == from && (msg.sender == from || isApprovedForAll[from][msg.sender]) && to != address(0));
      ownerOf[id] = to;
    }
  }
  interface IMailbox { function origin() external view returns (uint64 chain, address sender); }
  contract Receiver {
    bool public refuses; uint256 public got; uint64 public chain; address public sender; uint256 public gasSeen;
    function refuse(bool yes) external { refuses = yes; }
    receive() external payable { require(!refuses); got += msg.value; }
    function greet(uint256 least) external payable {
      gasSeen = gasleft();
      require(!refuses && gasSeen >= least);
      got += msg.value;
      (chain, sender) = IMailbox(msg.sender).origin();
    }
    function flood() external pure { assembly { revert(0, 1000000) } }
    function call(address to, bytes calldata data) external payable returns (bytes memory answer) {
      bool ok;
      (ok, answer) = to.call{value: msg.value}(data);
      if (!ok) assembly { revert(add(answer, 32), mload(answer)) }
    }
  }`;

const factories = new Map();
export const actor = async (name, signer, ...args) => {
  if (!factories.has(name)) factories.set(name, compileForTest(ACTORS, name, signer).factory);
  const contract = await factories.get(name).connect(signer).deploy(...args);
  await done(contract.deploymentTransaction());
  return contract;
};

export async function startHub({ accounts = 8 } = {}) {
  const chain = await startAnvil(HUB, [
    '--balance', '10000000000', '--accounts', `${accounts}`, '--gas-limit', '60000000', '--base-fee', '0', '--gas-price', '0',
    '--timestamp', '1700000000',
  ]);
  const { provider } = chain;
  await provider.send('anvil_setCoinbase', ['0x00000000000000000000000000000000c0ffee00']); // who burns is not who mines
  const hub = { ...chain };
  for (const name of HUB) hub[name.slice(3).toLowerCase()] = chain.contract(name);
  hub.domain = domainOf(chain.chainId);
  hub.hash = (name, value) => digest(hub.domain, name, value);
  hub.now = async () => (await provider.getBlock('latest')).timestamp;
  hub.warp = async (seconds) => {
    await provider.send('evm_increaseTime', [seconds]);
    await provider.send('evm_mine', []);
  };

  /** What a member's key signs to join. */
  hub.statement = (id, account, key) => ethers.concat([
    ethers.toUtf8Bytes('BANYAN-HUB-MEMBER-V1'), ethers.toBeHex(chain.chainId, 8), hub.chains.target, ethers.toBeHex(id, 8), account,
    key.compressed,
  ]);
  hub.join = async (id, signer, key, bond = coins(1000)) => done(hub.members.connect(signer)
    .join(id, key.uncompressed, key.sign(hub.statement(id, signer.address, key)), { value: bond }));
  hub.charter = (id, changes = {}) => ({
    chainId: id, tier: 1, delay: DAY, genesis: ethers.id(`genesis of ${id}`), verifier: ethers.ZeroHash, name: `chain ${id}`, data: '',
    ...changes,
  });
  hub.register = (id, owner, { charter = {}, limits = [], exports = [], value = coins(500) } = {}) =>
    hub.chains.connect(owner).register(hub.charter(id, charter), limits, exports, { value });
  /** A committee of new members; the owner's account joins for all of them. */
  hub.committee = async (id, account, size = 4, seed = 'first') => {
    const keys = Array.from({ length: size }, (_, i) => blsKey(`${seed} ${id} ${i}`))
      .sort((a, b) => (a.uncompressed < b.uncompressed ? -1 : 1));
    for (const key of keys) await hub.join(id, account, key);
    return keys;
  };
  /** A chain with a committee, ACTIVE. */
  hub.found = async (id, owner, { size = 4, ...options } = {}) => {
    await done(hub.register(id, owner, options));
    const keys = await hub.committee(id, owner, size);
    await done(hub.chains.connect(owner).open(id, joined(keys)));
    return keys;
  };
  hub.parcel = async (to, changes = {}) => ({
    to, kind: kind.DEPOSIT, recipient: hub.signers[1].address, asset: COIN, amount: 0n, gas: 0, deadline: await hub.now() + DAY,
    refund: hub.signers[1].address, data: '0x', ...changes,
  });
  /** Resolves to the message, its index and its tracking id. */
  hub.send = async (signer, to, changes = {}) => {
    const p = await hub.parcel(to, { refund: signer.address, recipient: signer.address, ...changes });
    const isCoin = p.asset === COIN && p.kind !== kind.TOKEN;
    const receipt = await done(hub.inbox.connect(signer).send(p, { value: isCoin ? p.amount : 0n }));
    return { ...hub.sent(receipt), receipt };
  };
  hub.sent = (receipt) => {
    for (const log of receipt.logs.filter(({ address }) => address === hub.inbox.target)) {
      const { args } = hub.inbox.interface.parseLog(log);
      return { index: args.index, tracking: args.tracking, message: plain(args.message) };
    }
    return undefined;
  };
  return hub;
}

/** A struct that ethers decoded, as one that it encodes. */
export const plain = (message) => ({ ...message.toObject() });
export const joined = (keys) => ethers.concat(keys.map(({ uncompressed }) => uncompressed));
export const bitmap = (members) => members.reduce((bits, i) => bits | (1n << BigInt(i)), 0n);
export const inboxBeginning = (id) =>
  ethers.keccak256(coder.encode(['string', 'uint64'], ['BANYAN-HUB-INBOX-V1', id]));
export const inboxNext = (before, hash) => ethers.keccak256(ethers.concat([before, hash]));
export { artifact, blsKey, coder, deployed, done, signTogether };
