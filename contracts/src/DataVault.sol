// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DeviceRegistry} from "./DeviceRegistry.sol";
import {GatewayLog} from "./GatewayLog.sol";

/// @title Whose data it is, and who was granted what
/// @notice A device's records lie sealed wherever its owner wants. Here stands what makes such a place harmless: the root
/// of the list of sealed segments, which only grows, and the grants, each with the hash of the envelope that brings the keys
/// to the grantee. No data and no key ever comes here (docs/spec/vault.md).
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001012: no constructor, no administrator, no upgrade.
/// A stream is what a device records while one account owns it: state is kept by the registry's tenure, so that a new
/// owner begins anew. A revoked device's data still belongs to its last owner.
contract DataVault {
    /// @dev `epoch` is that of the keys; a revocation begins the next.
    struct Stream {
        bytes32 root;
        uint64 size;
        uint64 epoch;
        uint64 blockNumber;
    }

    /// @notice Who may read what. A grantee is a DID's subject: an account as a word, or a device's id.
    /// @dev `from` and `until` are seconds since 1970, `until` exclusive; `epoch` is that of the newest keys in the
    /// envelope; `envelope` is the SHA-256 of its bytes.
    struct Grant {
        bytes32 grantee;
        bytes32 envelope;
        uint64 from;
        uint64 until;
        uint64 epoch;
        bool revoked;
    }

    /// @notice What is known of a stream: whose it is, how often its device changed hands, the root of the list of segments
    /// and its leaves, the epoch of the keys, when the last commit was, and how many grants were made.
    struct Head {
        address owner;
        uint64 tenure;
        bytes32 root;
        uint64 size;
        uint64 epoch;
        uint64 blockNumber;
        uint256 grantCount;
    }

    /// @notice The list of a stream's segments has grown.
    /// @param root Merkle root (RFC 9162, SHA-256) over the list's head and entries
    /// @param size number of leaves: the head's one and the entries
    event Committed(bytes32 indexed stream, uint64 indexed tenure, bytes32 root, uint64 size, uint64 epoch);
    event Granted(
        bytes32 indexed stream,
        bytes32 indexed grantee,
        uint64 indexed tenure,
        uint256 index,
        uint64 from,
        uint64 until,
        bytes32 envelope
    );
    /// @notice A grant has another envelope, with the keys of this epoch.
    event Renewed(bytes32 indexed stream, bytes32 indexed grantee, uint256 index, uint64 epoch, bytes32 envelope);
    /// @notice A grant is over; from now on segments are sealed under keys of this epoch.
    event Revoked(bytes32 indexed stream, bytes32 indexed grantee, uint256 index, uint64 epoch);

    error NotOwner(bytes32 stream, address sender);
    /// @notice The list must be above `committed` leaves.
    error NotGrown(bytes32 stream, uint64 committed, uint64 size);
    /// @notice The proof does not lead from the committed root to this one.
    error NotConsistent(bytes32 stream, uint64 committed, uint64 size);
    /// @notice What was sealed or granted under keys of another epoch than the present one is not taken.
    error WrongEpoch(bytes32 stream, uint64 present, uint64 epoch);
    error EmptyRange(uint64 from, uint64 until);
    error ZeroGrantee();
    error ZeroEnvelope();
    error NoSuchGrant(bytes32 stream, uint256 index);
    error AlreadyRevoked(bytes32 stream, uint256 index);

    /// @notice The registry this contract believes.
    DeviceRegistry public constant REGISTRY = DeviceRegistry(0x0000000000000000000000000000000000001001);

    /// @notice What checks that a list extends the one before.
    GatewayLog public constant LOGS = GatewayLog(0x0000000000000000000000000000000000001011);

    /// @notice So many grants are told at once, at most.
    uint256 public constant MAX_PAGE = 64;

    mapping(bytes32 stream => mapping(uint64 tenure => Stream)) private streams;
    mapping(bytes32 stream => mapping(uint64 tenure => Grant[])) private grants;

    /// @notice Puts the root of a longer list on record. For the owner of the device.
    /// @param epoch under whose keys the new segments are sealed: the present one
    /// @param proof the consistency proof of RFC 9162, section 2.1.4, from the committed size; empty for the first
    function commit(bytes32 stream, bytes32 root, uint64 size, uint64 epoch, bytes32[] calldata proof) external {
        uint64 tenure = owned(stream);
        Stream storage s = streams[stream][tenure];
        uint64 committed = s.size;
        if (epoch != s.epoch) revert WrongEpoch(stream, s.epoch, epoch);
        if (size <= committed) revert NotGrown(stream, committed, size);
        if (!LOGS.isConsistent(committed, s.root, size, root, proof)) {
            revert NotConsistent(stream, committed, size);
        }
        (s.root, s.size, s.blockNumber) = (root, size, uint64(block.number));
        emit Committed(stream, tenure, root, size, epoch);
    }

    /// @notice Grants a range to a DID. For the owner of the device.
    /// @return index the grant's number among the stream's
    function grant(
        bytes32 stream,
        bytes32 grantee,
        uint64 from,
        uint64 until,
        uint64 epoch,
        bytes32 envelope
    ) external returns (uint256 index) {
        uint64 tenure = owned(stream);
        if (grantee == 0) revert ZeroGrantee();
        if (from >= until) revert EmptyRange(from, until);
        mustBeNow(stream, tenure, epoch, envelope);
        index = grants[stream][tenure].length;
        grants[stream][tenure].push(Grant(grantee, envelope, from, until, epoch, false));
        emit Granted(stream, grantee, tenure, index, from, until, envelope);
    }

    /// @notice Gives a grant another envelope: with keys of the present epoch, or without keys that were forgotten.
    function renew(bytes32 stream, uint256 index, uint64 epoch, bytes32 envelope) external {
        uint64 tenure = owned(stream);
        Grant storage g = standing(stream, tenure, index);
        mustBeNow(stream, tenure, epoch, envelope);
        (g.epoch, g.envelope) = (epoch, envelope);
        emit Renewed(stream, g.grantee, index, epoch, envelope);
    }

    /// @notice Ends a grant, and begins the next epoch of keys. What the grantee has, it keeps.
    function revoke(bytes32 stream, uint256 index) external {
        uint64 tenure = owned(stream);
        Grant storage g = standing(stream, tenure, index);
        g.revoked = true;
        uint64 epoch = ++streams[stream][tenure].epoch;
        emit Revoked(stream, g.grantee, index, epoch);
    }

    /// @notice What stands here of a stream now. Of an unknown device all is zero.
    function head(bytes32 stream) external view returns (Head memory h) {
        (h.owner,,,,) = REGISTRY.standing(stream, address(0));
        h.tenure = REGISTRY.tenure(stream);
        Stream storage s = streams[stream][h.tenure];
        (h.root, h.size, h.epoch, h.blockNumber) = (s.root, s.size, s.epoch, s.blockNumber);
        h.grantCount = grants[stream][h.tenure].length;
    }

    /// @notice The present owner's grants by number, from `start`, at most {MAX_PAGE}.
    function grantsOf(bytes32 stream, uint256 start, uint256 count) external view returns (Grant[] memory page) {
        Grant[] storage all = grants[stream][REGISTRY.tenure(stream)];
        uint256 length = all.length;
        if (start >= length) return page;
        if (count > MAX_PAGE) count = MAX_PAGE;
        if (count > length - start) count = length - start;
        page = new Grant[](count);
        for (uint256 i = 0; i < count; i++) page[i] = all[start + i];
    }

    /// @dev The present tenure, if the sender owns the device.
    function owned(bytes32 stream) private view returns (uint64) {
        (address owner,,,,) = REGISTRY.standing(stream, address(0));
        if (owner != msg.sender) revert NotOwner(stream, msg.sender);
        return REGISTRY.tenure(stream);
    }

    function standing(bytes32 stream, uint64 tenure, uint256 index) private view returns (Grant storage g) {
        Grant[] storage all = grants[stream][tenure];
        if (index >= all.length) revert NoSuchGrant(stream, index);
        g = all[index];
        if (g.revoked) revert AlreadyRevoked(stream, index);
    }

    function mustBeNow(bytes32 stream, uint64 tenure, uint64 epoch, bytes32 envelope) private view {
        uint64 present = streams[stream][tenure].epoch;
        if (epoch != present) revert WrongEpoch(stream, present, epoch);
        if (envelope == 0) revert ZeroEnvelope();
    }
}
