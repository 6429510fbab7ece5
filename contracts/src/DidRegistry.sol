// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {DeviceRegistry} from "./DeviceRegistry.sol";

/// @title What DID documents say beyond what is known anyway
/// @notice Every account and every registered device has a DID (docs/spec/did.md). Here its controller adds keys and services
/// to the document, lets other accounts act for it for a while, hands it over, or closes it. The controller calls, or signs
/// what anyone then carries here: action, document, nonce, chain, contract and expiry are all in the signature.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001009: no constructor, no administrator, no upgrade.
/// A subject is an account's address or a device's id, as a word. Whoever controls it next finds nothing of what the last
/// one wrote: records are kept by tenure.
contract DidRegistry {
    /// @dev `kind` 1 is Ed25519 (32 bytes), 2 P-256 (x, y), 3 P-384 (x, y), 4 an account (20 bytes), 5 X25519 (32 bytes).
    /// `purposes` is a set of bits: 1 authentication, 2 assertion, 4 key agreement, 8 invocation, 16 delegation.
    struct Key {
        uint8 kind;
        uint8 purposes;
        uint64 validUntil;
        bytes material;
    }

    struct Service {
        string name;
        string kind;
        string endpoint;
    }

    struct Record {
        Key[] keys;
        Service[] services;
    }

    /// @dev `handedTo` is zero while an account controls itself; for devices it is not used.
    struct Head {
        address handedTo;
        uint64 updatedAt;
        bool deactivated;
        uint64 tenure;
        uint64 nonce;
        uint64 version;
    }

    event KeySet(bytes32 indexed subject, uint8 kind, uint8 purposes, uint64 validUntil, bytes material);
    event KeyRemoved(bytes32 indexed subject, uint8 kind, bytes material);
    event ServiceSet(bytes32 indexed subject, string name, string kind, string endpoint);
    event ServiceRemoved(bytes32 indexed subject, string name);
    event ControllerChanged(bytes32 indexed subject, address indexed from, address indexed to);
    event Deactivated(bytes32 indexed subject);
    /// @notice A signed authorisation was used, or struck before it was.
    event NonceUsed(bytes32 indexed subject, uint64 nonce);

    error NotController(bytes32 subject, address sender);
    error UnknownSubject(bytes32 subject);
    error IsDeactivated(bytes32 subject);
    /// @notice Devices change hands and end in the device registry.
    error IsDevice(bytes32 subject);
    error ZeroController();
    error BadKey(uint8 kind, uint8 purposes, uint256 length);
    error BadService();
    error NoSuchKey(bytes32 subject);
    error NoSuchService(bytes32 subject);
    error TooMany(uint256 most);
    error Expired(uint256 expires);
    error BadSignature(bytes32 digest);
    /// @notice The call that was authorised speaks of another subject.
    error WrongSubject(bytes32 subject);

    DeviceRegistry public constant REGISTRY = DeviceRegistry(0x0000000000000000000000000000000000001001);

    uint256 public constant MAX_KEYS = 16;
    uint256 public constant MAX_SERVICES = 8;
    uint256 public constant MAX_NAME_LENGTH = 32;
    uint256 public constant MAX_KIND_LENGTH = 64;
    uint256 public constant MAX_ENDPOINT_LENGTH = 256;

    uint8 private constant ACCOUNT = 4;
    uint8 private constant AGREEMENT_KEY = 5;
    uint8 private constant AGREEMENT = 4;
    uint8 private constant ALL_PURPOSES = 31;

    bytes32 private constant DOMAIN_TYPE =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant AUTHORISATION_TYPE = keccak256(
        "Authorisation(bytes32 subject,bytes4 action,bytes32 document,uint256 nonce,uint256 expires)"
    );

    mapping(bytes32 subject => Head) private heads;
    mapping(bytes32 subject => mapping(uint64 tenure => Record)) private records;

    /// @dev The subject that the authorisation now at work is about.
    bytes32 private transient authorised;

    /// @dev Only the subject's controller goes on, by its own call or by its signature.
    modifier controlled(bytes32 subject) {
        if (msg.sender == address(this)) {
            if (authorised != subject) revert WrongSubject(subject);
        } else if (msg.sender != controllerOf(subject)) {
            revert NotController(subject, msg.sender);
        }
        if (heads[subject].deactivated) revert IsDeactivated(subject);
        heads[subject].version += 1;
        heads[subject].updatedAt = uint64(block.timestamp);
        _;
    }

    /// @notice Adds a key, or changes what a key is for and until when. An account as key is a delegate.
    /// @param validUntil seconds since 1970, exclusive; 0 for as long as it stands here
    function setKey(bytes32 subject, uint8 kind, uint8 purposes, uint64 validUntil, bytes calldata material)
        external
        controlled(subject)
    {
        mustBeKey(kind, purposes, material);
        Key[] storage keys = recordOf(subject).keys;
        uint256 index = indexOf(keys, kind, material);
        if (index == keys.length) {
            if (index == MAX_KEYS) revert TooMany(MAX_KEYS);
            keys.push(Key(kind, purposes, validUntil, material));
        } else {
            (keys[index].purposes, keys[index].validUntil) = (purposes, validUntil);
        }
        emit KeySet(subject, kind, purposes, validUntil, material);
    }

    function removeKey(bytes32 subject, uint8 kind, bytes calldata material) external controlled(subject) {
        Key[] storage keys = recordOf(subject).keys;
        uint256 index = indexOf(keys, kind, material);
        if (index == keys.length) revert NoSuchKey(subject);
        keys[index] = keys[keys.length - 1];
        keys.pop();
        emit KeyRemoved(subject, kind, material);
    }

    /// @notice Adds a service, or replaces the one of that name. Names are 1 to 32 of A-Z a-z 0-9 - . _ and stand in URLs.
    function setService(bytes32 subject, string calldata label, string calldata kind, string calldata endpoint)
        external
        controlled(subject)
    {
        if (
            !isName(bytes(label)) || bytes(kind).length == 0 || bytes(kind).length > MAX_KIND_LENGTH
                || bytes(endpoint).length == 0 || bytes(endpoint).length > MAX_ENDPOINT_LENGTH
        ) revert BadService();
        Service[] storage services = recordOf(subject).services;
        uint256 index = indexOf(services, label);
        if (index == services.length) {
            if (index == MAX_SERVICES) revert TooMany(MAX_SERVICES);
            services.push(Service(label, kind, endpoint));
        } else {
            (services[index].kind, services[index].endpoint) = (kind, endpoint);
        }
        emit ServiceSet(subject, label, kind, endpoint);
    }

    function removeService(bytes32 subject, string calldata label) external controlled(subject) {
        Service[] storage services = recordOf(subject).services;
        uint256 index = indexOf(services, label);
        if (index == services.length) revert NoSuchService(subject);
        services[index] = services[services.length - 1];
        services.pop();
        emit ServiceRemoved(subject, label);
    }

    /// @notice Hands an account's DID to another account, with no keys and services in it.
    function changeController(bytes32 subject, address to) external controlled(subject) {
        mustBeAccount(subject);
        if (to == address(0)) revert ZeroController();
        address from = controllerOf(subject);
        heads[subject].handedTo = to;
        heads[subject].tenure += 1;
        emit ControllerChanged(subject, from, to);
    }

    /// @notice Closes an account's DID for good.
    function deactivate(bytes32 subject) external controlled(subject) {
        mustBeAccount(subject);
        heads[subject].deactivated = true;
        heads[subject].tenure += 1;
        emit Deactivated(subject);
    }

    /// @notice Uses the next nonce up, so that an authorisation that names it can no longer be carried here.
    function strike(bytes32 subject) external controlled(subject) {
        emit NonceUsed(subject, heads[subject].nonce++);
    }

    /// @notice Carries out what the subject's controller signed. Anyone may send it.
    /// @param call one of the calls above, with its arguments
    /// @param expires seconds since 1970, the last in which it may be carried out
    /// @param signature of {digest}: ECDSA by an account, or what a contract accepts (ERC-1271)
    function submit(bytes32 subject, bytes calldata call, uint256 expires, bytes calldata signature) external {
        if (block.timestamp > expires) revert Expired(expires);
        bytes32 signed = digest(subject, call, expires);
        emit NonceUsed(subject, heads[subject].nonce++);
        if (!SignatureChecker.isValidSignatureNowCalldata(controllerOf(subject), signed, signature)) {
            revert BadSignature(signed);
        }
        authorised = subject;
        (bool done, bytes memory answer) = address(this).call(call);
        authorised = 0;
        if (!done) {
            // The call's own error is the sender's.
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    /// @notice What a controller signs (EIP-712) to have a call carried here, with the subject's present nonce.
    function digest(bytes32 subject, bytes calldata call, uint256 expires) public view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPE, keccak256("Banyan DID Registry"), keccak256("1"), block.chainid, address(this))
        );
        bytes32 authorisation = keccak256(
            abi.encode(AUTHORISATION_TYPE, subject, bytes4(call), keccak256(call), heads[subject].nonce, expires)
        );
        return keccak256(abi.encodePacked(hex"1901", domain, authorisation));
    }

    /// @notice Who may change a subject's document: a device's owner; whom an account was handed to, or itself.
    function controllerOf(bytes32 subject) public view returns (address) {
        if (!isAccount(subject)) {
            (address owner,,,,) = REGISTRY.standing(subject, address(0));
            if (owner == address(0)) revert UnknownSubject(subject);
            return owner;
        }
        address handedTo = heads[subject].handedTo;
        return handedTo == address(0) ? address(uint160(uint256(subject))) : handedTo;
    }

    /// @notice How many authorisations of a subject were used; the next one must name this number.
    function nonce(bytes32 subject) external view returns (uint64) {
        return heads[subject].nonce;
    }

    /// @notice Whether a key or a delegate speaks for a subject now, for all of the purposes. For contracts.
    function speaksFor(bytes32 subject, uint8 kind, uint8 purposes, bytes calldata material)
        external
        view
        returns (bool)
    {
        if (!inService(subject)) return false;
        Key[] storage keys = recordOf(subject).keys;
        uint256 index = indexOf(keys, kind, material);
        return index < keys.length && keys[index].purposes & purposes == purposes
            && (keys[index].validUntil == 0 || block.timestamp < keys[index].validUntil);
    }

    /// @notice All that stands here of a subject; for an unknown one, as of an account that changed nothing.
    /// @return controller as {controllerOf}
    /// @return deactivated whether it is closed; a device that was revoked is, too
    /// @return version how many changes were made here
    /// @return updatedAt when the last was, in seconds since 1970; 0 if none was
    /// @return publicKeys hostile bytes of the lengths of their kinds; those past their time are among them
    /// @return services hostile text
    function document(bytes32 subject)
        external
        view
        returns (
            address controller,
            bool deactivated,
            uint64 version,
            uint64 updatedAt,
            Key[] memory publicKeys,
            Service[] memory services
        )
    {
        Head storage head = heads[subject];
        Record storage record = recordOf(subject);
        return (
            controllerOf(subject), !inService(subject), head.version, head.updatedAt, record.keys, record.services
        );
    }

    function inService(bytes32 subject) private view returns (bool) {
        return isAccount(subject) ? !heads[subject].deactivated : REGISTRY.isActive(subject);
    }

    /// @dev An id that is a hash has zeros in front with a chance of one in 2^96: it is an account, then.
    function isAccount(bytes32 subject) private pure returns (bool) {
        return uint256(subject) >> 160 == 0;
    }

    function mustBeAccount(bytes32 subject) private pure {
        if (!isAccount(subject)) revert IsDevice(subject);
    }

    function recordOf(bytes32 subject) private view returns (Record storage) {
        uint64 tenure = isAccount(subject) ? heads[subject].tenure : REGISTRY.tenure(subject);
        return records[subject][tenure];
    }

    function mustBeKey(uint8 kind, uint8 purposes, bytes calldata material) private pure {
        uint256 length = material.length;
        bool fits = kind == 1 || kind == AGREEMENT_KEY
            ? length == 32
            : kind == 2 ? length == 64 : kind == 3 ? length == 96 : kind == ACCOUNT && length == 20;
        // A key that agrees on secrets does not sign, and one that signs does nothing else.
        bool may = kind == AGREEMENT_KEY ? purposes == AGREEMENT : purposes & AGREEMENT == 0;
        if (!fits || !may || purposes == 0 || purposes > ALL_PURPOSES) revert BadKey(kind, purposes, length);
    }

    function isName(bytes calldata text) private pure returns (bool) {
        if (text.length == 0 || text.length > MAX_NAME_LENGTH) return false;
        for (uint256 i = 0; i < text.length; i++) {
            bytes1 c = text[i];
            bool letter = (c >= "a" && c <= "z") || (c >= "A" && c <= "Z") || (c >= "0" && c <= "9");
            if (!letter && c != "-" && c != "." && c != "_") return false;
        }
        return true;
    }

    function indexOf(Key[] storage keys, uint8 kind, bytes calldata material) private view returns (uint256 index) {
        bytes32 sought = keccak256(material);
        while (index < keys.length && (keys[index].kind != kind || keccak256(keys[index].material) != sought)) index++;
    }

    function indexOf(Service[] storage services, string calldata label) private view returns (uint256 index) {
        bytes32 sought = keccak256(bytes(label));
        while (index < services.length && keccak256(bytes(services[index].name)) != sought) index++;
    }
}
