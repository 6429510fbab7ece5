// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DELEGATES, ELECTION} from "./System.sol";

/// @title Where the candidates vouch for the chain once a day
/// @notice Everybody who may be drawn, not just who was, signs the block that every {EVERY}th epoch starts from. With a
/// quorum of all candidates of the checkpoint before, a light client follows days instead of epochs, and old committee
/// keys alone forge nothing (docs/spec/light-client.md).
/// @dev Stands in genesis at 0x000000000000000000000000000000000000100a. Signatures are kept, not checked: readers do, and
/// a false one counts for nobody. So signing costs storage, and no pairing.
contract Checkpoints {
    event Signed(uint256 indexed epoch, uint32 indexed identity);

    error NoCheckpoint(uint256 epoch);
    /// @notice The epoch has not begun, or is {WINDOW} epochs over.
    error NotNow(uint256 epoch, uint256 current);
    error NotOperator(uint32 identity, address operator);
    error BadLength(uint256 length);

    /// @notice A day, where an epoch is an hour.
    uint256 public constant EVERY = 24;
    /// @notice For so many epochs a checkpoint may be signed: as long as {Election} keeps its candidates.
    uint256 public constant WINDOW = 7;
    uint256 private constant SIGNATURE_BYTES = 96;

    mapping(uint256 epoch => uint32[]) private drawnFrom;
    mapping(uint256 epoch => mapping(uint32 identity => bytes32[3])) private signatures;

    /// @notice Keeps a signature; a later one of the same identity takes its place.
    /// @param identity number of the operator and keys that sign, be they replaced since
    /// @param signature compressed point of G2, 96 bytes, of the statement in docs/spec/light-client.md
    function sign(uint64 epoch, uint32 identity, bytes calldata signature) external {
        if (epoch == 0 || epoch % EVERY != 0) revert NoCheckpoint(epoch);
        uint256 current = ELECTION.epoch();
        if (epoch > current || current - epoch >= WINDOW) revert NotNow(epoch, current);
        if (signature.length != SIGNATURE_BYTES) revert BadLength(signature.length);
        address operator = DELEGATES.operatorOf(identity);
        if (operator != msg.sender) revert NotOperator(identity, operator);
        if (drawnFrom[epoch].length == 0) fix(epoch);
        bytes32[3] storage kept = signatures[epoch][identity];
        (kept[0], kept[1], kept[2]) = (bytes32(signature), bytes32(signature[32:]), bytes32(signature[64:]));
        emit Signed(epoch, identity);
    }

    /// @notice The identities that the committee of an epoch was drawn from, in order; empty if nobody signed it.
    function candidates(uint256 epoch) external view returns (uint32[] memory) {
        return drawnFrom[epoch];
    }

    /// @notice What these identities signed of an epoch; 96 zeros for nothing.
    function signaturesOf(uint256 epoch, uint32[] calldata identities) external view returns (bytes[] memory list) {
        list = new bytes[](identities.length);
        for (uint256 i = 0; i < list.length; i++) {
            bytes32[3] storage kept = signatures[epoch][identities[i]];
            list[i] = bytes.concat(kept[0], kept[1], kept[2]);
        }
    }

    /// @dev {Election} forgets its candidates; who follows a year later must still know them.
    function fix(uint256 epoch) private {
        uint32[] memory identities = ELECTION.identities(epoch);
        if (identities.length == 0) revert NoCheckpoint(epoch);
        drawnFrom[epoch] = identities;
    }
}
