// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Board} from "./Board.sol";
import {Heap} from "./Heap.sol";
import {Parameter} from "./Parameter.sol";
import {Payee, Report} from "./Peers.sol";
import {DELEGATES, PARAMETERS, REWARDS, STAKING, SYSTEM, only} from "./System.sol";

/// @title Votes, ranking, and what every epoch begins with
/// @notice Keeps the delegates in order of their votes, and fixes the candidates of the next epoch when one begins, before
/// the beacon that will draw the committee from them is known.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001007. The protocol calls {turn} as SYSTEM, before the
/// first transaction of the first block of an epoch.
contract Election {
    using Board for Board.Ranking;

    /// @notice One who may be drawn.
    /// @param identity number of the operator and keys that count, see {Delegates-identity}
    /// @param votes as ranked
    struct Candidate {
        uint32 delegate;
        uint32 identity;
        uint128 votes;
    }

    /// @dev Which epoch a place in the ring holds.
    struct Header {
        uint64 epoch;
        uint8 count;
        bool taken;
    }

    event EpochBegun(uint256 indexed epoch, uint256 minted);
    event SnapshotTaken(uint256 indexed epoch, uint256 candidates);
    /// @notice What the protocol reported of a member over the epoch before.
    event Performed(
        uint256 indexed epoch, uint32 indexed delegate, uint256 produced, uint256 expected, uint256 missedReveals
    );
    event ProbationBegun(uint32 indexed delegate, uint256 until, uint256 scale);
    event ProbationEnded(uint32 indexed delegate);
    event VotesChanged(uint32 indexed delegate, uint256 votes);

    error NotNext(uint256 epoch, uint256 current);
    error TooMany(uint256 count, uint256 most);
    error NoSnapshot(uint256 epoch);

    /// @notice The most members reported on, and the most candidates.
    uint256 public constant MAX_CANDIDATES = 36;
    /// @notice How many delegates share in the epoch reward, and how many the ranking has at hand.
    uint256 public constant BEST = Board.BEST;
    /// @notice How many epochs' candidates are kept.
    uint256 public constant KEPT = 8;
    /// @dev No probation is longer, so a turn that comes late looks no further ahead of the one before.
    uint256 private constant MAX_PROBATION = 48;

    Header[8] private headers;
    uint256[36][8] private snapshots;
    Board.Ranking private ranking;
    mapping(uint256 epoch => uint32[]) private ending;
    uint64 private currentEpoch;
    bool private begun;

    /// @notice Begins an epoch: pays for the one before, judges who served in it, lets go who may leave, and fixes the
    /// candidates of the one after. A gap, if a turn failed, is no harm.
    /// @param next the one that begins; greater than the one before
    /// @param minted wei credited to {Rewards} just now: {due} of the reports; 0 in the first epoch
    /// @param reports on the epoch before, at most one for each delegate; empty in the first epoch
    function turn(uint64 next, uint256 minted, Report[] calldata reports) external {
        only(SYSTEM);
        if (begun && next <= currentEpoch) revert NotNext(next, currentEpoch);
        if (reports.length > MAX_CANDIDATES) revert TooMany(reports.length, MAX_CANDIDATES);
        uint256 before = currentEpoch;
        (currentEpoch, begun) = (next, true);
        emit EpochBegun(next, minted);

        uint256[] memory best = ranking.sorted();
        REWARDS.pay(minted, payees(best, reports));
        endProbations(before, next);
        judge(next, reports);
        DELEGATES.turn();
        snapshot(next + 1);
    }

    /// @dev For {Staking}.
    function changeVotes(uint32 from, uint128 fromWeight, uint32 to, uint128 toWeight) external {
        only(address(STAKING));
        if (from == to) {
            if (from != 0) setVotes(from, ranking.standings[from].votes - fromWeight + toWeight);
            return;
        }
        if (from != 0 && fromWeight != 0) setVotes(from, ranking.standings[from].votes - fromWeight);
        if (to != 0 && toWeight != 0) setVotes(to, ranking.standings[to].votes + toWeight);
    }

    /// @dev For {Delegates}: puts a delegate on the board.
    function enter(uint32 delegate) external {
        only(address(DELEGATES));
        if (ranking.standings[delegate].place == 0) ranking.insert(wordOf(delegate));
    }

    /// @dev For {Delegates}: takes a delegate off the board.
    function quit(uint32 delegate) external {
        only(address(DELEGATES));
        if (ranking.standings[delegate].place != 0) ranking.remove(delegate);
    }

    /// @notice The epoch that began last.
    function epoch() external view returns (uint256) {
        return currentEpoch;
    }

    /// @notice What is to be credited to {Rewards} before {turn} is called with these reports.
    function due(Report[] calldata reports) external view returns (uint256) {
        uint256 blocks;
        uint256 weight = PARAMETERS.value(Parameter.REVEAL_WEIGHT);
        for (uint256 i = 0; i < reports.length; i++) blocks += counted(reports[i], weight);
        uint256[] memory best = ranking.sorted();
        uint256 most = PARAMETERS.value(Parameter.CANDIDATES);
        uint256 bonuses;
        for (uint256 i = 0; i < best.length && i < most; i++) {
            if (ranking.standings[uint32(best[i])].probationUntil == 0) bonuses++;
        }
        return REWARDS.mint(blocks, bonuses);
    }

    /// @notice The best {BEST}, in order, and their votes as ranked.
    function ranked() external view returns (uint32[] memory delegates, uint128[] memory votes_) {
        uint256[] memory words = ranking.sorted();
        (delegates, votes_) = (new uint32[](words.length), new uint128[](words.length));
        for (uint256 i = 0; i < words.length; i++) (delegates[i], votes_[i]) = (uint32(words[i]), uint128(words[i] >> 32));
    }

    /// @notice How many delegates are ranked, inside and outside the best.
    function rankedCount() external view returns (uint256 inside, uint256 outside) {
        return (ranking.inside.size, ranking.outside.size);
    }

    /// @notice The votes of all buckets for a delegate, whether it is ranked or not.
    function votes(uint32 delegate) external view returns (uint128) {
        return ranking.standings[delegate].votes;
    }

    /// @notice How a delegate stands: its votes in full, as ranked, and any probation.
    function standing(uint32 delegate)
        external
        view
        returns (uint128 votes_, uint128 votesRanked, bool onBoard, bool amongBest, uint256 probationUntil)
    {
        Heap.Standing storage s = ranking.standings[delegate];
        return (s.votes, uint128(wordOf(delegate) >> 32), s.place != 0, s.inside, s.probationUntil);
    }

    /// @notice The candidates of an epoch, in order; kept for {KEPT} epochs.
    function candidates(uint256 ofEpoch) external view returns (Candidate[] memory list) {
        list = new Candidate[](snapshotSize(ofEpoch));
        for (uint256 i = 0; i < list.length; i++) {
            uint256 word = snapshots[ofEpoch % KEPT][i];
            list[i] = Candidate(uint32(word), uint32(word >> 32), uint128(word >> 64));
        }
    }

    /// @notice With which operators and keys the candidates of an epoch stand, in order; kept as long.
    function identities(uint256 ofEpoch) external view returns (uint32[] memory list) {
        list = new uint32[](snapshotSize(ofEpoch));
        for (uint256 i = 0; i < list.length; i++) list[i] = uint32(snapshots[ofEpoch % KEPT][i] >> 32);
    }

    /// @dev How many candidates an epoch has.
    function snapshotSize(uint256 ofEpoch) private view returns (uint256) {
        Header storage header = headers[ofEpoch % KEPT];
        if (!header.taken || header.epoch != ofEpoch) revert NoSnapshot(ofEpoch);
        return header.count;
    }

    /// @dev Fixes who may be drawn for an epoch. A word is votes << 64 | identity << 32 | delegate.
    function snapshot(uint64 ofEpoch) private {
        uint256[] memory best = ranking.sorted();
        uint256 most = PARAMETERS.value(Parameter.CANDIDATES);
        uint256 least = PARAMETERS.value(Parameter.MIN_VOTES);
        uint256 ring = ofEpoch % KEPT;
        uint256 taken;
        for (uint256 i = 0; i < best.length && taken < most; i++) {
            uint256 votes_ = best[i] >> 32;
            if (votes_ < least || votes_ == 0) break;
            uint32 delegate = uint32(best[i]);
            snapshots[ring][taken++] = (votes_ << 64) | (uint256(DELEGATES.identityOf(delegate)) << 32) | delegate;
        }
        headers[ring] = Header(ofEpoch, uint8(taken), true);
        emit SnapshotTaken(ofEpoch, taken);
    }

    /// @dev The members of the committee for their blocks, then the best for their votes.
    function payees(uint256[] memory best, Report[] calldata reports) private view returns (Payee[] memory list) {
        list = new Payee[](reports.length + best.length);
        uint256 weight = PARAMETERS.value(Parameter.REVEAL_WEIGHT);
        for (uint256 i = 0; i < reports.length; i++) {
            uint32 delegate = reports[i].delegate;
            list[i] = Payee(delegate, false, counted(reports[i], weight), ranking.standings[delegate].votes, 0);
        }
        uint256 most = PARAMETERS.value(Parameter.CANDIDATES);
        for (uint256 i = 0; i < best.length; i++) {
            Heap.Standing storage s = ranking.standings[uint32(best[i])];
            bool bonus = i < most && s.probationUntil == 0;
            list[reports.length + i] = Payee(uint32(best[i]), bonus, 0, s.votes, uint128(best[i] >> 32));
        }
    }

    function judge(uint256 epoch_, Report[] calldata reports) private {
        uint256 least = PARAMETERS.value(Parameter.MIN_PRODUCTIVITY);
        uint256 weight = PARAMETERS.value(Parameter.REVEAL_WEIGHT);
        uint256 until = epoch_ + PARAMETERS.value(Parameter.PROBATION_EPOCHS);
        uint256 scale = PARAMETERS.value(Parameter.PROBATION_SCALE);
        for (uint256 i = 0; i < reports.length; i++) {
            Report calldata r = reports[i];
            emit Performed(epoch_, r.delegate, r.produced, r.expected, r.missedReveals);
            // Whoever was on no duty can still have withheld a reveal.
            bool enough = uint256(counted(r, weight)) * 10_000 >= uint256(r.expected) * least
                && (r.expected != 0 || r.missedReveals == 0);
            if (enough || r.delegate == 0) continue;
            Heap.Standing storage s = ranking.standings[r.delegate];
            (s.probationUntil, s.scale) = (uint32(until), uint32(scale));
            ending[until].push(r.delegate);
            emit ProbationBegun(r.delegate, until, scale);
            if (s.place != 0) ranking.update(wordOf(r.delegate));
        }
    }

    /// @dev Bounded: a turn adds at most 36 entries, and those that end in one epoch began in one, unless the length of a
    /// probation was changed meanwhile.
    function endProbations(uint256 before, uint256 epoch_) private {
        uint256 last = epoch_ - before > MAX_PROBATION ? before + MAX_PROBATION : epoch_;
        for (uint256 e = before + 1; e <= last; e++) {
            uint32[] storage list = ending[e];
            for (uint256 i = 0; i < list.length; i++) {
                Heap.Standing storage s = ranking.standings[list[i]];
                if (s.probationUntil != e) continue; // it was prolonged
                (s.probationUntil, s.scale) = (0, 0);
                emit ProbationEnded(list[i]);
                if (s.place != 0) ranking.update(wordOf(list[i]));
            }
            delete ending[e];
        }
    }

    function setVotes(uint32 delegate, uint128 votes_) private {
        Heap.Standing storage s = ranking.standings[delegate];
        s.votes = votes_;
        emit VotesChanged(delegate, votes_);
        if (s.place != 0) ranking.update(wordOf(delegate));
    }

    /// @dev Blocks that count: a withheld reveal costs as much as several blocks.
    function counted(Report calldata r, uint256 weight) private pure returns (uint32) {
        uint256 lost = r.missedReveals * weight;
        return r.produced > lost ? uint32(r.produced - lost) : 0;
    }

    function wordOf(uint32 delegate) private view returns (uint256) {
        Heap.Standing storage s = ranking.standings[delegate];
        uint256 votes_ = s.probationUntil == 0 ? s.votes : uint256(s.votes) * s.scale / 1_000_000;
        return (votes_ << 32) | delegate;
    }
}
