// SPDX-License-Identifier: Apache-2.0
// The contracts of trusted things (contracts/README.md): where they stand, what their calls, events and errors are called, and
// what an error means to a person. Selectors and topics are checked against contracts/artifacts by test/contracts.test.mjs.

import { P } from './stakingWords.js';

export const REGISTRY = '0x0000000000000000000000000000000000001001';
export const ANCHOR = '0x0000000000000000000000000000000000001002';

export const DIDS = '0x0000000000000000000000000000000000001009';

export const GATEWAY_LOG = '0x0000000000000000000000000000000000001011';

export const IDENTITY_NAMES = { [REGISTRY]: 'Device registry', [ANCHOR]: 'Anchor', [DIDS]: 'DID registry', [GATEWAY_LOG]: 'Gateway log' };

/** address -> selector -> call. Without parameters it is named and not decoded. */
export const IDENTITY_CALLS = {
  [REGISTRY]: {
    '0x947f263c': { name: 'register', says: 'Register device', parameters: P('address owner, bytes32 keyX, bytes32 keyY, string name, bytes32 r, bytes32 s') },
    '0x9a2bd335': { name: 'registerFromBatch', says: 'Register device' },
    '0xb75c7dc6': { name: 'revoke', says: 'Revoke device', parameters: P('bytes32 id') },
    '0x79ce9fac': { name: 'transfer', says: 'Transfer device', parameters: P('bytes32 id, address newOwner') },
    '0x23b872dd': { name: 'transferFrom', says: 'Transfer device', parameters: P('address from, address to, uint256 tokenId') },
    '0x42842e0e': { name: 'safeTransferFrom', says: 'Transfer device', parameters: P('address from, address to, uint256 tokenId') },
    '0xb88d4fde': { name: 'safeTransferFrom', says: 'Transfer device', parameters: P('address from, address to, uint256 tokenId, bytes data') },
    '0x095ea7b3': { name: 'approve', says: 'Approve for a device', parameters: P('address to, uint256 tokenId') },
    '0xa22cb465': { name: 'setApprovalForAll', says: 'Approve for all devices', parameters: P('address operator, bool approved') },
    '0x18904988': { name: 'setOperator', says: 'Set operator', parameters: P('bytes32 id, address operator, bool allowed') },
    '0xc4676ef0': { name: 'rotateKey', says: 'Rotate key', parameters: P('bytes32 id, bytes32 newKeyX, bytes32 newKeyY, bytes32 oldR, bytes32 oldS, bytes32 newR, bytes32 newS') },
    '0x32acd560': { name: 'attest', says: 'Attest device', parameters: P('bytes32 id, uint8 kind, bytes32 hash, bytes32 r, bytes32 s') },
    '0x681014ad': { name: 'presentBatch', says: 'Show vendor’s batch', parameters: P('bytes32 id, address vendor, bytes32 root, bytes32[] proof') },
    '0x67d7e471': { name: 'nameVendor', says: 'Become a vendor', parameters: P('string name') },
    '0x334633f2': { name: 'endorse', says: 'Endorse devices', parameters: P('bytes32 root, uint32 count, bytes32 evidence') },
    '0x8e19899e': { name: 'withdraw', says: 'Withdraw a batch', parameters: P('bytes32 root') },
  },
  [ANCHOR]: {
    '0xda69d3db': { name: 'anchor', says: 'Anchor readings', parameters: P('bytes32 device, bytes32 root, uint64 firstSequence, uint32 count') },
  },
  [GATEWAY_LOG]: {
    '0x0325b160': { name: 'anchorLog', says: 'Anchor a gateway’s log', parameters: P('bytes32 gateway, bytes32 root, uint64 size, bytes32[] proof') },
  },
  [DIDS]: {
    '0x67f2faeb': { name: 'setKey', says: 'Add a DID’s key', parameters: P('bytes32 subject, uint8 kind, uint8 purposes, uint64 validUntil, bytes material') },
    '0x51210e56': { name: 'removeKey', says: 'Remove a DID’s key', parameters: P('bytes32 subject, uint8 kind, bytes material') },
    '0x6d940cde': { name: 'setService', says: 'Add a DID’s service', parameters: P('bytes32 subject, string name, string kind, string endpoint') },
    '0x8c6594d1': { name: 'removeService', says: 'Remove a DID’s service', parameters: P('bytes32 subject, string name') },
    '0x55161467': { name: 'changeController', says: 'Hand a DID over', parameters: P('bytes32 subject, address to') },
    '0x22eee84c': { name: 'deactivate', says: 'Close a DID', parameters: P('bytes32 subject') },
    '0x01a28b44': { name: 'strike', says: 'Strike a signature', parameters: P('bytes32 subject') },
    '0xe1792531': { name: 'submit', says: 'Carry a DID’s change', parameters: P('bytes32 subject, bytes call, uint256 expires, bytes signature') },
  },
};

/** address -> first topic -> event. */
export const IDENTITY_EVENTS = {
  [REGISTRY]: {
    '0x0b3496ff8cfcde2add3d1a00e903c939b81c74ea3eeffbcb6581c3876ade5af7': { name: 'DeviceRegistered', parameters: P('bytes32 id indexed, address owner indexed, bytes32 keyX, bytes32 keyY, string name') },
    '0x4cef02b2246fc579652de0a1b4d789cd9e1e6e9b6a6b36be68787c70d9edbb62': { name: 'DeviceRevoked', parameters: P('bytes32 id indexed, address owner indexed') },
    '0xf05e25b6d66c4aee036d736d6792ee5190cae20cf9d84cd2baf6782e6b0811e6': { name: 'DeviceTransferred', parameters: P('bytes32 id indexed, address from indexed, address to indexed') },
    '0x89dd4bff9e2ec434d49b32d63f385394d98b57a0076a1925f9747e46785b6c8b': { name: 'KeyRotated', parameters: P('bytes32 id indexed, bytes32 keyX, bytes32 keyY') },
    '0x1830774e355cfb93ecc0e841294830a153d65e0347de5050a195b033dd224609': { name: 'OperatorSet', parameters: P('bytes32 id indexed, address operator indexed, bool allowed') },
    '0xc2ac1b21bc631757ee5b2596af8aafbf482bb0e55d1df8b7c0b47e4f34cd023b': { name: 'Attested', parameters: P('bytes32 id indexed, uint8 kind, bytes32 hash') },
    '0x3623875dafbea3a0f92efa96903068fb01a92c4ea7592eda339cb59fb16f7083': { name: 'Endorsed', parameters: P('bytes32 id indexed, address vendor indexed, bytes32 root indexed') },
    '0xcfeef498597e1915d3fd0e5d706c495e9522e4b6deacf7f8f3bda88f6e369985': { name: 'VendorNamed', parameters: P('address vendor indexed, string name') },
    '0x9da0d5277973f81a066221a02ec540e13c9b00a3d2bcedbc31fcc3ecf2c7ab2e': { name: 'BatchEndorsed', parameters: P('address vendor indexed, bytes32 root indexed, uint32 count, bytes32 evidence') },
    '0xf40672537e9f65de19eaeffc489e017cfb2ccc2c1e42140bb476ddeecc8e7fc0': { name: 'BatchWithdrawn', parameters: P('address vendor indexed, bytes32 root indexed') },
    '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef': { name: 'Transfer', parameters: P('address from indexed, address to indexed, uint256 tokenId indexed') },
    '0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925': { name: 'Approval', parameters: P('address owner indexed, address approved indexed, uint256 tokenId indexed') },
    '0x17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31': { name: 'ApprovalForAll', parameters: P('address owner indexed, address operator indexed, bool approved') },
  },
  [ANCHOR]: {
    '0x8daade733a7347ac68c2052185389e490c9ce35b329a3ec5cd5853bee52fda94': { name: 'Anchored', parameters: P('bytes32 device indexed, bytes32 root indexed, uint64 firstSequence, uint32 count, bytes32 keyX, bytes32 keyY, address owner') },
  },
  [GATEWAY_LOG]: {
    '0xf486a013f9c43405e3fae83b18d7faded5a05bde9f58c23c412e0220c0bc0241': { name: 'LogAnchored', parameters: P('bytes32 gateway indexed, bytes32 root indexed, uint64 size, bytes32 keyX, bytes32 keyY, address owner') },
  },
  [DIDS]: {
    '0x145696de3e60a232d5a26df46c9ac38bdff66fcf0d82643cb4d83fd8f3837111': { name: 'KeySet', parameters: P('bytes32 subject indexed, uint8 kind, uint8 purposes, uint64 validUntil, bytes material') },
    '0xe5f14dad06467c5e773bc6cc972e80425581f60ab788ffd5f7e5c7dfc87ce282': { name: 'KeyRemoved', parameters: P('bytes32 subject indexed, uint8 kind, bytes material') },
    '0xd7d89e2aab09c2b6390f1ca024e90ab75c1bc783f8d840c2476e620bca7695cd': { name: 'ServiceSet', parameters: P('bytes32 subject indexed, string name, string kind, string endpoint') },
    '0x56cec10f1b89f7c97b15da5ad969172077c44aa9aaacd586f912ba222adf6be8': { name: 'ServiceRemoved', parameters: P('bytes32 subject indexed, string name') },
    '0x3a853b43325d5f5843adb2e8fe01edd56491ac7695c418ca1564ed38624d4e68': { name: 'ControllerChanged', parameters: P('bytes32 subject indexed, address from indexed, address to indexed') },
    '0xe0c972902b8c453716a2a401ad60d945b4086632729c2e7d8c45843e386da569': { name: 'Deactivated', parameters: P('bytes32 subject indexed') },
    '0x43aff8eebff534a01c4c0a0ff520cae2e307045afa0ab8706cff2f11929df2cb': { name: 'NonceUsed', parameters: P('bytes32 subject indexed, uint64 nonce') },
  },
};

/** address -> selector -> custom error. */
export const IDENTITY_ERRORS = {
  [REGISTRY]: {
    '0x252d5ca1': { name: 'BadSignature', says: 'the device’s signature does not fit' },
    '0x465666f1': { name: 'KeyTaken', says: 'the key already belongs to a device' },
    '0x161728f4': { name: 'NameTooLong', says: 'the name has over 64 bytes' },
    '0x5f637498': { name: 'NoSuchIndex', says: 'there are not that many devices' },
    '0xdb39125e': { name: 'NotActive', says: 'the device is not registered, or it is revoked' },
    '0x0e25346d': { name: 'NotOwner', says: 'only the owner of the device may do that' },
    '0xe2f351b2': { name: 'UnknownDevice', says: 'the device is not registered' },
    '0x9905827b': { name: 'ZeroOwner', says: 'a device cannot belong to the zero address' },
    '0x6feb4a3d': { name: 'NoEvidence', says: 'there is no evidence of that kind to record' },
    '0x1e1f55f0': { name: 'NotInBatch', says: 'the vendor’s batch does not name the device under this key' },
    '0xf0cea200': { name: 'NoBatch', says: 'the vendor endorsed no such batch, or withdrew it' },
    '0x26bbba6f': { name: 'BatchKnown', says: 'the vendor endorsed that batch before' },
    '0x93533998': { name: 'NotVendor', says: 'a vendor has to name itself first' },
    '0xbb773a98': { name: 'VendorNameLength', says: 'a vendor’s name has 1 to 64 bytes' },
    '0x64283d7b': { name: 'ERC721IncorrectOwner', says: 'the device belongs to another account' },
    '0x177e802f': { name: 'ERC721InsufficientApproval', says: 'the owner of the device did not approve this' },
    '0xa9fbf51f': { name: 'ERC721InvalidApprover', says: 'only the owner may approve' },
    '0x5b08ba18': { name: 'ERC721InvalidOperator', says: 'nobody can be approved for oneself or the zero address' },
    '0x89c62b64': { name: 'ERC721InvalidOwner', says: 'the zero address owns nothing' },
    '0x64a0ae92': { name: 'ERC721InvalidReceiver', says: 'the receiver cannot hold a device' },
    '0x73c6ac6e': { name: 'ERC721InvalidSender', says: 'nobody can send from the zero address' },
    '0x7e273289': { name: 'ERC721NonexistentToken', says: 'the device is not registered' },
    '0xe22e27eb': { name: 'StringsInsufficientHexLength', says: 'the number does not fit its text' },
  },
  [ANCHOR]: {
    '0xdb39125e': { name: 'NotActive', says: 'the device is not registered, or it is revoked' },
    '0x8d938b43': { name: 'EmptyBatch', says: 'a batch holds at least one reading' },
    '0x48dd83ba': { name: 'NotEntitled', says: 'only the owner and the operators of the device may anchor for it' },
    '0xcf11e9c1': { name: 'OutOfSequence', says: 'the batch does not follow the one before it' },
  },
  [GATEWAY_LOG]: {
    '0xdb39125e': { name: 'NotActive', says: 'the gateway is not registered, or it is revoked' },
    '0x48dd83ba': { name: 'NotEntitled', says: 'only the owner and the operators of a gateway anchor for it' },
    '0x35d87b0b': { name: 'NotGrown', says: 'the log is not larger than the one that is anchored' },
    '0xd6962c5e': { name: 'NotConsistent', says: 'the log does not continue the one that is anchored' },
  },
  [DIDS]: {
    '0xe6936786': { name: 'NotController', says: 'only the DID’s controller may do that' },
    '0x475b8e67': { name: 'UnknownSubject', says: 'there is no such device' },
    '0x77fa9853': { name: 'IsDeactivated', says: 'the DID is closed' },
    '0xf42ae842': { name: 'IsDevice', says: 'a device changes hands and ends in the device registry' },
    '0x2f62e275': { name: 'ZeroController', says: 'the zero address controls nothing' },
    '0xb84eb51e': { name: 'BadKey', says: 'that is no key of its kind, or not for that purpose' },
    '0x2b57d2d2': { name: 'BadService', says: 'a service needs a name, a kind and an endpoint of allowed length' },
    '0x61d10fb6': { name: 'NoSuchKey', says: 'the DID has no such key' },
    '0xc9082117': { name: 'NoSuchService', says: 'the DID has no such service' },
    '0xb7e9260a': { name: 'TooMany', says: 'the DID’s document is full' },
    '0xf80dbaea': { name: 'Expired', says: 'the authorisation’s time is over' },
    '0x252d5ca1': { name: 'BadSignature', says: 'the controller did not sign that, or it was used before' },
    '0x8dac6774': { name: 'WrongSubject', says: 'the authorisation is about another DID' },
  },
};
