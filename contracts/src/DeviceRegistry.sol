// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The registry of trusted devices
/// @notice Says which P-256 key speaks for a device, and which account owns it. A device enters only with its own
/// signature, and what it signs names the action, the chain, this contract, the owner, the key, the name and a nonce:
/// a signature fits one use and cannot be carried to another owner, chain or moment.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001001: no constructor, no administrator, no upgrade.
/// Devices need nothing but SHA-256 and ES256: every signed message is 256 bytes at fixed offsets (see README.md).
contract DeviceRegistry {
    /// @notice An ECDSA signature over SHA-256, as two big-endian numbers.
    struct Signature {
        bytes32 r;
        bytes32 s;
    }

    /// @dev One slot for what every anchor reads first, then the key. `tenure` counts owners, so that the operators
    /// whom one owner named never act for the next.
    struct Device {
        address owner;
        uint64 registeredAt;
        bool active;
        bytes32 keyX;
        bytes32 keyY;
        uint64 nonce;
        uint64 tenure;
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

    error UnknownDevice(bytes32 id);
    error NotActive(bytes32 id);
    error NotOwner(bytes32 id, address sender);
    /// @notice The key speaks, or once spoke, for this device; a key belongs to one device for ever.
    error KeyTaken(bytes32 id);
    error BadSignature(bytes32 digest);
    error NameTooLong(uint256 length);
    error ZeroOwner();
    error NoSuchIndex(uint256 index, uint256 count);

    /// @notice The longest name, in bytes. Names are whatever the owner chose: a reader must treat them as hostile text.
    uint256 public constant MAX_NAME_LENGTH = 64;

    /// @dev The first word of a signed message, in ASCII so that a microcontroller can hold it as a literal.
    bytes32 private constant REGISTER = "banyan.device.register.v1";
    bytes32 private constant ROTATE = "banyan.device.rotate.v1";

    /// @dev The P-256 precompile of EIP-7951: hash, r, s, x, y in; the word 1 out, or nothing.
    address private constant P256VERIFY = address(0x100);

    mapping(bytes32 id => Device) private devices;
    mapping(bytes32 keyHash => bytes32 id) private holders;
    mapping(bytes32 id => mapping(uint64 tenure => mapping(address operator => bool))) private operators;
    bytes32[] private ids;

    /// @notice Registers a device to `owner`. Anyone may send this and pay for it: the signature fixes the outcome.
    /// @param keyX the device's P-256 public key, x
    /// @param keyY the device's P-256 public key, y
    /// @param name at most 64 bytes, for people
    /// @param r the device's signature of {digestRegister}
    /// @param s the device's signature of {digestRegister}
    /// @return id the device's name on the chain from now on
    function register(
        address owner,
        bytes32 keyX,
        bytes32 keyY,
        string calldata name,
        bytes32 r,
        bytes32 s
    ) external returns (bytes32 id) {
        if (owner == address(0)) revert ZeroOwner();
        if (bytes(name).length > MAX_NAME_LENGTH) revert NameTooLong(bytes(name).length);
        id = idOf(keyX, keyY);
        if (holders[id] != 0) revert KeyTaken(holders[id]);
        mustBeSigned(digestRegister(owner, keyX, keyY, name), keyX, keyY, Signature(r, s));

        holders[id] = id;
        ids.push(id);
        devices[id] = Device(owner, uint64(block.timestamp), true, keyX, keyY, 1, 0, name);
        emit DeviceRegistered(id, owner, keyX, keyY, name);
    }

    /// @notice Takes a device out of service for good: it can anchor nothing more. Its past stays provable.
    function revoke(bytes32 id) external {
        Device storage d = owned(id);
        d.active = false;
        emit DeviceRevoked(id, msg.sender);
    }

    /// @notice Gives a device to another account. Operators named so far lose their right.
    function transfer(bytes32 id, address newOwner) external {
        if (newOwner == address(0)) revert ZeroOwner();
        Device storage d = owned(id);
        d.owner = newOwner;
        d.tenure += 1;
        emit DeviceTransferred(id, msg.sender, newOwner);
    }

    /// @notice Lets an account anchor readings for a device, or no longer.
    function setOperator(bytes32 id, address operator, bool allowed) external {
        Device storage d = owned(id);
        operators[id][d.tenure][operator] = allowed;
        emit OperatorSet(id, operator, allowed);
    }

    /// @notice Replaces a device's key. The owner sends it, and both keys sign {digestRotate}: a stolen key alone cannot
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
        emit KeyRotated(id, newKeyX, newKeyY);
    }

    /// @notice Everything about a device. Reverts with {UnknownDevice} if there is none.
    /// @return owner the account it belongs to
    /// @return keyX its present key, x
    /// @return keyY its present key, y
    /// @return active false once revoked
    /// @return registeredAt seconds since 1970
    /// @return name for people; hostile text
    function device(bytes32 id)
        external
        view
        returns (
            address owner,
            bytes32 keyX,
            bytes32 keyY,
            bool active,
            uint64 registeredAt,
            string memory name
        )
    {
        Device storage d = known(id);
        return (d.owner, d.keyX, d.keyY, d.active, d.registeredAt, d.name);
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
        (owner, active) = (d.owner, d.active);
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
    function messageRegister(address owner, bytes32 keyX, bytes32 keyY, string calldata name)
        public
        view
        returns (bytes memory)
    {
        uint64 unused = devices[idOf(keyX, keyY)].nonce;
        return abi.encode(
            REGISTER, block.chainid, address(this), owner, keyX, keyY, sha256(bytes(name)), unused
        );
    }

    /// @notice SHA-256 of {messageRegister}: what the signature is checked against.
    function digestRegister(address owner, bytes32 keyX, bytes32 keyY, string calldata name)
        public
        view
        returns (bytes32)
    {
        return sha256(messageRegister(owner, keyX, keyY, name));
    }

    /// @notice The 256 bytes that both keys sign (ES256) to replace a device's key.
    function messageRotate(bytes32 id, bytes32 newKeyX, bytes32 newKeyY)
        public
        view
        returns (bytes memory)
    {
        Device storage d = known(id);
        return abi.encode(
            ROTATE, block.chainid, address(this), d.owner, id, newKeyX, newKeyY, d.nonce
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

    function known(bytes32 id) private view returns (Device storage d) {
        d = devices[id];
        if (d.owner == address(0)) revert UnknownDevice(id);
    }

    /// @dev The device, if it is in service and the sender owns it.
    function owned(bytes32 id) private view returns (Device storage d) {
        d = known(id);
        if (d.owner != msg.sender) revert NotOwner(id, msg.sender);
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
