// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, CheckpointDigest} from "./Checkpoint.sol";
import {Committee} from "./Committee.sol";
import {Headers} from "./Headers.sol";
import {HUB_CHAINS, HUB_CHECKPOINTS, HUB_ESCROW, HUB_MEMBERS, burnCoins} from "./Hub.sol";
import {DISPUTABLE, HubChains, State} from "./HubChains.sol";
import {HubCheckpoints} from "./HubCheckpoints.sol";
import {HubEscrow} from "./HubEscrow.sol";
import {HubMembers} from "./HubMembers.sol";
import {Evidence, Finding, Judge} from "./Judge.sol";
import {OUTPOST_OUTBOX} from "../outpost/Outposts.sol";
import {OutpostOutbox} from "../outpost/OutpostOutbox.sol";
import {Runs} from "../outpost/Runs.sol";

/// @title Chains of tier D
/// @notice One who looks is enough: a block that is false, a list that is no chain, a checkpoint that says something else
/// than its blocks, and blocks that nobody can see are shown here before they are paid.
/// @dev Stands in genesis at 0x000000000000000000000000000000000000102A; docs/spec/disputes.md.
contract HubDisputes {
    /// @notice An accepted checkpoint, with the hashes of its blocks one after the other.
    struct Case {
        Checkpoint checkpoint;
        bytes blocks;
    }

    /// @notice A block that somebody wants to see; nobody if it is not asked for.
    struct Demand {
        address by;
        uint96 deposit;
    }

    /// @notice The blocks of a checkpoint that was accepted, so that everybody sees them.
    event Submitted(uint64 indexed chain, uint64 indexed sequence, bytes blocks);
    event Laid(address indexed piece);
    event FalseBlock(uint64 indexed chain, uint64 indexed sequence, uint64 number, bytes32 hash);
    event FalseList(uint64 indexed chain, uint64 indexed sequence, uint64 number);
    event FalseRecord(uint64 indexed chain, uint64 indexed sequence, uint64 number);
    /// @notice The judge says that the accused is right: the bond is burnt, and nobody is heard about that again.
    event Unfounded(uint64 indexed chain, uint64 indexed sequence, uint64 number, address by);
    event Demanded(uint64 indexed chain, uint64 indexed sequence, uint64 indexed number, address by, uint256 deposit);
    /// @notice With the bytes, or where they lie: whoever demanded them need not know how they came here.
    event Shown(uint64 indexed chain, uint64 indexed sequence, uint64 indexed number, address[] pieces, bytes rest);
    event Withheld(uint64 indexed chain, uint64 indexed sequence, uint64 indexed number);

    error NotDisputable(uint64 chain);
    error WrongBlocks();
    error WrongHeader();
    error WrongKeys();
    error NotAccepted();
    /// @notice The checkpoint is paid already, or it is too late for that.
    error TooLate();
    error TooEarly();
    /// @notice The accused is right.
    error NotFalse();
    error NoSuchBlock(uint64 number);
    error PaidTooLittle(uint256 paid, uint256 least);
    error WrongBond(uint256 paid, uint256 bond);
    error AlreadyDemanded(uint64 number);
    error NotDemanded(uint64 number);
    error TooLarge(uint256 size, uint256 most);
    error NothingOwed();
    error CoinRefused();

    uint256 public constant MAX_BLOCKS = 1024;
    /// @notice Bytes of a piece: what a contract's code can hold, less the byte that keeps it from running.
    uint256 public constant MAX_PIECE = 24_575;
    /// @notice What it takes to ask the judge for a conviction. It comes back unless the accused is right.
    uint256 public constant BOND = 100 ether;
    uint256 public constant DEPOSIT = 1 ether;
    uint256 public constant MAX_DEMANDS = 32;

    HubChains private constant CHAINS = HubChains(HUB_CHAINS);
    HubCheckpoints private constant CHECKPOINTS = HubCheckpoints(HUB_CHECKPOINTS);
    HubMembers private constant MEMBERS = HubMembers(HUB_MEMBERS);

    mapping(uint64 chain => mapping(uint64 sequence => mapping(uint64 number => Demand))) private demands;
    /// @dev What the judge was asked and found right: its word is the same whenever it is asked.
    mapping(bytes32 accusation => bool) private isUnfounded;
    /// @notice How many blocks of a chain are asked for and not shown.
    mapping(uint64 chain => uint256) public open;
    /// @notice Bonds and deposits of each account, which it withdraws, so that one who refuses them holds nobody up.
    mapping(address => uint256) public owed;

    /// @notice Takes a checkpoint of a chain of tier D with its blocks, as {HubCheckpoints.submit} does of others.
    function submit(HubCheckpoints.Submission calldata s, bytes calldata blocks) external {
        Checkpoint calldata c = s.checkpoint;
        requireDisputable(c.chainId);
        if (c.lastBlock < c.firstBlock || c.lastBlock - c.firstBlock >= MAX_BLOCKS) revert WrongBlocks();
        requireBlocks(c, blocks);
        // Who holds what the state itself tells (rule 14).
        if (s.exits.length != 0) revert WrongBlocks();
        if (CHECKPOINTS.submitFor(s, msg.sender)) emit Submitted(c.chainId, c.sequence, blocks);
    }

    /// @notice Lays down a part of evidence; the same bytes always lie at the same place.
    function lay(bytes calldata part) external returns (address piece) {
        if (part.length == 0 || part.length > MAX_PIECE) revert TooLarge(part.length, MAX_PIECE);
        // The code: a STOP, and the part. What makes it copies all behind its own eleven bytes and returns that.
        bytes memory making =
            abi.encodePacked(hex"61", uint16(part.length + 1), hex"80600a5f395ff3", hex"00", part);
        piece = address(
            uint160(
                uint256(keccak256(abi.encodePacked(hex"ff", address(this), bytes32(0), keccak256(making))))
            )
        );
        if (piece.code.length == 0) {
            address made;
            assembly ("memory-safe") {
                made := create2(0, add(making, 32), mload(making), 0)
            }
            assert(made == piece);
        }
        emit Laid(piece);
    }

    /// @notice A block that does something else than its header says.
    function disputeBlock(Case calldata k, bytes calldata keys, uint64 number, Evidence calldata e) external payable {
        Checkpoint calldata c = requireCase(k);
        bytes32 accusation = requireBond(c, number, "block");
        Finding memory f = Judge.executed(e);
        if (f.rules != CHAINS.charterOf(c.chainId).verifier || f.blockHash != hashAt(k, number)) {
            revert Judge.Incomplete();
        }
        if (f.verdict != Judge.FALSE) return reject(c, number, accusation);
        owed[msg.sender] += BOND;
        emit FalseBlock(c.chainId, c.sequence, number, f.blockHash);
        convict(c, keys);
    }

    /// @notice A list that is no chain of blocks, or another one than the checkpoint says. Nobody is asked, so it takes no
    /// bond.
    /// @param header of the block that does not fit
    /// @param before the checkpoint before; anything if this is the first one
    /// @param rules of the chain, if this is the first checkpoint; else anything
    function disputeList(
        Case calldata k,
        bytes calldata keys,
        uint64 number,
        bytes calldata header,
        Checkpoint calldata before,
        bytes calldata rules
    ) external {
        Checkpoint calldata c = requireCase(k);
        bytes32 hash = hashAt(k, number);
        if (keccak256(header) != hash) revert WrongHeader();
        bytes32 parent = number == c.firstBlock ? parentOfFirst(c, before, rules) : hashAt(k, number - 1);
        bool isLast = number == c.lastBlock;
        bool fits = Headers.parentOf(header) == parent && Headers.numberOf(header) == number
            && (!isLast || (hash == c.blockHash && Headers.stateOf(header) == c.postState));
        if (fits) revert NotFalse();
        emit FalseList(c.chainId, c.sequence, number);
        convict(c, keys);
    }

    /// @notice A checkpoint that says something else than the chain's own contract about the run that ends with one of its
    /// blocks: about its last one anything, about an earlier one that it had messages.
    function disputeRecord(Case calldata k, bytes calldata keys, uint64 number, Evidence calldata e) external payable {
        Checkpoint calldata c = requireCase(k);
        hashAt(k, number);
        bytes32 accusation = requireBond(c, number, "record");
        (Finding memory f, bytes memory answer) =
            Judge.answered(OUTPOST_OUTBOX, abi.encodeCall(OutpostOutbox.recordAt, (number)), e);
        if (f.blockHash != hashAt(k, c.lastBlock)) revert Judge.Incomplete();
        (bool ends, Runs.Record memory r) = abi.decode(answer, (bool, Runs.Record));
        bool fits = number == c.lastBlock ? ends && says(c, r) : !ends || r.count == 0;
        if (fits) return reject(c, number, accusation);
        owed[msg.sender] += BOND;
        emit FalseRecord(c.chainId, c.sequence, number);
        convict(c, keys);
    }

    /// @notice Asks to see a block, for a deposit that whoever shows it gets. What is paid beyond it is owed to its sender: if
    /// only the exact deposit were taken, a chain that demands of itself just before could keep others out.
    function demand(Case calldata k, uint64 number) external payable {
        Checkpoint calldata c = requireCase(k);
        hashAt(k, number);
        if (age(c) >= CHAINS.delayOf(c.chainId) / 3) revert TooLate();
        Demand storage d = demands[c.chainId][c.sequence][number];
        if (d.by != address(0)) revert AlreadyDemanded(number);
        uint256 deposit = depositFor(c.chainId);
        if (msg.value < deposit) revert PaidTooLittle(msg.value, deposit);
        owed[msg.sender] += msg.value - deposit;
        open[c.chainId]++;
        (d.by, d.deposit) = (msg.sender, uint96(deposit));
        emit Demanded(c.chainId, c.sequence, number, msg.sender, deposit);
    }

    /// @notice Shows a block that is asked for. For anybody.
    function show(Case calldata k, uint64 number, Evidence calldata e) external {
        Checkpoint calldata c = requireKnown(k);
        Finding memory f = Judge.seen(e);
        if (f.blockHash != hashAt(k, number)) revert Judge.Incomplete();
        (, uint256 deposit) = settle(c, number);
        owed[msg.sender] += deposit;
        emit Shown(c.chainId, c.sequence, number, e.pieces, e.rest);
    }

    /// @notice A block that was asked for and is not shown in time, the end of the second third of the delay: the chain is
    /// FROZEN. If it is already, or in EXIT, this pays the deposit back and nothing else.
    function reportWithheld(Case calldata k, uint64 number) external {
        Checkpoint calldata c = requireKnown(k);
        bool isOver = CHAINS.stateOf(c.chainId) >= State.FROZEN;
        if (!isOver && age(c) < uint256(CHAINS.delayOf(c.chainId)) * 2 / 3) revert TooEarly();
        (address by, uint256 deposit) = settle(c, number);
        owed[by] += deposit;
        emit Withheld(c.chainId, c.sequence, number);
        CHAINS.freeze(c.chainId);
    }

    /// @notice Pays what the sender is owed.
    function withdraw() external {
        uint256 amount = owed[msg.sender];
        if (amount == 0) revert NothingOwed();
        owed[msg.sender] = 0;
        (bool taken,) = msg.sender.call{value: amount}("");
        if (!taken) revert CoinRefused();
    }

    /// @notice What a demand costs now: twice as much for each that is open, so that who would drown a chain pays for it.
    function depositFor(uint64 chain) public view returns (uint256) {
        return DEPOSIT << (open[chain] < MAX_DEMANDS ? open[chain] : MAX_DEMANDS);
    }

    function demandOf(uint64 chain, uint64 sequence, uint64 number) external view returns (Demand memory) {
        return demands[chain][sequence][number];
    }

    function settle(Checkpoint calldata c, uint64 number) private returns (address by, uint256 deposit) {
        Demand storage d = demands[c.chainId][c.sequence][number];
        if (d.by == address(0)) revert NotDemanded(number);
        (by, deposit) = (d.by, d.deposit);
        delete demands[c.chainId][c.sequence][number];
        open[c.chainId]--;
    }

    /// @dev Refuses who was told already that the accused is right.
    function requireBond(Checkpoint calldata c, uint64 number, string memory what) private view returns (bytes32 accusation) {
        if (msg.value != BOND) revert WrongBond(msg.value, BOND);
        accusation = keccak256(abi.encode(c.chainId, c.sequence, number, what));
        if (isUnfounded[accusation]) revert NotFalse();
    }

    function reject(Checkpoint calldata c, uint64 number, bytes32 accusation) private {
        isUnfounded[accusation] = true;
        emit Unfounded(c.chainId, c.sequence, number, msg.sender);
        burnCoins(BOND);
    }

    function convict(Checkpoint calldata c, bytes calldata keys) private {
        if (Committee.hash(c.chainId, c.term, keys) != MEMBERS.committeeOf(c.chainId, c.term)) revert WrongKeys();
        CHAINS.freeze(c.chainId);
        MEMBERS.burn(c.chainId, keys, CHECKPOINTS.acceptedAt(c.chainId, c.sequence).signers, msg.sender);
    }

    /// @dev A checkpoint that can still be disputed.
    function requireCase(Case calldata k) private view returns (Checkpoint calldata c) {
        c = requireKnown(k);
        if (CHAINS.stateOf(c.chainId) >= State.FROZEN || CHECKPOINTS.isMature(c.chainId, c.sequence)) revert TooLate();
    }

    function requireKnown(Case calldata k) private view returns (Checkpoint calldata c) {
        HubEscrow(payable(HUB_ESCROW)).requireFree();
        c = k.checkpoint;
        requireDisputable(c.chainId);
        if (!CHECKPOINTS.isAccepted(c)) revert NotAccepted();
        requireBlocks(c, k.blocks);
    }

    function requireDisputable(uint64 chain) private view {
        if (CHAINS.tierOf(chain) != DISPUTABLE) revert NotDisputable(chain);
    }

    function requireBlocks(Checkpoint calldata c, bytes calldata blocks) private pure {
        if (blocks.length != 32 * (uint256(c.lastBlock) - c.firstBlock + 1) || keccak256(blocks) != c.data) {
            revert WrongBlocks();
        }
    }

    function hashAt(Case calldata k, uint64 number) private pure returns (bytes32) {
        Checkpoint calldata c = k.checkpoint;
        if (number < c.firstBlock || number > c.lastBlock) revert NoSuchBlock(number);
        uint256 place = 32 * uint256(number - c.firstBlock);
        return bytes32(k.blocks[place:place + 32]);
    }

    /// @dev In the rules the hash of block 0 stands behind two bytes of the list, the name with its length, and its own length.
    function parentOfFirst(Checkpoint calldata c, Checkpoint calldata before, bytes calldata rules)
        private
        view
        returns (bytes32)
    {
        if (c.sequence > 1) {
            if (CheckpointDigest.hash(before) != c.previous) revert NotAccepted();
            return before.blockHash;
        }
        if (keccak256(rules) != CHAINS.charterOf(c.chainId).verifier) revert Judge.Incomplete();
        return bytes32(rules[21:53]);
    }

    /// @dev For how long it has waited, by the chain's clock.
    function age(Checkpoint calldata c) private view returns (uint256) {
        return CHAINS.clockOf(c.chainId) - CHECKPOINTS.acceptedAt(c.chainId, c.sequence).clock;
    }

    function says(Checkpoint calldata c, Runs.Record memory r) private pure returns (bool) {
        return c.inboxCursor == r.cursor && c.inboxHash == r.inboxHash && c.outboxRoot == r.outboxRoot
            && c.outboxCount == r.count && c.totals == r.totals;
    }
}
