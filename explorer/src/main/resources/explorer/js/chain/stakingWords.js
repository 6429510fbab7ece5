// SPDX-License-Identifier: Apache-2.0
// The staking contracts of docs/spec/staking.md: where they stand, what their calls, events and errors are called, and what
// an error means to a person. Selectors and topics are checked against contracts/artifacts by test/staking.test.mjs.

import { coins, count, counted, when } from '../view/format.js';

const at = (number) => `0x${number.toString(16).padStart(40, '0')}`;

export const STAKING = at(0x1003);
export const DELEGATES = at(0x1004);
export const REWARDS = at(0x1005);
export const PARAMETERS = at(0x1006);
export const ELECTION = at(0x1007);
export const SLASHING = at(0x1008);

export const STAKING_NAMES = {
  [STAKING]: 'Staking', [DELEGATES]: 'Delegates', [REWARDS]: 'Rewards', [PARAMETERS]: 'Parameters', [ELECTION]: 'Election', [SLASHING]: 'Slashing',
};

/** "type name indexed, …" as parameters. */
export const P = (text) => text.split(', ').map((part) => {
  const [type, name, indexed] = part.split(' ');
  return { type, name, indexed: indexed === 'indexed' };
});

/** selector -> call. Without parameters it is named and not decoded. */
export const STAKING_CALLS = {
  '0x37263769': { at: STAKING, name: 'changeDelegate', says: 'Vote for a delegate', parameters: P('uint32 id, uint32 delegate') },
  '0x6db0c9f7': { at: STAKING, name: 'create', says: 'Stake coins', parameters: P('uint16 durationDays, bool autoStake, bool compounding, uint32 delegate') },
  '0xb7e8bc99': { at: STAKING, name: 'deposit', says: 'Add to a bucket', parameters: P('uint32 id') },
  '0x69c2388d': { at: STAKING, name: 'extend', says: 'Stake for longer', parameters: P('uint32 id, uint16 durationDays, bool autoStake') },
  '0xb341ecab': { at: STAKING, name: 'merge', says: 'Merge buckets', parameters: P('uint32[] ids, uint32 into') },
  '0xb88d4fde': { at: STAKING, name: 'safeTransferFrom', says: 'Transfer a bucket' },
  '0x42842e0e': { at: STAKING, name: 'safeTransferFrom', says: 'Transfer a bucket', parameters: P('address from, address to, uint256 tokenId') },
  '0xa22cb465': { at: STAKING, name: 'setApprovalForAll', says: 'Approve for all buckets', parameters: P('address operator, bool approved') },
  '0xe7285c45': { at: STAKING, name: 'setCompounding', says: 'Allow compounding', parameters: P('uint32 id, bool compounding') },
  '0x809ee57d': { at: STAKING, name: 'unstake', says: 'Unstake', parameters: P('uint32 id') },
  '0xaa9224cd': { at: STAKING, name: 'withdraw', says: 'Withdraw a bucket', parameters: P('uint32 id') },
  '0xb3122c2a': { at: DELEGATES, name: 'activate', says: 'Put up a pledge', parameters: P('uint32 id, uint32 bucket') },
  '0x58d978ba': { at: DELEGATES, name: 'endorse', says: 'Endorse a delegate', parameters: P('uint32 bucket, uint32 id') },
  '0xcc70122e': { at: DELEGATES, name: 'offerOwnership', says: 'Offer ownership', parameters: P('uint32 id, address to') },
  '0x9cd86947': { at: DELEGATES, name: 'register', says: 'Register delegate' },
  '0x460b4fa7': { at: DELEGATES, name: 'requestExit', says: 'Leave the election', parameters: P('uint32 id') },
  '0x69b62cb1': { at: DELEGATES, name: 'setCommission', says: 'Set commission', parameters: P('uint32 id, uint16 commission') },
  '0x4e9502eb': { at: DELEGATES, name: 'setIdentity', says: 'Replace keys' },
  '0x85854ed9': { at: DELEGATES, name: 'setProfile', says: 'Set profile', parameters: P('uint32 id, string web, bytes32 logo, string endpoint') },
  '0x85a44b3b': { at: DELEGATES, name: 'setRewardAddress', says: 'Set reward account', parameters: P('uint32 id, address payTo') },
  '0xa3e1b7f1': { at: DELEGATES, name: 'suspend', says: 'Suspend delegate', parameters: P('uint32 id') },
  '0x8208c902': { at: DELEGATES, name: 'takeOwnership', says: 'Take ownership', parameters: P('uint32 id') },
  '0x4ae8976a': { at: DELEGATES, name: 'withdrawEndorsement', says: 'Withdraw endorsement', parameters: P('uint32 id') },
  '0x2f85a4a0': { at: REWARDS, name: 'claim', says: 'Claim rewards', parameters: P('uint32[] buckets') },
  '0x8dfee2d1': { at: REWARDS, name: 'claimDelegate', says: 'Claim a delegate’s rewards', parameters: P('uint32 delegate') },
  '0xbedccc1e': { at: REWARDS, name: 'compound', says: 'Compound rewards', parameters: P('uint32[] buckets') },
  '0xb60d4288': { at: REWARDS, name: 'fund', says: 'Give to all who stake', parameters: [] },
  '0xe58bb639': { at: PARAMETERS, name: 'acceptGovernor', says: 'Accept as governor', parameters: [] },
  '0x40e58ee5': { at: PARAMETERS, name: 'cancel', says: 'Cancel a change', parameters: P('uint256 parameter') },
  '0x5e9cc2a9': { at: PARAMETERS, name: 'enact', says: 'Enact a change', parameters: P('uint256 parameter') },
  '0x5b4c9c59': { at: PARAMETERS, name: 'propose', says: 'Propose a change', parameters: P('uint256 parameter, uint256 newValue') },
  '0x95c48bd5': { at: PARAMETERS, name: 'proposeGovernor', says: 'Propose a governor', parameters: P('address to') },
  '0x0a85c2ba': { at: SLASHING, name: 'report', says: 'Report a lie' },
};

/** first topic -> event. */
export const STAKING_EVENTS = {
  '0x737ff74532d6a2f913630c4358c04f5d056e7133f6f62715301717217116c266': { at: STAKING, name: 'BucketCreated', parameters: P('uint32 bucket indexed, address owner indexed, uint256 amount, uint16 durationDays, bool autoStake, bool compounding') },
  '0x032ddcb937338539933cfae981a332a7a04a5ba9b31adfe3cb77509fb08aa98f': { at: STAKING, name: 'CompoundingSet', parameters: P('uint32 bucket indexed, bool compounding') },
  '0x99efaf8ece27f9227cb778f7a8909baf6217e3a10fbf4e78255f46eaeffc7500': { at: STAKING, name: 'Deposited', parameters: P('uint32 bucket indexed, uint256 amount, bool compounded') },
  '0x2b7dfe3f149ae9262cae44a5b35f85a0f71dab317ea3790a008a97c5d4b627f6': { at: STAKING, name: 'Extended', parameters: P('uint32 bucket indexed, uint16 durationDays, bool autoStake') },
  '0xcfdfc7a0650d474edbf90c74b16a6e55f1c11b6a371ec9a3363ddd6d76c20147': { at: STAKING, name: 'Merged', parameters: P('uint32 bucket indexed, uint32 into indexed, uint256 amount') },
  '0xb072f7ea8e7c60f8142439bff984744a545a86aad8290214763c8dc66b8b4ea6': { at: STAKING, name: 'Pledged', parameters: P('uint32 bucket indexed, uint32 delegate indexed') },
  '0x5aaa09d9159230bd3d400d10080fa50e7fba79dafa373f7f978ff49259cbb9ff': { at: STAKING, name: 'Released', parameters: P('uint32 bucket indexed, uint32 delegate indexed, uint256 lockedUntil') },
  '0x49713fa6e978a734a22967f0df3ec6043e4c36edf0fd7b828aa2f7c6de250dc7': { at: STAKING, name: 'Slashed', parameters: P('uint32 bucket indexed, uint32 delegate indexed, uint256 burned, address reporter, uint256 toReporter') },
  '0x27b5e5e6e3de995a34b381abfa61d586a425f0591c6ad1d4aedb86c6cb29bbcc': { at: STAKING, name: 'Unstaked', parameters: P('uint32 bucket indexed, uint256 withdrawableAt') },
  '0xe94d44af557ba79741200666aa6ccb72f4fd2542e0d12132bc5b9601c6d4606a': { at: STAKING, name: 'VotesCounted', parameters: P('uint32 bucket indexed, uint32 delegate indexed, uint256 weight') },
  '0x646b493a0f5ee1f45d5144be6a81c91ac2a1f98ecbff3e5489c8d9a4fe96e8d8': { at: STAKING, name: 'Withdrawn', parameters: P('uint32 bucket indexed, address owner indexed, uint256 amount') },
  '0xf3894fb7d84d3dbd27646f015dbc80952d7ea93f2abab2ade3198d4ce24be139': { at: DELEGATES, name: 'Activated', parameters: P('uint32 delegate indexed, uint32 bucket indexed') },
  '0x7ba9e789f5316f530373b4ae887c0884f6edf6fb7a8a6668b56cf2631f543558': { at: DELEGATES, name: 'CommissionSet', parameters: P('uint32 delegate indexed, uint256 commission, uint256 effectiveAt') },
  '0x198d08621d7ce02c957dcd252eeca97654fece07734f772e03daed83d9ac62a4': { at: DELEGATES, name: 'DelegateRegistered', parameters: P('uint32 delegate indexed, address owner indexed, bytes32 name indexed') },
  '0xafa34c2ee67973d601035e5682061d700c052558bb03a4d305d44c49f62dfb17': { at: DELEGATES, name: 'Endorsed', parameters: P('uint32 bucket indexed, uint32 delegate indexed, address endorser indexed') },
  '0xc4ed184d7ad3e29ceb50f710a28666aa600078e683e7393c5b849a78f165c8bd': { at: DELEGATES, name: 'EndorsementEnding', parameters: P('uint32 delegate indexed, uint32 bucket indexed, uint256 endsAt') },
  '0x14a4986bdfb03f58cc70bdbcf1de2b0059321bec614247d50e7d637845ce4583': { at: DELEGATES, name: 'Exited', parameters: P('uint32 delegate indexed') },
  '0x3ddf80fddec0ced50b4714b7ce849cc806c79f6d5847b4decae5e072ee6e6095': { at: DELEGATES, name: 'Expelled', parameters: P('uint32 delegate indexed, address reporter indexed, uint256 slashed') },
  '0xe4dc280d6ee535939edfe9511263fdb449b2090af7096d0980afaead9d862442': { at: DELEGATES, name: 'OwnershipOffered', parameters: P('uint32 delegate indexed, address to indexed') },
  '0x7cd5a40b199b23ae0f55bcc68175dce4377ec1519d436fb5ddc2674765be58cb': { at: DELEGATES, name: 'OwnershipTaken', parameters: P('uint32 delegate indexed, address from indexed, address to indexed') },
  '0xa62d6d763060e5899cb21d8539caf7287605d1ae5ac75e60ba3ccd13620fbd2f': { at: DELEGATES, name: 'ProfileSet', parameters: P('uint32 delegate indexed, string web, bytes32 logo, string endpoint') },
  '0x556c9ee7237f7e5ee532ba4b5ce56f1a587b0ee75d4aff72cc4bbc3b246d54df': { at: DELEGATES, name: 'Queued', parameters: P('uint32 delegate indexed, uint8 status, uint256 place') },
  '0xc2cdd7e42046a318e8390312c48cdc386cb06c812cb3f0ade7042989607d62ab': { at: DELEGATES, name: 'RewardAddressSet', parameters: P('uint32 delegate indexed, address rewardAddress') },
  '0x3df66ec116d8f7dfc9762f35138bdd96be1e4d51ef6308769b3387f3bc3cb0d3': { at: DELEGATES, name: 'Suspended', parameters: P('uint32 delegate indexed') },
  '0xdc8b8058bd26d719cc330a54461930fd9c312dd28447313fd5dc4641513e0074': { at: REWARDS, name: 'Claimed', parameters: P('uint32 bucket indexed, address owner indexed, uint256 amount') },
  '0x1929a8f80cdfc138b9fd1b4e956fa86ee850d42261910b90a98a225d0112e47b': { at: REWARDS, name: 'Compounded', parameters: P('uint32 bucket indexed, uint256 amount') },
  '0x9d258e538ebaeef962aca336a0bf55c513a9d572917548caf0c574c9f5f4af6d': { at: REWARDS, name: 'DelegateClaimed', parameters: P('uint32 delegate indexed, address to indexed, uint256 amount') },
  '0xa5cfeb592b3616148c6e9c5f0a42df0d7494a86593827121cea9beadda5cb67d': { at: REWARDS, name: 'DelegatePaid', parameters: P('uint32 delegate indexed, uint256 toDelegate, uint256 toVoters') },
  '0x7b4d4074a7cbeac56095bc0e18fec9743fe585c38b64cf8834f504bc0031a58e': { at: REWARDS, name: 'EpochPaid', parameters: P('uint256 minted, uint256 carried, uint256 left') },
  '0x5af8184bef8e4b45eb9f6ed7734d04da38ced226495548f46e0c8ff8d7d9a524': { at: REWARDS, name: 'Funded', parameters: P('address from indexed, uint256 amount') },
  '0xe16360375aa67799ab1df83ea2dda637e593e4fd96ff2aa52e657cc736b05073': { at: PARAMETERS, name: 'ChangeCancelled', parameters: P('uint256 parameter indexed, uint256 value') },
  '0x9f3d9cfe4d3aa6fcabe6800c0543ccfe7f59b3b27ed0f9a0647a7bac14fd1686': { at: PARAMETERS, name: 'ChangeProposed', parameters: P('uint256 parameter indexed, uint256 value, uint256 enactableAt') },
  '0xde4b3f61490b74c0ed6237523974fe299126bbbf8a8a7482fd220104c59b0c84': { at: PARAMETERS, name: 'GovernorChanged', parameters: P('address before indexed, address governor indexed') },
  '0x7365fa02149d85f52e49234a798b79f011dcf0f7ba96edbac17b038df9a1f265': { at: PARAMETERS, name: 'GovernorProposed', parameters: P('address governor indexed, uint256 acceptableAt') },
  '0xdb0d32a3a8fcffa7689fdb386e907a8a15ad4d65c09ac423ef0ba060d9d7b71d': { at: PARAMETERS, name: 'ValueChanged', parameters: P('uint256 parameter indexed, uint256 before, uint256 value') },
  '0x8646707577e56e9e4ebb759497984d18166eb2c9ea640b66986548437b15a393': { at: ELECTION, name: 'EpochBegun', parameters: P('uint256 epoch indexed, uint256 minted') },
  '0x8c730cb2d70d3a8d07bf3250f343b7e411d08b530f8aa638aee25e7776e1cb64': { at: ELECTION, name: 'Performed', parameters: P('uint256 epoch indexed, uint32 delegate indexed, uint256 produced, uint256 expected, uint256 missedReveals') },
  '0x0fb9a9411d7529167fb341848b638b649151f725963508954f025e3994d4669c': { at: ELECTION, name: 'ProbationBegun', parameters: P('uint32 delegate indexed, uint256 until, uint256 scale') },
  '0x31bfae381752ba8e61868c3ab564f9cb966dd23b974a145d14cfd8de3ff07cfa': { at: ELECTION, name: 'ProbationEnded', parameters: P('uint32 delegate indexed') },
  '0x3b5ce8b2d475067181f949f668899c93f26f0b25c5f8712ebca6b4b93d92989d': { at: ELECTION, name: 'SnapshotTaken', parameters: P('uint256 epoch indexed, uint256 candidates') },
  '0x69ecc180788fa9290e5e5a3303f8b53c17aa35e4f91338fca62fde5b7280f359': { at: ELECTION, name: 'VotesChanged', parameters: P('uint32 delegate indexed, uint256 votes') },
  '0xd7ee1d4c0e36f590e4aa48bdd4c0a1fed272a193f6699218ca5c1b54725885b1': { at: SLASHING, name: 'Convicted', parameters: P('uint32 delegate indexed, uint32 identity indexed, address reporter indexed, uint256 epoch, uint256 view_, uint256 slashed') },
};

const time = (seconds) => (seconds === 0n ? 'its pledge ends' : when(Number(seconds) * 1000));

const E = (name, parameters, says) => ({ name, parameters: parameters ? P(parameters) : [], says });

/** selector -> custom error: its parameters, and a sentence made of them. */
export const STAKING_ERRORS = {
  '0x45862473': E('AlreadyUnstaked', 'uint32 bucket', ({ bucket }) => `bucket ${bucket} is unstaked already`),
  '0x02d2d938': E('AmountTooSmall', 'uint256 amount, uint256 least', ({ amount, least }) => `${coins(amount, 18)} coins are too few, the least is ${coins(least, 18)}`),
  '0x70b7bf46': E('Bound', 'uint32 bucket, uint256 until', ({ bucket, until }) => `bucket ${bucket} stands good for a delegate and is bound until ${time(until)}`),
  '0x874ce05e': E('DurationOutOfRange', 'uint256 durationDays, uint256 least, uint256 most', ({ least, most }) => `the duration must be from ${count(least)} to ${counted(most, 'day')}`),
  '0x3f5ae03d': E('NoSuchDelegate', 'uint32 delegate', ({ delegate }) => `delegate ${delegate} takes no votes: it does not exist, or it is leaving`),
  '0x1faac466': E('NotEligible', 'uint32 bucket', ({ bucket }) => `bucket ${bucket} cannot be a pledge: it is too small, unstaked, or votes for another delegate`),
  '0xc3e07bd6': E('NotOwner', 'uint32 number, address sender', ({ number }) => `number ${number} belongs to another account, or to nobody any more`),
  '0x9475fa0d': E('NotUnstaked', 'uint32 bucket', ({ bucket }) => `bucket ${bucket} has to be unstaked first`),
  '0x31110535': E('OnAutoStake', 'uint32 bucket', ({ bucket }) => `bucket ${bucket} is on auto-stake, which has to end first`),
  '0x4a9cd412': E('OnlyFor', 'address caller', () => 'only the protocol and its contracts may call this'),
  '0xc7b5e1b8': E('TooEarly', 'uint32 bucket, uint256 earliest', ({ bucket, earliest }) => `it is too early for bucket ${bucket}, which has to wait until ${time(earliest)}`),
  '0x2a35a324': E('TooEarly', 'uint256 earliest', ({ earliest }) => `it is too early, the time for this comes at ${time(earliest)}`),
  '0xc3e33c99': E('TooMany', 'uint256 count, uint256 most', ({ count: many, most }) => `${count(many)} are too many at once, the most is ${count(most)}`),
  '0x8e7288bc': E('WouldShorten', 'uint32 bucket, uint32 into', ({ bucket, into }) => `coins of bucket ${bucket} would come free earlier in bucket ${into}`),
  '0x64283d7b': E('ERC721IncorrectOwner', 'address sender, uint256 tokenId, address owner', ({ tokenId }) => `bucket ${tokenId} belongs to another account`),
  '0x177e802f': E('ERC721InsufficientApproval', 'address operator, uint256 tokenId', ({ tokenId }) => `the owner of bucket ${tokenId} did not approve this`),
  '0xa9fbf51f': E('ERC721InvalidApprover', 'address approver', () => 'only the owner may approve'),
  '0x5b08ba18': E('ERC721InvalidOperator', 'address operator', () => 'nobody can be approved for oneself or the zero address'),
  '0x89c62b64': E('ERC721InvalidOwner', 'address owner', () => 'the zero address owns nothing'),
  '0x64a0ae92': E('ERC721InvalidReceiver', 'address receiver', () => 'the receiver cannot hold a bucket'),
  '0x73c6ac6e': E('ERC721InvalidSender', 'address sender', () => 'nobody can send from the zero address'),
  '0x7e273289': E('ERC721NonexistentToken', 'uint256 tokenId', ({ tokenId }) => `there is no bucket ${tokenId}`),
  '0xd6bda275': E('FailedCall', '', () => 'the receiver does not take coins'),
  '0xcf479181': E('InsufficientBalance', 'uint256 balance, uint256 needed', () => 'the contract does not hold that many coins'),
  '0x3ee5aeb5': E('ReentrancyGuardReentrantCall', '', () => 'the contract cannot be called while it is at work'),
  '0x6dfcc650': E('SafeCastOverflowedUintDowncast', 'uint8 bits, uint256 value', () => 'the amount is larger than all coins'),
  '0x740e72c2': E('BadBinding', '', () => 'the key’s signature does not bind it to this delegate'),
  '0xee9f2d53': E('BadKey', '', () => 'the BLS key is no key'),
  '0x153736cd': E('BadName', '', () => 'a name has 3 to 32 of a-z, 0-9 and -'),
  '0x7ca55c77': E('BadProof', '', () => 'the proof that the key is one’s own does not fit'),
  '0x2cdfe219': E('CommissionTooHigh', 'uint256 commission, uint256 most', ({ most }) => `the commission may be ${Number(most) / 100} % at most`),
  '0x88d70e1a': E('KeyTaken', 'uint32 delegate', ({ delegate }) => `the key belongs to delegate ${delegate}`),
  '0xc207609f': E('NameTaken', 'uint32 delegate', ({ delegate }) => `the name belongs to delegate ${delegate}`),
  '0xf6806952': E('NotEndorsed', 'uint32 bucket', ({ bucket }) => `the owner of bucket ${bucket} did not endorse the delegate`),
  '0x861caef2': E('NothingBound', 'uint32 delegate', ({ delegate }) => `nothing is bound to delegate ${delegate} any more`),
  '0xf08a12ff': E('PledgeBusy', 'uint32 bucket', ({ bucket }) => `bucket ${bucket}, an earlier pledge, is bound still`),
  '0xad8e4f3c': E('TooLong', 'uint256 length, uint256 most', ({ most }) => `a text may have ${count(most)} bytes at most`),
  '0x6ccc3980': E('UnknownDelegate', 'uint32 delegate', ({ delegate }) => `there is no delegate ${delegate}`),
  '0x23b18f5f': E('WrongFee', 'uint256 sent, uint256 fee', ({ fee }) => `the fee is ${coins(fee, 18)} coins exactly`),
  '0xc5b2d764': E('WrongStatus', 'uint32 delegate, uint8 status', ({ delegate }) => `delegate ${delegate} is not in a state for this`),
  '0xd92e233d': E('ZeroAddress', '', () => 'the zero address cannot stand there'),
  '0x581f86ee': E('NotCompounding', 'uint32 bucket', ({ bucket }) => `the owner of bucket ${bucket} did not allow others to compound`),
  '0xad0550d5': E('NotGovernor', 'address sender', () => 'only the governor may do that'),
  '0x6c35d684': E('NothingProposed', 'uint256 parameter', () => 'nothing is proposed for that value'),
  '0x903b085b': E('OutOfRange', 'uint256 parameter, uint256 value, uint256 least, uint256 most', ({ least, most }) => `the value must be from ${count(least)} to ${count(most)}`),
  '0x16a62fca': E('UnknownParameter', 'uint256 parameter', ({ parameter }) => `there is no value ${parameter}`),
  '0xf91ccdc2': E('NoSnapshot', 'uint256 epoch', ({ epoch }) => `the candidates of epoch ${epoch} are not kept`),
  '0x43a3a913': E('NotNext', 'uint256 epoch, uint256 current', ({ current }) => `the epoch is ${current} already`),
  '0xa1c97319': E('BadSignature', 'uint256 which', () => 'a signature does not fit'),
  '0xae591c87': E('NoContradiction', '', () => 'the two votes do not contradict each other'),
  '0xfac2e880': E('UnknownIdentity', 'uint32 identity', ({ identity }) => `there is no identity ${identity}`),
};
