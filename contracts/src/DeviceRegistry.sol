// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Passports} from "./Passports.sol";
import {Vendors} from "./Vendors.sol";

/// @title The registry of trusted devices
/// @notice Says which P-256 key speaks for a device, which account owns it, and what evidence it gave of where its key
/// lives. A device is an ERC-721 token; the token's number is the device's id. It enters only with its own
/// signature, and what it signs names the action, the chain, this contract, the owner, the key, the name and a nonce:
/// a signature fits one use and cannot be carried to another owner, chain or moment.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001001: no constructor, no administrator, no upgrade.
/// Devices need nothing but SHA-256 and ES256: every signed message is 256 bytes at fixed offsets (see README.md).
contract DeviceRegistry is Passports, ERC721, Vendors {
    using Strings for uint256;

    /// @notice An ECDSA signature over SHA-256, as two big-endian numbers.
    struct Signature {
        bytes32 r;
        bytes32 s;
    }

    /// @dev One slot for what every anchor reads first, then the key. `tenure` counts changes of owner, so that the
    /// operators whom one owner named never act for the next. The owner is the token's.
    struct Device {
        uint64 registeredAt;
        bool active;
        uint8 attestationKind;
        uint64 nonce;
        uint64 tenure;
        bytes32 keyX;
        bytes32 keyY;
        bytes32 attestationHash;
        string name;
    }

    /// @notice A device came in. `id` is keccak256(abi.encode(keyX, keyY)) of this first key and never changes.
    event DeviceRegistered(
        bytes32 indexed id, address indexed owner, bytes32 keyX, bytes32 keyY, string name
    );
    /// @notice A device is out for good.
    event DeviceRevoked(bytes32 indexed id, address indexed owner);
    event DeviceTransferred(bytes32 indexed id, address indexed from, address indexed to);
    event KeyRotated(bytes32 indexed id, bytes32 keyX, bytes32 keyY);
    event OperatorSet(bytes32 indexed id, address indexed operator, bool allowed);
    /// @notice Evidence was given of where the device's key lives. Whether it is good, everyone judges from the document.
    event Attested(bytes32 indexed id, uint8 kind, bytes32 hash);
    /// @notice The device was shown to be in a vendor's batch.
    event Endorsed(bytes32 indexed id, address indexed vendor, bytes32 indexed root);

    error UnknownDevice(bytes32 id);
    error NotActive(bytes32 id);
    error NotOwner(bytes32 id, address sender);
    /// @notice The key speaks, or once spoke, for this device; a key belongs to one device for ever.
    error KeyTaken(bytes32 id);
    error BadSignature(bytes32 digest);
    error NameTooLong(uint256 length);
    error ZeroOwner();
    error NoSuchIndex(uint256 index, uint256 count);
    /// @notice Evidence has a kind other than {ATTESTED_NONE} and {ATTESTED_VENDOR_BATCH}, and a hash.
    error NoEvidence(uint8 kind);

    /// @notice The longest name, in bytes. Names are whatever the owner chose: a reader must treat them as hostile text.
    uint256 public constant MAX_NAME_LENGTH = 64;

    /// @notice What kinds of evidence there are; others may follow (docs/spec/did.md).
    uint8 public constant ATTESTED_NONE = 0;
    uint8 public constant ATTESTED_VENDOR_BATCH = 5;

    /// @dev The first word of a signed message, in ASCII so that a microcontroller can hold it as a literal.
    bytes32 private constant REGISTER = "banyan.device.register.v1";
    bytes32 private constant ROTATE = "banyan.device.rotate.v1";
    bytes32 private constant ATTEST = "banyan.device.attest.v1";

    /// @dev The P-256 precompile of EIP-7951: hash, r, s, x, y in; the word 1 out, or nothing.
    address private constant P256VERIFY = address(0x100);

    mapping(bytes32 id => Device) private devices;
    mapping(bytes32 keyHash => bytes32 id) private holders;
    mapping(bytes32 id => mapping(uint64 tenure => mapping(address operator => bool))) private operators;
    bytes32[] private ids;

    /// @dev Genesis runs no constructor: name and symbol are functions.
    constructor() ERC721("", "") {}

    function name() public pure override returns (string memory) {
        return "Banyan Device";
    }

    function symbol() public pure override returns (string memory) {
        return "DEVICE";
    }

    /// @notice The device's DID: a URI that a resolver turns into its DID document.
    function tokenURI(uint256 token) public view override returns (string memory) {
        _requireOwned(token);
        return string.concat("did:banyan:", block.chainid.toString(), ":device:", token.toHexString(32));
    }

    /// @notice Registers a device to `owner`. Anyone may send this and pay for it: the signature fixes the outcome.
    /// @param keyX the device's P-256 public key, x
    /// @param keyY the device's P-256 public key, y
    /// @param label the device's name, at most 64 bytes, for people
    /// @param r the device's signature of {digestRegister}
    /// @param s the device's signature of {digestRegister}
    /// @return id the device's name on the chain from now on
    function register(
        address owner,
        bytes32 keyX,
        bytes32 keyY,
        string calldata label,
        bytes32 r,
        bytes32 s
    ) public returns (bytes32 id) {
        if (owner == address(0)) revert ZeroOwner();
        if (bytes(label).length > MAX_NAME_LENGTH) revert NameTooLong(bytes(label).length);
        id = idOf(keyX, keyY);
        if (holders[id] != 0) revert KeyTaken(holders[id]);
        mustBeSigned(digestRegister(owner, keyX, keyY, label), keyX, keyY, Signature(r, s));

        holders[id] = id;
        ids.push(id);
        Device storage d = devices[id];
        (d.registeredAt, d.active, d.nonce) = (uint64(block.timestamp), true, 1);
        (d.keyX, d.keyY, d.name) = (keyX, keyY, label);
        emit DeviceRegistered(id, owner, keyX, keyY, label);
        // Owners may be accounts or contracts, and they did not call: no hook lets one of them stop its own device.
        _mint(owner, uint256(id));
    }

    /// @notice Registers a device of the sender's that a vendor's batch names. The sender is the owner, because the
    /// device's signature does not say which vendor is to be believed. If somebody hurried ahead with the registration
    /// alone, only the batch is left to present.
    function registerFromBatch(
        bytes32 keyX,
        bytes32 keyY,
        string calldata label,
        Signature calldata signature,
        address vendor,
        bytes32 root,
        bytes32[] calldata proof
    ) external returns (bytes32 id) {
        id = idOf(keyX, keyY);
        if (holders[id] == 0) register(msg.sender, keyX, keyY, label, signature.r, signature.s);
        presentBatch(id, vendor, root, proof);
    }

    /// @notice Takes a device out of service for good: it can anchor nothing more. Its past stays provable.
    function revoke(bytes32 id) external {
        Device storage d = owned(id);
        d.active = false;
        restamp(id);
        emit DeviceRevoked(id, msg.sender);
    }

    /// @notice Gives a device to another account, as ERC-721's own transfers do. Operators named so far lose their right.
    function transfer(bytes32 id, address newOwner) external {
        if (newOwner == address(0)) revert ZeroOwner();
        owned(id);
        _transfer(msg.sender, newOwner, uint256(id));
    }

    /// @notice Lets an account anchor readings for a device, or no longer.
    function setOperator(bytes32 id, address operator, bool allowed) external {
        Device storage d = owned(id);
        operators[id][d.tenure][operator] = allowed;
        emit OperatorSet(id, operator, allowed);
    }

    /// @notice Records what evidence a device gave of where its key lives. The device signs {digestAttest}, so that nobody
    /// lends it another's evidence; the owner sends it, so that nobody else decides what is shown of the device.
    /// @param kind what the document is, by docs/spec/did.md
    /// @param hash SHA-256 of the document, which is kept elsewhere
    function attest(bytes32 id, uint8 kind, bytes32 hash, Signature calldata byDevice) external {
        Device storage d = owned(id);
        if (kind == ATTESTED_NONE || kind == ATTESTED_VENDOR_BATCH || hash == 0) revert NoEvidence(kind);
        mustBeSigned(digestAttest(id, kind, hash), d.keyX, d.keyY, byDevice);
        d.nonce += 1;
        given(id, d, kind, hash);
    }

    /// @notice Records as evidence that a vendor's batch names this device, under its first key. For the owner.
    /// @param proof the siblings on the way from the device's leaf to `root`
    function presentBatch(bytes32 id, address vendor, bytes32 root, bytes32[] calldata proof) public {
        Device storage d = owned(id);
        // The vendor spoke of the key it saw. A later one may be anywhere.
        if (idOf(d.keyX, d.keyY) != id) revert NotInBatch(id, root);
        mustBeInBatch(id, vendor, root, proof);
        emit Endorsed(id, vendor, root);
        given(id, d, ATTESTED_VENDOR_BATCH, keccak256(abi.encode(vendor, root)));
    }

    /// @notice Replaces a device's key, and strikes what was attested of the old one. The owner sends it, and both keys sign {digestRotate}: a stolen key alone cannot
    /// take the device over, and a key cannot be claimed by who does not hold it.
    function rotateKey(
        bytes32 id,
        bytes32 newKeyX,
        bytes32 newKeyY,
        Signature calldata byOldKey,
        Signature calldata byNewKey
    ) external {
        Device storage d = owned(id);
        bytes32 keyHash = idOf(newKeyX, newKeyY);
        if (holders[keyHash] != 0) revert KeyTaken(holders[keyHash]);
        bytes32 digest = digestRotate(id, newKeyX, newKeyY);
        mustBeSigned(digest, d.keyX, d.keyY, byOldKey);
        mustBeSigned(digest, newKeyX, newKeyY, byNewKey);

        holders[keyHash] = id;
        d.keyX = newKeyX;
        d.keyY = newKeyY;
        d.nonce += 1;
        (d.attestationKind, d.attestationHash) = (ATTESTED_NONE, 0);
        restamp(id);
        emit KeyRotated(id, newKeyX, newKeyY);
    }

    /// @notice Everything about a device. Reverts with {UnknownDevice} if there is none.
    /// @return owner the account it belongs to
    /// @return keyX its present key, x
    /// @return keyY its present key, y
    /// @return active false once revoked
    /// @return registeredAt seconds since 1970
    /// @return label its name, for people; hostile text
    function device(bytes32 id)
        external
        view
        returns (
            address owner,
            bytes32 keyX,
            bytes32 keyY,
            bool active,
            uint64 registeredAt,
            string memory label
        )
    {
        Device storage d = known(id);
        return (_ownerOf(uint256(id)), d.keyX, d.keyY, d.active, d.registeredAt, d.name);
    }

    /// @notice What {passport} is the hash of. Reverts with {UnknownDevice} if there is none.
    function passportFields(bytes32 id) external view returns (Passport memory) {
        return fieldsOf(id, known(id));
    }

    /// @notice What {Anchor} asks before it believes a sender. An unknown device is simply not active.
    /// @return owner the account it belongs to
    /// @return keyX its present key, x
    /// @return keyY its present key, y
    /// @return active whether it is in service
    /// @return mayAnchor whether `sender` is its owner or operator
    function standing(bytes32 id, address sender)
        external
        view
        returns (address owner, bytes32 keyX, bytes32 keyY, bool active, bool mayAnchor)
    {
        Device storage d = devices[id];
        (owner, active) = (_ownerOf(uint256(id)), d.active);
        if (active) {
            (keyX, keyY) = (d.keyX, d.keyY);
            mayAnchor = sender == owner || operators[id][d.tenure][sender];
        }
    }

    /// @notice Whether a device is registered and not revoked.
    function isActive(bytes32 id) external view returns (bool) {
        return devices[id].active;
    }

    /// @notice Whether an account is named to anchor for a device by its present owner.
    function isOperator(bytes32 id, address operator) external view returns (bool) {
        return operators[id][devices[id].tenure][operator];
    }

    /// @notice How many signatures of a device have been used; the next one must name this number.
    function nonce(bytes32 id) external view returns (uint64) {
        return devices[id].nonce;
    }

    /// @notice How often a device changed hands; 0 for one that never did or does not exist.
    function tenure(bytes32 id) external view returns (uint64) {
        return devices[id].tenure;
    }

    /// @notice The device a key speaks or once spoke for; zero if none.
    function deviceOfKey(bytes32 keyX, bytes32 keyY) external view returns (bytes32 id) {
        return holders[idOf(keyX, keyY)];
    }

    /// @notice How many devices were ever registered.
    function deviceCount() external view returns (uint256) {
        return ids.length;
    }

    /// @notice The id of a device by order of registration, from 0.
    function deviceAt(uint256 index) external view returns (bytes32 id) {
        if (index >= ids.length) revert NoSuchIndex(index, ids.length);
        return ids[index];
    }

    /// @notice The id a device gets if this is its first key.
    function idOf(bytes32 keyX, bytes32 keyY) public pure returns (bytes32) {
        return keccak256(abi.encode(keyX, keyY));
    }

    /// @notice The 256 bytes a device signs (ES256) to be registered.
    function messageRegister(address owner, bytes32 keyX, bytes32 keyY, string calldata label)
        public
        view
        returns (bytes memory)
    {
        uint64 unused = devices[idOf(keyX, keyY)].nonce;
        return abi.encode(
            REGISTER, block.chainid, address(this), owner, keyX, keyY, sha256(bytes(label)), unused
        );
    }

    /// @notice SHA-256 of {messageRegister}: what the signature is checked against.
    function digestRegister(address owner, bytes32 keyX, bytes32 keyY, string calldata label)
        public
        view
        returns (bytes32)
    {
        return sha256(messageRegister(owner, keyX, keyY, label));
    }

    /// @notice The 256 bytes that both keys sign (ES256) to replace a device's key.
    function messageRotate(bytes32 id, bytes32 newKeyX, bytes32 newKeyY)
        public
        view
        returns (bytes memory)
    {
        Device storage d = known(id);
        return abi.encode(
            ROTATE, block.chainid, address(this), _ownerOf(uint256(id)), id, newKeyX, newKeyY, d.nonce
        );
    }

    /// @notice SHA-256 of {messageRotate}: what both signatures are checked against.
    function digestRotate(bytes32 id, bytes32 newKeyX, bytes32 newKeyY)
        public
        view
        returns (bytes32)
    {
        return sha256(messageRotate(id, newKeyX, newKeyY));
    }

    /// @notice The 256 bytes a device signs (ES256) to put evidence on record.
    function messageAttest(bytes32 id, uint8 kind, bytes32 hash) public view returns (bytes memory) {
        Device storage d = known(id);
        return abi.encode(ATTEST, block.chainid, address(this), _ownerOf(uint256(id)), id, kind, hash, d.nonce);
    }

    /// @notice SHA-256 of {messageAttest}: what the signature is checked against.
    function digestAttest(bytes32 id, uint8 kind, bytes32 hash) public view returns (bytes32) {
        return sha256(messageAttest(id, kind, hash));
    }

    /// @dev Every change of owner comes through here. A revoked device stays with its last owner.
    function _update(address to, uint256 token, address auth) internal override returns (address from) {
        bytes32 id = bytes32(token);
        from = super._update(to, token, auth);
        Device storage d = devices[id];
        if (!d.active) revert NotActive(id);
        if (from != address(0)) {
            d.tenure += 1;
            emit DeviceTransferred(id, from, to);
        }
        restamp(id);
    }

    function given(bytes32 id, Device storage d, uint8 kind, bytes32 hash) private {
        (d.attestationKind, d.attestationHash) = (kind, hash);
        restamp(id);
        emit Attested(id, kind, hash);
    }

    function restamp(bytes32 id) private {
        stamp(fieldsOf(id, devices[id]));
    }

    function fieldsOf(bytes32 id, Device storage d) private view returns (Passport memory) {
        return Passport(
            id,
            _ownerOf(uint256(id)),
            d.keyX,
            d.keyY,
            d.registeredAt,
            d.active,
            d.attestationKind,
            d.attestationHash
        );
    }

    function known(bytes32 id) private view returns (Device storage d) {
        d = devices[id];
        if (d.nonce == 0) revert UnknownDevice(id);
    }

    /// @dev The device, if it is in service and the sender owns it.
    function owned(bytes32 id) private view returns (Device storage d) {
        d = known(id);
        if (_ownerOf(uint256(id)) != msg.sender) revert NotOwner(id, msg.sender);
        if (!d.active) revert NotActive(id);
    }

    /// @dev The precompile answers nothing for a bad signature, a point off the curve, and on a chain that lacks it.
    function mustBeSigned(bytes32 digest, bytes32 x, bytes32 y, Signature memory signature)
        private
        view
    {
        (bool ran, bytes memory answer) =
            P256VERIFY.staticcall(abi.encode(digest, signature.r, signature.s, x, y));
        if (!ran || answer.length != 32 || uint256(bytes32(answer)) != 1) revert BadSignature(digest);
    }
}
