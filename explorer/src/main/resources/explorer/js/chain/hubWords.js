// SPDX-License-Identifier: Apache-2.0
// The contracts of docs/spec/hub.md and docs/spec/outpost.md: where they stand, what their calls, events and errors are
// called, and what an error means to a person. Selectors and topics are checked against contracts/artifacts by
// test/hub.test.mjs.

import { encode } from './abi.js';
import { P } from './stakingWords.js';
import { coins, count, stranger, when } from '../view/format.js';

const at = (number) => `0x${number.toString(16).padStart(40, '0')}`;

export const CHAINS = at(0x1020);
export const MEMBERS = at(0x1021);
export const ESCROW = at(0x1022);
export const INBOX = at(0x1023);
export const CHECKPOINTS = at(0x1024);
export const PROOFS = at(0x1025);
export const CLAIMS = at(0x1026);
export const MAILBOX = at(0x1027);
export const EXITS = at(0x1028);
export const WRAPPERS = at(0x1029);
export const DISPUTES = at(0x102a);
export const OUTPOST = at(0x1030);
export const OUTPOST_ASSETS = at(0x1031);
export const OUTBOX = at(0x1032);
export const OUTPOST_MAILBOX = at(0x1033);

/** The coin, in the place of an asset's address. */
export const COIN = at(0);

export const HUB_NAMES = {
  [CHAINS]: 'HubChains', [MEMBERS]: 'HubMembers', [ESCROW]: 'HubEscrow', [INBOX]: 'HubInbox', [CHECKPOINTS]: 'HubCheckpoints', [PROOFS]: 'HubProofs', [CLAIMS]: 'HubClaims',
  [MAILBOX]: 'HubMailbox', [EXITS]: 'HubExits', [WRAPPERS]: 'HubWrappers', [DISPUTES]: 'HubDisputes',
  [OUTPOST]: 'Outpost', [OUTPOST_ASSETS]: 'OutpostAssets', [OUTBOX]: 'OutpostOutbox', [OUTPOST_MAILBOX]: 'OutpostMailbox',
};

/** A record with bytes in it, whose fields are shown one by one. */
const record = (name, fields) => ({ name, fields, type: `(${fields.map(({ type }) => type)})`, indexed: false });

const MESSAGE = P('uint64 from, uint64 to, uint64 nonce, uint8 kind, address sender, address recipient, address asset, uint256 amount, uint64 gas, uint64 deadline, address refund, bytes data');
const PARCEL = P('uint64 to, uint8 kind, address recipient, address asset, uint256 amount, uint64 gas, uint64 deadline, address refund, bytes data');
/** Static words, so that they stand where the record would. */
export const CHECKPOINT = P('uint64 chainId, uint64 sequence, bytes32 previous, uint64 term, uint64 firstBlock, uint64 lastBlock, bytes32 blockHash, bytes32 preState, bytes32 postState, uint64 inboxCursor, bytes32 inboxHash, bytes32 outboxRoot, uint32 outboxCount, bytes32 totals, bytes32 exits, bytes32 data, bytes32 nextCommittee');

const SEND = { name: 'send', says: 'Send between chains', parameters: [record('parcel', PARCEL)] };

/** contract -> selector -> call. Without parameters it is named and not decoded. */
export const HUB_CALLS = {
  [CHAINS]: {
    '0x30a59805': { name: 'register', says: 'Register sidechain' },
    '0x95329838': { name: 'open', says: 'Open sidechain', parameters: P('uint64 chain, bytes keys') },
    '0xd5cd3561': { name: 'payRent', says: 'Pay a chain’s rent', parameters: P('uint64 chain') },
    '0x40df967c': { name: 'nameOwner', says: 'Name a chain’s owner', parameters: P('uint64 chain, address owner') },
    '0x201c3090': { name: 'suspend', says: 'Suspend sidechain', parameters: P('uint64 chain, uint64 seconds_') },
    '0xe5037661': { name: 'setLimit', says: 'Set outflow limit', parameters: P('uint64 chain, address asset, uint128 burst, uint128 perHour') },
  },
  [MEMBERS]: {
    '0xaef637b2': { name: 'join', says: 'Join a committee', parameters: P('uint64 chain, bytes key, bytes proof') },
    '0x47b4c8e0': { name: 'resign', says: 'Leave a committee', parameters: P('uint64 chain, bytes32 keyHash') },
    '0x5543c2dc': { name: 'takeBond', says: 'Take a bond back', parameters: P('uint64 chain, bytes32 keyHash') },
    '0xa95c372d': { name: 'fetch', says: 'Fetch what proofs earned', parameters: [] },
  },
  [ESCROW]: {
    '0xf8c09d8e': { name: 'fetch', says: 'Fetch what is owed', parameters: P('address asset, address to') },
    '0xc0cdeb46': { name: 'fetchToken', says: 'Fetch an owed token', parameters: P('address asset, uint256 tokenId, address to') },
  },
  [INBOX]: {
    '0x7358793c': SEND,
    '0x6094271a': { name: 'force', says: 'Force a withdrawal', parameters: P('uint64 chain, address asset, uint256 amount') },
  },
  [CHECKPOINTS]: { '0x7a636277': { name: 'submit', says: 'Submit checkpoint' } },
  [PROOFS]: {
    '0x97c0b4ee': { name: 'proveConflict', says: 'Prove a conflict' },
    '0xe921926d': { name: 'proveDouble', says: 'Prove a double signature' },
    '0x78792060': { name: 'proveShortTotals', says: 'Prove short totals' },
  },
  [CLAIMS]: { '0x9b051e37': { name: 'claim', says: 'Claim a message' } },
  [EXITS]: {
    '0x73116082': { name: 'reportSilence', says: 'Report a silent chain', parameters: P('uint64 chain') },
    '0x9e302531': { name: 'beginExit', says: 'Begin the exit', parameters: P('uint64 chain') },
    '0x7c5c129f': { name: 'proveIgnored', says: 'Prove who was ignored' },
    '0xca24e4a5': { name: 'payBack', says: 'Pay a message back' },
    '0xe6c51da0': { name: 'exit', says: 'Leave an ended chain' },
    '0x37f62dbd': { name: 'exitByState', says: 'Leave an ended chain' },
    '0xc0463aee': { name: 'proveIgnoredByState', says: 'Prove who was ignored' },
  },
  [DISPUTES]: {
    '0x34d8c352': { name: 'submit', says: 'Submit checkpoint' },
    '0x46c1c0ae': { name: 'lay', says: 'Lay down evidence', parameters: P('bytes part') },
    '0xa18c7f0e': { name: 'disputeBlock', says: 'Dispute a block' },
    '0xfa4894db': { name: 'disputeList', says: 'Dispute a list of blocks' },
    '0x0861e6da': { name: 'disputeRecord', says: 'Dispute a checkpoint' },
    '0x1cf72af9': { name: 'demand', says: 'Demand a block' },
    '0x98e2d3ed': { name: 'show', says: 'Show a block' },
    '0xc0244bc9': { name: 'reportWithheld', says: 'Report a withheld block' },
    '0x3ccfd60b': { name: 'withdraw', says: 'Withdraw what disputes owe', parameters: [] },
  },
  [OUTPOST]: {
    '0xce45d829': { name: 'observe', says: 'Say what the root has', parameters: P('uint64 cursor, bytes32 inboxHash') },
    '0x9a254d54': { name: 'share', says: 'Sign for a checkpoint', parameters: P('uint64 sequence, bytes32 digest, bytes signature') },
    '0x32e7792e': { name: 'list', says: 'List an asset' },
    '0xe507bbd8': { name: 'handle', says: 'Handle messages' },
  },
  [OUTBOX]: { '0x7358793c': SEND },
};

/** The input of a call to one of them. */
export function hubInput(contract, name, values) {
  const [selector, { parameters }] = Object.entries(HUB_CALLS[contract]).find(([, call]) => call.name === name);
  return encode(selector, parameters.map(({ type }) => type), values);
}

const V = (name, text, ...more) => ({ name, parameters: [...P(text), ...more] });

/** contract -> first topic -> event. */
export const HUB_EVENTS = {
  [CHAINS]: {
    '0x425f948595839f3b06255ddcc32957e61ae3c9d4cdd77943f856a82bdcc14a1f': V('Registered', 'uint64 chain indexed, address owner indexed, string name, uint8 tier'),
    '0xc115762e3bd5de03fd7457e73edfa76ceb82eac163d0a2415fbe85dbe96066aa': V('StateChanged', 'uint64 chain indexed, uint8 state'),
    '0x04f64e3a48e14df96c5c249c6d8346dc8ba3d22f279f53092d48b7736095f385': V('RentPaid', 'uint64 chain indexed, uint64 until'),
    '0xb1b57643b1c13772018a9e72001269aff842c824716ce5f0f5416874bc158492': V('OwnerNamed', 'uint64 chain indexed, address owner indexed'),
    '0x9740780ba25f374c22487c37057eadf2290d4585d030a1169dec2c005c4074b4': V('LimitSet', 'uint64 chain indexed, address asset indexed, uint128 burst, uint128 perHour, uint64 from'),
  },
  [MEMBERS]: {
    '0x9631aaefe0fb25e2cb071737c9e51f3e88c52609255f9dd5ee22c51aa21dcba2': V('Joined', 'uint64 chain indexed, bytes32 keyHash indexed, address account indexed, uint256 bond'),
    '0xf826c71c0106f269c93e70b20aba75e5616a58a25e54fe1d6e9e5f0230217ecc': V('Leaving', 'uint64 chain indexed, bytes32 keyHash indexed'),
    '0x6261fdf49f30655d8fa0c24ce0685d207d61a6275fedde668f7ef3e07b2923ed': V('Left', 'uint64 chain indexed, bytes32 keyHash indexed, uint256 bond'),
    '0xb8c099ab3ac56b3b1895299de9cc75d07580ae9c712b1ed4d73de6cbe1c6f88f': V('Named', 'uint64 chain indexed, uint64 term indexed, bytes32 committee'),
    '0x43c827d6d4d77f80abc9f9a02012be06a02b0fe2960a47e5e378df553e1fea9c': V('Seated', 'uint64 chain indexed, uint64 term indexed'),
    '0x8759e76a3e2404d2afe752744c17c5759c783a77349e4b5dfeafb7e03e5b38ab': V('Burnt', 'uint64 chain indexed, bytes32 keyHash indexed, address reporter indexed, uint256 bond'),
  },
  [ESCROW]: {
    '0x7db67ca0eaf1eb1df6356349ae960f6d765d6ac9107e8ba57035a12bab0d5290': V('Owed', 'address account indexed, address asset indexed, uint256 amount'),
    '0x5bb3e0157fe0dd9bf892b132481dcd2f587698fa1f29fe1104388de29171a7f9': V('OwedToken', 'address account indexed, address asset indexed, uint256 id'),
    '0xf894382ba7bb22f61f5aa3fa9cc9bfb5c1d62941a9c67b90c2fe992f4f2ef96d': V('Fetched', 'address account indexed, address asset indexed, address to, uint256 amount'),
  },
  [INBOX]: {
    '0xbc1106fad8dc3a70971b3f48b1acf0e119265e805d9816a1273b2ac878ec473f': V('Sent', 'uint64 chain indexed, uint64 index indexed, bytes32 tracking indexed', record('message', MESSAGE)),
  },
  [CHECKPOINTS]: {
    '0xcb62217fdc9a5096fd7a8c52e17bc6b93bb7c34efa99503b6830a65835ac6379': { name: 'CheckpointAccepted', parameters: [...P('uint64 chain indexed, uint64 sequence indexed, bytes32 digest'), ...CHECKPOINT.map((part) => ({ ...part, name: part.name === 'sequence' ? 'number' : part.name }))] },
    '0xa6c270621b16d64617b253cda9daa327d455688762e5dee790fde7f73e4f9d4a': V('Overdrawn', 'uint64 chain indexed, uint64 sequence indexed, bytes32 digest'),
    '0x4063840e696e0cdca73a5a33a71da79b4ce31053c2e292e0fbfdebb168a7e678': V('CommitteeNotTaken', 'uint64 chain indexed, bytes32 committee'),
  },
  [PROOFS]: {
    '0x6b076bfc01d144d310ad4f21a37290a0883e2963c3b76ddaac25a7ab5f374207': V('Contradicted', 'uint64 chain indexed, uint64 sequence indexed, bytes32 first, bytes32 second'),
    '0x40d9591c94d0f312d54ecbec28bfb7e7eabc9e20d875379e2105ec830ee2e9d8': V('MemberContradicted', 'uint64 chain indexed, bytes32 keyHash indexed, bytes32 first, bytes32 second'),
    '0xd21e05c871d282cee2d7ef35e56f6ecc1916cacd33c6c4e6b84d285fadafef5a': V('ShortTotals', 'uint64 chain indexed, uint64 sequence indexed, address asset'),
  },
  [CLAIMS]: {
    '0x092a40908dedebc79210f28f27aa5fef71892e4580cebeb6229b29a565c8a758': V('Drawn', 'uint64 chain indexed, bytes32 tracking indexed, uint256 drawn, uint256 amount'),
    '0xe8fa429e2ff3ecd105fe3dd3c225a3320a166e75e5759dac7cbdda508652846a': V('Claimed', 'uint64 chain indexed, bytes32 tracking indexed, uint64 sequence, uint64 index, bool paid'),
    '0xd725d466e8d9d838dbd001e99940f7e70125f4e3f929abc3f20fd7ed14a0da86': V('Forwarded', 'uint64 chain indexed, bytes32 tracking indexed, uint64 to indexed, uint64 place'),
  },
  [EXITS]: {
    '0x2195420b6d07adb28b2d8f31180543a4f883bee0ea36e6a6c9da9425283aed2d': V('Silent', 'uint64 chain indexed, uint64 index'),
    '0x310987eef45b7cc19b2ed52bd2cb0dbbfbd469e41cc6a3ff63e51ea2dae9aaf0': V('Ignored', 'uint64 chain indexed, uint64 index indexed, uint64 sequence'),
    '0xa634dcedc443b8b19abd76db6dc0bfc96e99824bf49a26f76ffe793ed496a8cb': V('Ended', 'uint64 chain indexed, uint64 last, uint64 cursor'),
    '0x3f841b98697dfe90f192d01bd608d844a356d3eb7e6e132575a0072c04840542': V('PaidBack', 'uint64 chain indexed, bytes32 tracking indexed, uint64 index'),
    '0xedeb97300b9246f0686d756b3ac7c50d4983b709680512b1813119b4ba07c95b': V('Exited', 'uint64 chain indexed, address asset indexed, address account indexed, uint256 amount'),
  },
  [DISPUTES]: {
    '0x86503a82064cca5aa62d9fbe40fdae74734eb1674126a685da364353220a1269': V('Submitted', 'uint64 chain indexed, uint64 sequence indexed, bytes blocks'),
    '0x1076001f9000ec0016885de8007f795e295bd36676cddb927c0a70c2a9514ffd': V('Laid', 'address piece indexed'),
    '0xb340e97854e0836734bf1f838a58e43219e8cd969f04f0122c530c2328e322e1': V('FalseBlock', 'uint64 chain indexed, uint64 sequence indexed, uint64 number, bytes32 hash'),
    '0x2489fb57f83e4f5c3a74f33b369d94241491428fe044c12eb895b73dbb3314fa': V('FalseList', 'uint64 chain indexed, uint64 sequence indexed, uint64 number'),
    '0xb87a94514cf93083fb0f87ccf4e0af855c2619b48b263f03cc01e3b9cc72091f': V('FalseRecord', 'uint64 chain indexed, uint64 sequence indexed, uint64 number'),
    '0x0c53903ae792014c52a8a7d07c2e968ad6b0c39290509f377981034fa43c0ed5': V('Unfounded', 'uint64 chain indexed, uint64 sequence indexed, uint64 number, address by'),
    '0xcf0d77302af2f2db2ac8f104bcc275f433472aadbe65fcf467eb3294349f2a6a': V('Demanded', 'uint64 chain indexed, uint64 sequence indexed, uint64 number indexed, address by, uint256 deposit'),
    '0x8c40e89ec40f41c44c028219fa1aa078eea6c187dbc14fbe3360fb4ac44493a1': V('Shown', 'uint64 chain indexed, uint64 sequence indexed, uint64 number indexed, address[] pieces, bytes rest'),
    '0x1a3a1020e5c3afdb55fc95e4c1502141121626e796403b3ea886321f9afe0e60': V('Withheld', 'uint64 chain indexed, uint64 sequence indexed, uint64 number indexed'),
  },
  [WRAPPERS]: {
    '0x3bccd1da3a61687d2012afdc3d396f148b9e64067ff69ba053b986d2b88c7359': V('Made', 'uint64 chain indexed, bytes32 token indexed, address wrapper, uint128 cap'),
  },
  [OUTPOST]: {
    '0x18a43cdf8b4d74d78c5fcf499c7aacb6b7a43140d0e18c5a523f72162b386f83': V('Observed', 'uint64 cursor indexed, bytes32 inboxHash'),
    '0xe37e218843390f8a115498b3ca4fbb3cc683764772dd9ae3ec56e04eeebd840b': V('Handled', 'uint64 index indexed, bytes32 tracking indexed, bool delivered'),
    '0x05eacecd56b6496f4df15a96831cb2a83e5efb07eca2207beb218e83886cf034': V('Shared', 'uint64 sequence indexed, address account indexed, bytes32 digest, bytes signature'),
  },
  [OUTPOST_ASSETS]: {
    '0xfd2483b6854d58bfa220e63aa3f296d5f5056fcd32a0c15db85a5f698551cc1f': V('ListedAs', 'address asset indexed, address twin indexed, bool isToken'),
  },
  [OUTBOX]: {
    '0xbc1106fad8dc3a70971b3f48b1acf0e119265e805d9816a1273b2ac878ec473f': V('Sent', 'uint64 run indexed, uint64 place indexed, bytes32 tracking indexed', record('message', MESSAGE)),
  },
};

/** The first topic of a contract's event. */
export const topicOf = (contract, name) => Object.entries(HUB_EVENTS[contract]).find(([, event]) => event.name === name)[0];

const time = (seconds) => (seconds < 2n ** 40n ? when(Number(seconds) * 1000) : 'nobody knows when');
const STATE_WORDS = ['not registered', 'being founded', 'active', 'suspended', 'frozen', 'ended'];
const PARCEL_WORDS = {
  kind: 'a message of that kind cannot be sent', deadline: 'the deadline has to be at least an hour ahead', refund: 'somebody must be named who gets the value back', gas: 'a call may ask for 1,000,000 gas at most',
  data: 'a message’s data may have 8,192 bytes at most', value: 'coins came along that belong to nothing', amount: 'it takes an amount', to: 'a chain sends nothing to itself',
};
const what = (words, text, otherwise) => (Object.hasOwn(words, text) ? words[text] : `${otherwise}: ${stranger(text, 'it does not say why')}`);

const E = (name, parameters, says) => ({ name, parameters: parameters ? P(parameters) : [], says });

/** selector -> custom error: its parameters, and a sentence made of them. */
export const HUB_ERRORS = {
  '0x6edff3fc': E('BadCharter', 'string what', ({ what: text }) => what({}, text, 'the root takes no such charter')),
  '0xac48020b': E('BadLimit', 'address asset', () => 'the asset has no limit, or not this one: a tenth of what was registered is the least'),
  '0x222c544d': E('ChainTaken', 'uint64 chain', ({ chain }) => `another chain has the id ${chain} on this root`),
  '0x02d23e10': E('CommitteeNotEligible', '', () => 'not all of the committee have joined, or one is leaving'),
  '0x4b9d219f': E('NotOwner', 'uint64 chain, address sender', ({ chain }) => `chain ${chain} belongs to another account`),
  '0x4a9cd412': E('OnlyFor', 'address caller', () => 'only the protocol and its contracts may call this'),
  '0x22eb3e73': E('PaidTooLittle', 'uint256 paid, uint256 least', ({ least }) => `it takes at least ${coins(least, 18)} coins`),
  '0x4cd631c8': E('TierNotBuilt', 'uint8 tier', () => 'the root has no such tier yet'),
  '0xd606d83f': E('TooEarly', 'uint64 chain', () => 'it is too early for that'),
  '0x92171ece': E('TooLong', 'uint64 seconds_, uint64 most', ({ most }) => `it may last ${count(most / 3600n)} hours at most`),
  '0xece4eacd': E('WrongState', 'uint64 chain, uint8 state', ({ chain, state }) => `chain ${chain} is ${STATE_WORDS[Number(state)] ?? 'in another state'}`),
  '0x33dd9771': E('AlreadyLeaving', '', () => 'the member is leaving already'),
  '0x7ca55c77': E('BadProof', '', () => 'the key did not sign for this chain and account'),
  '0xe00f93a3': E('BondStillHeld', 'uint64 until', ({ until }) => `the bond is held until ${time(until)}`),
  '0x9901e611': E('BondTooSmall', 'uint256 bond, uint256 least', ({ least }) => `a bond is at least ${coins(least, 18)} coins`),
  '0xe7da3b43': E('CoinRefused', '', () => 'the receiver does not take coins'),
  '0x465666f1': E('KeyTaken', 'bytes32 keyHash', () => 'that key is a member already'),
  '0xaa305542': E('NotMember', 'uint64 chain, bytes32 keyHash', ({ chain }) => `that key is no member of chain ${chain} of yours`),
  '0x797dba54': E('NothingOwed', '', () => 'nothing is owed to this account'),
  '0x3ef33375': E('Busy', '', () => 'the contract cannot be called while it calls somebody itself'),
  '0x2520601d': E('CheckpointUnorderedInsertion', '', () => 'the order of checkpoints is broken'),
  '0xd0b6bfb1': E('NotAnAsset', 'address asset', () => 'that address is no asset of this kind'),
  '0xcf0a82a4': E('NothingCame', '', () => 'the token’s contract moved nothing'),
  '0x8ac5ff0b': E('Refused', '', () => 'the token’s contract refuses: the account has too little of it, or did not approve the escrow for so much'),
  '0x61517b90': E('TakesNoCoins', '', () => 'the contract takes no coins like that'),
  '0x5dd42bb6': E('TooLittleGas', '', () => 'it takes more gas'),
  '0x0882b9d7': E('TooMuch', 'address asset', () => 'so much of an asset never comes to a chain'),
  '0xca376f82': E('TotalSpent', 'uint64 chain, uint64 sequence, address asset', ({ sequence }) => `nothing is left of what checkpoint ${sequence} released of it`),
  '0x195a3ca1': E('WrongValue', 'uint256 paid, uint256 named', () => 'the coins that came along are not the amount that is named'),
  '0xe856c78f': E('BadParcel', 'string what', ({ what: text }) => what(PARCEL_WORDS, text, 'the message cannot be sent')),
  '0x68f7e11d': E('NotTaking', 'uint64 chain', ({ chain }) => `chain ${chain} takes no messages: it is not active, or its rent has run out`),
  '0xd75f5262': E('OnlyForKeys', '', () => 'only an account with a key can ask for that'),
  '0xa72952d8': E('NotSigned', '', () => 'too few of the committee signed'),
  '0x9b203687': E('OutOfLine', 'string what', () => 'it does not follow on the last checkpoint'),
  '0x2cb619a5': E('WrongInbox', 'uint64 cursor', () => 'its inbox is not the one of the root'),
  '0x681c4410': E('WrongKeys', '', () => 'the keys are not those of the committee'),
  '0x155b14bf': E('WrongLists', '', () => 'its lists are not those that it names'),
  '0x37a98ea0': E('WrongTerm', 'uint64 term, uint64 sitting', ({ sitting }) => `the committee of term ${sitting} sits now`),
  '0xae591c87': E('NoContradiction', '', () => 'the two do not contradict each other'),
  '0x29d79a50': E('NotAccepted', '', () => 'the root has not accepted that checkpoint, or it counts no more'),
  '0xe904364c': E('NotMember', 'bytes32 keyHash', () => 'that key is no member'),
  '0x5101b9bc': E('NotTheOutbox', '', () => 'those are not all messages of the outbox'),
  '0xe1ac8b4b': E('TooOld', 'uint64 chain, uint64 term', ({ term }) => `the bonds of term ${term} are not held any more`),
  '0xb5586831': E('TotalsSuffice', '', () => 'the totals are enough'),
  '0x7296101d': E('AlreadyClaimed', 'uint64 chain, uint64 sequence, uint64 index', () => 'the message was claimed already'),
  '0x3204506f': E('CallFailed', '', () => 'the receiver refuses'),
  '0xa7dbeb35': E('NotInOutbox', 'uint64 index', () => 'the checkpoint has no such message there'),
  '0xd8e69ab0': E('NotMature', 'uint64 chain, uint64 sequence', ({ sequence }) => `checkpoint ${sequence} has not waited its time yet`),
  '0xce49435a': E('OutflowReached', 'uint64 chain, address asset', ({ chain }) => `the outflow limit of chain ${chain} is used up for now`),
  '0xc07c26d2': E('NoMessage', '', () => 'no message is being delivered'),
  '0xd70a0e30': E('AlreadyPaid', '', () => 'it was paid already'),
  '0x80400545': E('Answered', '', () => 'the request was answered'),
  '0x2d41a72a': E('NotForced', 'uint64 index', ({ index }) => `message ${index} is no request that this checkpoint passes`),
  '0xd4d1a215': E('NotInTree', '', () => 'the exit tree has no such leaf'),
  '0x9f83ebc2': E('NotSilent', 'uint64 chain', ({ chain }) => `chain ${chain} is not silent`),
  '0x4d63c252': E('NothingToPay', '', () => 'there is nothing to pay'),
  '0xdf986c73': E('WasHandled', 'uint64 index', ({ index }) => `message ${index} was handled`),
  '0x29ee564c': E('WrongMessage', 'uint64 index', ({ index }) => `message ${index} is another one`),
  '0xe8624883': E('AlreadyDemanded', 'uint64 number', ({ number }) => `block ${number} is demanded already`),
  '0x2bff5fc4': E('Incomplete', '', () => 'what is shown does not suffice to judge'),
  '0xf77d6fc8': E('NoSuchBlock', 'uint64 number', ({ number }) => `the checkpoint is not about block ${number}`),
  '0xd9aee2ff': E('NotAHeader', '', () => 'that is no header'),
  '0x4a9ddb8b': E('NotDemanded', 'uint64 number', ({ number }) => `nobody demands block ${number}`),
  '0x0c5e03da': E('WrongBond', 'uint256 paid, uint256 bond', ({ bond }) => `a dispute takes a bond of exactly ${coins(bond, 18)} coins`),
  '0xd3be17de': E('NotDisputable', 'uint64 chain', ({ chain }) => `chain ${chain} is none whose blocks are disputed`),
  '0x4c49b729': E('NotFalse', '', () => 'the chain is right'),
  '0x085de625': E('TooEarly', '', () => 'it is too early for that'),
  '0x677fd0e3': E('TooLarge', 'uint256 size, uint256 most', ({ most }) => `a piece has 1 to ${count(most)} bytes`),
  '0xecdd1c29': E('TooLate', '', () => 'it is too late for that'),
  '0xa3440d0e': E('WrongBlocks', '', () => 'those are not the blocks of the checkpoint'),
  '0xff261601': E('WrongHeader', '', () => 'that is not the header of the block'),
  '0x37ba4c12': E('BadExport', 'bytes32 token', () => 'the root takes no such token'),
  '0x40a90ebc': E('HandledAlready', 'uint64 cursor', ({ cursor }) => `the messages below ${cursor} are handled already`),
  '0x8b8644f4': E('Impossible', 'uint64 index', ({ index }) => `no root has a message like number ${index}`),
  '0xc74f99ae': E('NotAMember', 'address account', () => 'only members of the committee may do that'),
  '0x9d567629': E('NotObserved', 'uint64 cursor, bytes32 inboxHash', ({ cursor }) => `no quorum of members saw the first ${cursor} messages like this`),
  '0xa1c97319': E('BadSignature', 'uint256 size', () => 'a signature has 96 bytes'),
  '0xbf449d60': E('NothingToHandle', '', () => 'there is nothing to handle'),
  '0x4aae5dff': E('SaidAlready', 'address account', () => 'this member has said so already'),
  '0x1f01509c': E('WaitForNextRun', '', () => 'this run of blocks has no room for more of this; the next one begins within seconds or minutes'),
  '0xce6b4a56': E('BadListing', '', () => 'the asset cannot be listed like that'),
  '0x813dd421': E('NotHere', 'address asset', () => 'the chain has no contract for that asset'),
  '0x001794cb': E('NotYours', 'address asset, uint256 id', ({ id }) => `token ${id} belongs to another account`),
  '0x0b7a0b9b': E('OverCap', 'uint256 out, uint256 cap', ({ out, cap }) => `only ${coins(cap - out, 18)} more of the own token may leave the chain`),
  '0xdf8153c7': E('TooManyAssets', '', () => 'the chain handles no more assets'),
  '0x578e095d': E('NotClosed', 'uint64 run', ({ run }) => `run ${run} is not closed yet`),
  '0x66f9bff9': E('NotFounded', '', () => 'this chain is nobody’s sidechain'),
  '0xe450d38c': E('ERC20InsufficientBalance', 'address sender, uint256 balance, uint256 needed', () => 'the account does not have so much of it'),
};
