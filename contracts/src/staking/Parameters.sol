// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Parameter} from "./Parameter.sol";

/// @title The governed values of Roll-DPoS
/// @notice Each value has a default, and a range that nothing can leave. The governor proposes, everyone can see what is
/// coming, and after the delay anyone enacts. Without a governor the values stand for ever.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001006. Genesis may set the governor (slot 64) and values
/// (slot = number, value plus one).
contract Parameters {
    /// @notice A change that waits.
    struct Change {
        uint256 value;
        uint64 enactableAt;
    }

    event ChangeProposed(uint256 indexed parameter, uint256 value, uint256 enactableAt);
    event ChangeCancelled(uint256 indexed parameter, uint256 value);
    event ValueChanged(uint256 indexed parameter, uint256 before, uint256 value);
    event GovernorProposed(address indexed governor, uint256 acceptableAt);
    event GovernorChanged(address indexed before, address indexed governor);

    error NotGovernor(address sender);
    error UnknownParameter(uint256 parameter);
    error OutOfRange(uint256 parameter, uint256 value, uint256 least, uint256 most);
    error NothingProposed(uint256 parameter);
    error TooEarly(uint256 enactableAt);

    /// @dev By number: the value plus one; zero is the default. Room for those to come, so that the slots stay.
    uint256[64] private stored;
    /// @notice Who proposes; zero if nobody does.
    address public governor;
    /// @notice Who becomes governor by accepting.
    address public nextGovernor;
    /// @notice Since when {acceptGovernor} works, in seconds since 1970.
    uint256 public governorAcceptableAt;
    mapping(uint256 parameter => Change) private changes;

    modifier onlyGovernor() {
        if (msg.sender != governor) revert NotGovernor(msg.sender);
        _;
    }

    /// @notice Announces a new value. An earlier announcement for the same parameter is replaced, and the delay starts anew.
    function propose(uint256 parameter, uint256 newValue) external onlyGovernor {
        (, uint256 least, uint256 most) = range(parameter);
        if (newValue < least || newValue > most) revert OutOfRange(parameter, newValue, least, most);
        uint256 enactableAt = block.timestamp + value(Parameter.GOVERNANCE_DELAY);
        changes[parameter] = Change(newValue, uint64(enactableAt));
        emit ChangeProposed(parameter, newValue, enactableAt);
    }

    /// @notice Takes an announcement back.
    function cancel(uint256 parameter) external onlyGovernor {
        emit ChangeCancelled(parameter, waiting(parameter).value);
        delete changes[parameter];
    }

    /// @notice Puts an announced value into force once its delay is over. Anyone may.
    function enact(uint256 parameter) external {
        Change storage change = waiting(parameter);
        if (block.timestamp < change.enactableAt) revert TooEarly(change.enactableAt);
        emit ValueChanged(parameter, value(parameter), change.value);
        stored[parameter] = change.value + 1;
        delete changes[parameter];
    }

    /// @notice Announces another governor; zero takes an announcement back.
    function proposeGovernor(address to) external onlyGovernor {
        nextGovernor = to;
        governorAcceptableAt = block.timestamp + value(Parameter.GOVERNANCE_DELAY);
        emit GovernorProposed(to, governorAcceptableAt);
    }

    /// @notice Takes the office over, once the delay is over.
    function acceptGovernor() external {
        if (msg.sender != nextGovernor) revert NotGovernor(msg.sender);
        if (block.timestamp < governorAcceptableAt) revert TooEarly(governorAcceptableAt);
        emit GovernorChanged(governor, msg.sender);
        governor = msg.sender;
        delete nextGovernor;
    }

    /// @notice The value in force.
    function value(uint256 parameter) public view returns (uint256 v) {
        if (parameter >= Parameter.COUNT) revert UnknownParameter(parameter);
        v = stored[parameter];
        if (v != 0) return v - 1;
        (v,,) = range(parameter);
    }

    /// @notice All values in force, by number.
    function values() external view returns (uint256[] memory all) {
        all = new uint256[](Parameter.COUNT);
        for (uint256 i = 0; i < all.length; i++) all[i] = value(i);
    }

    /// @notice What is announced for a parameter; `enactableAt` is 0 if nothing is.
    function proposed(uint256 parameter) external view returns (uint256 newValue, uint256 enactableAt) {
        Change storage change = changes[parameter];
        return (change.value, change.enactableAt);
    }

    /// @notice What a parameter is when nothing was enacted, and what it may become. Coins in wei, times in seconds, shares
    /// in basis points, scales in millionths.
    function range(uint256 p) public pure returns (uint256 byDefault, uint256 least, uint256 most) {
        if (p == Parameter.GOVERNANCE_DELAY) return (2 days, 1 days, 30 days);
        if (p == Parameter.MIN_STAKE) return (100 ether, 1 ether, 1e6 ether);
        if (p == Parameter.MAX_DURATION_DAYS) return (1050, 91, 3650);
        if (p == Parameter.WITHDRAWAL_WAIT) return (3 days, 1 hours, 60 days);
        if (p == Parameter.REGISTRATION_FEE) return (100 ether, 1 ether, 1e6 ether);
        if (p == Parameter.MIN_PLEDGE) return (1_200_000 ether, 100 ether, 1e8 ether);
        if (p == Parameter.UNBONDING) return (14 days, 1 days, 90 days);
        if (p == Parameter.ENDORSEMENT_DELAY) return (3 days, 1 hours, 30 days);
        if (p == Parameter.MAX_COMMISSION) return (2000, 0, 5000);
        if (p == Parameter.COMMISSION_DELAY) return (7 days, 1 hours, 60 days);
        if (p == Parameter.EXITS_PER_EPOCH) return (2, 1, 24);
        if (p == Parameter.CANDIDATES) return (36, 4, 36);
        if (p == Parameter.MIN_VOTES) return (2e6 ether, 0, 1e9 ether);
        if (p == Parameter.MIN_PRODUCTIVITY) return (8500, 0, 10_000);
        if (p == Parameter.PROBATION_EPOCHS) return (6, 1, 48);
        if (p == Parameter.PROBATION_SCALE) return (100_000, 0, 1_000_000);
        if (p == Parameter.REVEAL_WEIGHT) return (10, 0, 1000);
        if (p == Parameter.SLASHED_SHARE) return (5000, 100, 10_000);
        if (p == Parameter.REPORTER_SHARE) return (1000, 0, 5000);
        if (p == Parameter.BLOCK_REWARD) return (3.25 ether, 0, 100 ether);
        if (p == Parameter.EPOCH_REWARD) return (18_750 ether, 0, 1e6 ether);
        if (p == Parameter.FOUNDATION_BONUS) return (10 ether, 0, 1000 ether);
        revert UnknownParameter(p);
    }

    function waiting(uint256 parameter) private view returns (Change storage change) {
        change = changes[parameter];
        if (change.enactableAt == 0) revert NothingProposed(parameter);
    }
}
