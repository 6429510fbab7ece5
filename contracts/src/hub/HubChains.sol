// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {HUB_CHECKPOINTS, HUB_ESCROW, HUB_EXITS, HUB_MEMBERS, HUB_WRAPPERS, burnCoins, only, onlyWitness} from "./Hub.sol";
import {HubEscrow} from "./HubEscrow.sol";
import {HubMembers} from "./HubMembers.sol";
import {Export, HubWrappers} from "./HubWrappers.sol";
import {Judge} from "./Judge.sol";

/// @notice What a chain may do; the numbers are part of what others read.
enum State {
    UNKNOWN,
    FOUNDING,
    ACTIVE,
    SUSPENDED,
    FROZEN,
    EXIT
}

/// @dev The tier whose blocks others can judge (docs/spec/disputes.md).
uint8 constant DISPUTABLE = 2;

/// @title The sidechains
/// @notice Who wants a sidechain registers it here, with what never changes of it; its rent, limits and states are kept here
/// too. A thousand chains cost the root nothing while nobody sends anything.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001020; docs/spec/hub.md, rules 1, 2, 5, 12, 42 and 43.
contract HubChains {
    /// @notice What never changes.
    /// @param chainId EIP-155, 1 to 2^52
    /// @param delay how long an accepted checkpoint waits before it is paid, in seconds of the chain's clock
    /// @param name 1 to 32 printable ASCII characters
    /// @param data where its data can be had, at most 256 bytes
    struct Charter {
        uint64 chainId;
        uint8 tier;
        uint32 delay;
        bytes32 genesis;
        bytes32 verifier;
        string name;
        string data;
    }

    /// @notice How fast an asset leaves: a bucket of `burst` units, refilled at `perHour`.
    struct Limit {
        address asset;
        uint128 burst;
        uint128 perHour;
    }

    /// @dev `nextBurst` and `nextPerHour` hold from `nextAt` on, if that is not 0. `least` is a tenth of what was registered.
    struct Rate {
        uint128 burst;
        uint128 perHour;
        uint128 nextBurst;
        uint128 nextPerHour;
        uint128 leastBurst;
        uint128 leastPerHour;
        uint64 nextAt;
    }

    /// @dev Times in seconds. The chain's own clock stands still unless it is ACTIVE: `stopped` is for how long it stood.
    /// @param isSilent why it is SUSPENDED; if not, by its owner, and until `resumes`
    /// @param since when the state began
    /// @param stoppedAt when it last left ACTIVE
    struct Standing {
        State state;
        bool isSilent;
        uint40 since;
        uint40 stoppedAt;
        uint40 resumes;
        uint40 stopped;
        uint40 mayRestAgain;
    }

    event Registered(uint64 indexed chain, address indexed owner, string name, uint8 tier);
    event StateChanged(uint64 indexed chain, State state);
    event RentPaid(uint64 indexed chain, uint64 until);
    event OwnerNamed(uint64 indexed chain, address indexed owner);
    event LimitSet(uint64 indexed chain, address indexed asset, uint128 burst, uint128 perHour, uint64 from);

    error BadCharter(string what);
    /// @notice Tier V is not built, and where nobody judges there is no tier D: a chain of it would be one of another that says
    /// otherwise.
    error TierNotBuilt(uint8 tier);
    error ChainTaken(uint64 chain);
    error PaidTooLittle(uint256 paid, uint256 least);
    error NotOwner(uint64 chain, address sender);
    error WrongState(uint64 chain, State state);
    error CommitteeNotEligible();
    error TooLong(uint64 seconds_, uint64 most);
    error TooEarly(uint64 until);
    error BadLimit(address asset);

    uint8 public constant SOVEREIGN = 1;
    uint256 public constant REGISTRATION_FEE = 100 ether;
    uint256 public constant RENT_PER_DAY = 1 ether;
    uint64 public constant MIN_RENT = 30 days;
    uint32 public constant USUAL_MIN_DELAY = 24 hours;
    uint32 public constant USUAL_DISPUTE_DELAY = 1 hours;
    uint64 public constant USUAL_PATIENCE = 24 hours;
    /// @notice With a day to be handled and a day of silence, shorter than {HubMembers.CHANGE_DELAY}.
    uint32 public constant MAX_DELAY = 5 days;
    uint64 public constant MAX_REST = 72 hours;
    uint64 public constant REST_EVERY = 30 days;
    uint64 public constant RAISE_DELAY = 7 days;
    uint256 public constant MAX_LIMITS = 32;
    uint256 public constant MAX_EXPORTS = 8;

    HubMembers private constant MEMBERS = HubMembers(HUB_MEMBERS);

    mapping(uint64 chain => Charter) private charters;
    mapping(uint64 chain => Standing) private standings;
    mapping(uint64 chain => address) public ownerOf;
    mapping(uint64 chain => uint64) public rentUntil;
    mapping(uint64 chain => mapping(address asset => Rate)) private rates;
    uint64[] private all;
    /// @dev Both set by the genesis of a root that is for trying things out, where nobody waits a day; 0 everywhere else.
    uint256 private trialDelay;
    uint256 private trialPatience;

    /// @notice Registers a chain. What is sent beyond the fee is rent. Both are burnt: nobody earns by strangers' chains.
    function register(Charter calldata c, Limit[] calldata limits, Export[] calldata exports) external payable {
        check(c);
        uint64 chain = c.chainId;
        if (standings[chain].state != State.UNKNOWN) revert ChainTaken(chain);
        uint256 least = REGISTRATION_FEE + RENT_PER_DAY * MIN_RENT / 1 days;
        if (msg.value < least) revert PaidTooLittle(msg.value, least);
        charters[chain] = c;
        ownerOf[chain] = msg.sender;
        all.push(chain);
        set(chain, State.FOUNDING);
        emit Registered(chain, msg.sender, c.name, c.tier);
        rentUntil[chain] = uint64(block.timestamp);
        prolong(chain, msg.value - REGISTRATION_FEE);
        burnCoins(msg.value);
        if (limits.length > MAX_LIMITS) revert BadCharter("limits");
        if (exports.length > MAX_EXPORTS) revert BadCharter("exports");
        for (uint256 i = 0; i < limits.length; i++) begin(chain, limits[i]);
        for (uint256 i = 0; i < exports.length; i++) {
            HubEscrow(payable(HUB_ESCROW)).admit(chain, HubWrappers(HUB_WRAPPERS).make(chain, exports[i]), exports[i].cap);
        }
    }

    /// @notice Names the first committee, of members who joined: the chain is ACTIVE. For the owner.
    function open(uint64 chain, bytes calldata keys) external {
        requireOwner(chain);
        if (standings[chain].state != State.FOUNDING) revert WrongState(chain, standings[chain].state);
        if (!MEMBERS.name(chain, keys)) revert CommitteeNotEligible();
        set(chain, State.ACTIVE);
    }

    /// @notice Pays rent for a chain. For anybody.
    function payRent(uint64 chain) external payable {
        requireOpen(chain);
        if (msg.value == 0) revert PaidTooLittle(0, 1);
        prolong(chain, msg.value);
        burnCoins(msg.value);
    }

    function nameOwner(uint64 chain, address owner) external {
        requireOwner(chain);
        ownerOf[chain] = owner;
        emit OwnerNamed(chain, owner);
    }

    /// @notice Suspends the chain for at most 72 hours, at least 30 days after the last time was over. For the owner.
    function suspend(uint64 chain, uint64 seconds_) external {
        requireOwner(chain);
        settle(chain);
        Standing storage s = standings[chain];
        if (s.state != State.ACTIVE) revert WrongState(chain, s.state);
        if (seconds_ == 0 || seconds_ > MAX_REST) revert TooLong(seconds_, MAX_REST);
        if (block.timestamp < s.mayRestAgain) revert TooEarly(s.mayRestAgain);
        stop(chain, false);
        s.resumes = uint40(block.timestamp + seconds_);
        s.mayRestAgain = uint40(block.timestamp + seconds_ + REST_EVERY);
    }

    /// @notice Lowers a limit at once, never below a tenth of what was registered, or raises it in seven days. For the owner.
    function setLimit(uint64 chain, Limit calldata l) external {
        requireOwner(chain);
        Rate storage r = rates[chain][l.asset];
        (uint128 burst, uint128 perHour) = rateOf(chain, l.asset);
        if (r.leastBurst == 0 || l.burst < r.leastBurst || l.perHour < r.leastPerHour) revert BadLimit(l.asset);
        // Whatever is raised waits, and what was to be raised is forgotten: the last word counts.
        (r.burst, r.perHour) = (l.burst < burst ? l.burst : burst, l.perHour < perHour ? l.perHour : perHour);
        (r.nextBurst, r.nextPerHour) = (l.burst, l.perHour);
        r.nextAt = uint64(block.timestamp) + (l.burst > burst || l.perHour > perHour ? RAISE_DELAY : 0);
        emit LimitSet(chain, l.asset, l.burst, l.perHour, r.nextAt);
    }

    /// @notice For {HubExits}: the chain ignores its inbox.
    function silence(uint64 chain) external {
        only(HUB_EXITS);
        settle(chain);
        if (standings[chain].state != State.ACTIVE) revert WrongState(chain, standings[chain].state);
        stop(chain, true);
    }

    /// @notice For {HubCheckpoints}: the chain has answered.
    function resume(uint64 chain) external {
        only(HUB_CHECKPOINTS);
        Standing storage s = standings[chain];
        if (s.state != State.SUSPENDED || !s.isSilent) revert WrongState(chain, s.state);
        s.stopped += uint40(block.timestamp) - s.stoppedAt;
        s.isSilent = false;
        set(chain, State.ACTIVE);
    }

    /// @notice For {HubCheckpoints}, {HubProofs} and {HubDisputes}: the chain lied. Does nothing to one that is past that.
    function freeze(uint64 chain) external {
        onlyWitness();
        settle(chain);
        Standing storage s = standings[chain];
        if (s.state == State.ACTIVE) s.stoppedAt = uint40(block.timestamp);
        if (s.state == State.ACTIVE || s.state == State.SUSPENDED) set(chain, State.FROZEN);
    }

    /// @notice For {HubExits}, which knows when.
    function end(uint64 chain) external {
        only(HUB_EXITS);
        settle(chain);
        Standing storage s = standings[chain];
        if (s.state == State.ACTIVE) s.stoppedAt = uint40(block.timestamp);
        set(chain, State.EXIT);
    }

    /// @notice How a chain stands now, be it written or not that its owner's time is over.
    function standing(uint64 chain) public view returns (Standing memory s) {
        s = standings[chain];
        if (s.state == State.SUSPENDED && !s.isSilent && block.timestamp >= s.resumes) {
            s.state = State.ACTIVE;
            s.since = s.resumes;
            s.stopped += s.resumes - s.stoppedAt;
        }
    }

    function stateOf(uint64 chain) external view returns (State) {
        return standing(chain).state;
    }

    /// @notice The chain's own time: the root's, less what it was not ACTIVE for.
    function clockOf(uint64 chain) external view returns (uint64) {
        Standing memory s = standing(chain);
        return (s.state == State.ACTIVE ? uint64(block.timestamp) : s.stoppedAt) - s.stopped;
    }

    /// @notice When a chain that is FROZEN or in EXIT stopped for good; 0 for another.
    function endOf(uint64 chain) external view returns (uint64) {
        Standing memory s = standings[chain];
        return s.state == State.FROZEN || s.state == State.EXIT ? s.since : 0;
    }

    /// @notice Whether deposits and messages are taken: ACTIVE, and its rent is paid.
    function takesMessages(uint64 chain) external view returns (bool) {
        return standing(chain).state == State.ACTIVE && block.timestamp <= rentUntil[chain];
    }

    /// @notice Refuses chains that are unknown, or past signing.
    function requireOpen(uint64 chain) public view {
        State state = standings[chain].state;
        if (state == State.UNKNOWN || state >= State.FROZEN) revert WrongState(chain, state);
    }

    /// @notice The limit in force; both 0 where none was registered, which is none.
    function rateOf(uint64 chain, address asset) public view returns (uint128 burst, uint128 perHour) {
        Rate storage r = rates[chain][asset];
        if (r.nextAt != 0 && block.timestamp >= r.nextAt) return (r.nextBurst, r.nextPerHour);
        return (r.burst, r.perHour);
    }

    /// @notice The least that a chain's messages wait before they are paid, in seconds.
    function minDelay() public view returns (uint256) {
        return trialDelay == 0 ? USUAL_MIN_DELAY : trialDelay;
    }

    /// @notice The same of a chain of tier D, which has blocks that others can judge.
    function minDisputeDelay() public view returns (uint256) {
        return trialDelay == 0 ? USUAL_DISPUTE_DELAY : trialDelay;
    }

    /// @notice How long a chain may leave a message, by its own clock, before it is silent; and how long one that lied or is
    /// silent stands before its users leave. In seconds.
    function patience() external view returns (uint256) {
        return trialPatience == 0 ? USUAL_PATIENCE : trialPatience;
    }

    function charterOf(uint64 chain) external view returns (Charter memory) {
        return charters[chain];
    }

    function delayOf(uint64 chain) external view returns (uint32) {
        return charters[chain].delay;
    }

    function tierOf(uint64 chain) external view returns (uint8) {
        return charters[chain].tier;
    }

    function count() external view returns (uint256) {
        return all.length;
    }

    /// @notice Chain ids by order of registration, at most 64.
    function list(uint256 start, uint256 most) external view returns (uint64[] memory page) {
        if (start >= all.length) return page;
        if (most > 64) most = 64;
        if (most > all.length - start) most = all.length - start;
        page = new uint64[](most);
        for (uint256 i = 0; i < most; i++) page[i] = all[start + i];
    }

    function check(Charter calldata c) private view {
        if (c.chainId == 0 || c.chainId > 1 << 52 || c.chainId == block.chainid) revert BadCharter("chainId");
        bool isBuilt = c.tier == SOVEREIGN || (c.tier == DISPUTABLE && Judge.sits());
        if (!isBuilt) revert TierNotBuilt(c.tier);
        if ((c.verifier != 0) != (c.tier == DISPUTABLE)) revert BadCharter("verifier");
        if (c.genesis == 0) revert BadCharter("genesis");
        uint256 least = c.tier == DISPUTABLE ? minDisputeDelay() : minDelay();
        if (c.delay < least || c.delay > MAX_DELAY) revert BadCharter("delay");
        if (bytes(c.data).length > 256) revert BadCharter("data");
        bytes calldata name = bytes(c.name);
        if (name.length == 0 || name.length > 32) revert BadCharter("name");
        for (uint256 i = 0; i < name.length; i++) {
            if (name[i] < 0x20 || name[i] > 0x7e) revert BadCharter("name");
        }
    }

    /// @dev A limit that let nothing out would lock its asset in.
    function begin(uint64 chain, Limit calldata l) private {
        Rate storage r = rates[chain][l.asset];
        if (l.burst < 10 || l.perHour < 10 || r.leastBurst != 0) revert BadLimit(l.asset);
        (r.burst, r.perHour, r.leastBurst, r.leastPerHour) = (l.burst, l.perHour, l.burst / 10, l.perHour / 10);
        emit LimitSet(chain, l.asset, l.burst, l.perHour, uint64(block.timestamp));
    }

    function prolong(uint64 chain, uint256 value) private {
        uint64 from = rentUntil[chain] > block.timestamp ? rentUntil[chain] : uint64(block.timestamp);
        rentUntil[chain] = from + uint64(value * 1 days / RENT_PER_DAY);
        emit RentPaid(chain, rentUntil[chain]);
    }

    function stop(uint64 chain, bool isSilent) private {
        Standing storage s = standings[chain];
        (s.isSilent, s.stoppedAt) = (isSilent, uint40(block.timestamp));
        set(chain, State.SUSPENDED);
    }

    /// @dev Writes down that the owner's time is over.
    function settle(uint64 chain) private {
        if (standing(chain).state != standings[chain].state) standings[chain] = standing(chain);
    }

    function set(uint64 chain, State state) private {
        (standings[chain].state, standings[chain].since) = (state, uint40(block.timestamp));
        emit StateChanged(chain, state);
    }

    function requireOwner(uint64 chain) private view {
        if (ownerOf[chain] != msg.sender) revert NotOwner(chain, msg.sender);
    }
}
