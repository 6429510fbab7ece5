// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Bls} from "./Bls.sol";
import {Identities} from "./Identities.sol";
import {Parameter} from "./Parameter.sol";
import {ELECTION, PARAMETERS, REWARDS, SLASHING, STAKING, only} from "./System.sol";

/// @title Who stands for election
/// @notice A delegate registers with a name, keys whose possession it proves, and a fee; it is ranked once a bucket stands
/// as its pledge, its own or that of someone who endorses it. Pledges stay punishable for a while after they end.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001004.
contract Delegates is ReentrancyGuardTransient {
    using Identities for Identities.Book;

    /// @notice REGISTERED: no pledge, not ranked. ACTIVE: ranked. SUSPENDING: ranked, and in the queue, for its endorsement
    /// ended. LEAVING: ranked, and in the queue, by its own wish. EXITED, EXPELLED: out for good.
    enum Status {
        NONE,
        REGISTERED,
        ACTIVE,
        SUSPENDING,
        LEAVING,
        EXITED,
        EXPELLED
    }

    /// @dev `pledge` is the bucket that stands, or stood last; `previous` the one before. Both answer while bound.
    struct Delegate {
        address owner;
        Status status;
        uint16 commission;
        uint16 nextCommission;
        uint40 nextCommissionAt;
        address rewardAddress;
        uint32 identity;
        uint40 registeredAt;
        uint32 pledge;
        uint32 previous;
        uint40 endorsementEnds;
        address nextOwner;
        bytes32 name;
        bytes32 logo;
        string web;
        string endpoint;
    }

    /// @notice What a committee needs to know of a member.
    /// @param name ASCII, zeros behind
    /// @param blsKey compressed, 48 bytes
    struct Member {
        bytes32 name;
        address operator;
        bytes blsKey;
        bytes32 nodeKey;
        uint32 delegate;
    }

    /// @dev A bucket's owner's word that it may stand; void once the bucket is another's.
    struct Endorsement {
        address endorser;
        uint32 delegate;
    }

    event DelegateRegistered(uint32 indexed delegate, address indexed owner, bytes32 indexed name);
    event IdentitySet(
        uint32 indexed delegate, uint32 indexed identity, address operator, bytes32 nodeKey, bytes blsKey
    );
    event ProfileSet(uint32 indexed delegate, string web, bytes32 logo, string endpoint);
    event RewardAddressSet(uint32 indexed delegate, address rewardAddress);
    event CommissionSet(uint32 indexed delegate, uint256 commission, uint256 effectiveAt);
    event OwnershipOffered(uint32 indexed delegate, address indexed to);
    event OwnershipTaken(uint32 indexed delegate, address indexed from, address indexed to);
    event Endorsed(uint32 indexed bucket, uint32 indexed delegate, address indexed endorser);
    event Activated(uint32 indexed delegate, uint32 indexed bucket);
    event EndorsementEnding(uint32 indexed delegate, uint32 indexed bucket, uint256 endsAt);
    event Queued(uint32 indexed delegate, Status status, uint256 place);
    event Suspended(uint32 indexed delegate);
    event Exited(uint32 indexed delegate);
    event Expelled(uint32 indexed delegate, address indexed reporter, uint256 slashed);

    error UnknownDelegate(uint32 delegate);
    error NotOwner(uint32 delegate, address sender);
    error WrongStatus(uint32 delegate, Status status);
    error WrongFee(uint256 sent, uint256 fee);
    error BadName();
    error NameTaken(uint32 delegate);
    error TooLong(uint256 length, uint256 most);
    error CommissionTooHigh(uint256 commission, uint256 most);
    error ZeroAddress();
    error NotEndorsed(uint32 bucket);
    /// @notice Two former pledges of this delegate are bound already.
    error PledgeBusy(uint32 bucket);
    error TooEarly(uint256 earliest);
    error NothingBound(uint32 delegate);

    /// @notice The longest web address and endpoint, in bytes. Both are whatever the owner chose: hostile text.
    uint256 public constant MAX_TEXT = 128;
    /// @dev Entries of the queue looked at in a turn: most of those who need no place any more are skipped at once.
    uint256 private constant MAX_SKIPPED = 64;

    uint32 private lastDelegate;
    uint64 private queueHead;
    uint64 private queueTail;
    mapping(uint32 id => Delegate) private delegates;
    mapping(bytes32 name => uint32 id) private names;
    mapping(uint32 bucket => Endorsement) private endorsements;
    mapping(uint64 place => uint32 id) private queue;
    Identities.Book private book;

    /// @notice Registers a delegate that the sender owns. The fee goes to all who stake.
    /// @param name 3 to 32 of a-z, 0-9 and the hyphen; its own for ever
    /// @param payTo where its own part of the rewards is paid
    /// @param commission its part of its voters' rewards, in basis points
    function register(
        string calldata name,
        Identities.Application calldata application,
        address payTo,
        uint16 commission,
        string calldata web,
        bytes32 logo,
        string calldata endpoint
    ) external payable nonReentrant returns (uint32 id) {
        uint256 fee = PARAMETERS.value(Parameter.REGISTRATION_FEE);
        if (msg.value != fee) revert WrongFee(msg.value, fee);
        bytes32 word = checkedName(name);
        if (names[word] != 0) revert NameTaken(names[word]);
        id = ++lastDelegate;
        names[word] = id;
        Delegate storage d = delegates[id];
        d.owner = msg.sender;
        d.status = Status.REGISTERED;
        d.registeredAt = uint40(block.timestamp);
        d.name = word;
        emit DelegateRegistered(id, msg.sender, word);
        mustBeCommission(commission);
        d.commission = commission;
        emit CommissionSet(id, commission, block.timestamp);
        identify(id, d, application);
        writeRewardAddress(id, d, payTo);
        writeProfile(id, d, web, logo, endpoint);
        REWARDS.fund{value: msg.value}();
    }

    /// @notice Sets operator and keys anew; they count from the next snapshot on.
    function setIdentity(uint32 id, Identities.Application calldata application) external nonReentrant {
        identify(id, standing(id), application);
    }

    /// @notice Sets what people see: a web address, the SHA-256 of a logo, and where the node listens.
    function setProfile(uint32 id, string calldata web, bytes32 logo, string calldata endpoint) external {
        writeProfile(id, owned(id), web, logo, endpoint);
    }

    function setRewardAddress(uint32 id, address payTo) external {
        writeRewardAddress(id, owned(id), payTo);
    }

    /// @notice Lowers the commission at once, or raises it after the delay, so that voters can leave first.
    function setCommission(uint32 id, uint16 commission) external {
        Delegate storage d = owned(id);
        mustBeCommission(commission);
        uint16 current = effectiveCommission(d);
        if (commission <= current) {
            (d.commission, d.nextCommission, d.nextCommissionAt) = (commission, 0, 0);
            emit CommissionSet(id, commission, block.timestamp);
        } else {
            uint256 effectiveAt = block.timestamp + PARAMETERS.value(Parameter.COMMISSION_DELAY);
            (d.commission, d.nextCommission, d.nextCommissionAt) = (current, commission, uint40(effectiveAt));
            emit CommissionSet(id, commission, effectiveAt);
        }
    }

    /// @notice Offers a delegate to another account, which takes it by {takeOwnership}; zero takes the offer back.
    function offerOwnership(uint32 id, address to) external {
        owned(id).nextOwner = to;
        emit OwnershipOffered(id, to);
    }

    function takeOwnership(uint32 id) external {
        Delegate storage d = known(id);
        if (d.nextOwner != msg.sender) revert NotOwner(id, msg.sender);
        emit OwnershipTaken(id, d.owner, msg.sender);
        d.owner = msg.sender;
        d.nextOwner = address(0);
    }

    /// @notice Lets a delegate use a bucket of one's own as its pledge, with all the risk; 0 takes that back as long as
    /// the delegate has not made use of it.
    function endorse(uint32 bucket, uint32 id) external {
        if (STAKING.ownerOf(bucket) != msg.sender) revert NotEndorsed(bucket);
        endorsements[bucket] = Endorsement(msg.sender, id);
        emit Endorsed(bucket, id, msg.sender);
    }

    /// @notice Makes a bucket the delegate's pledge: the sender's own, or one that endorses it. One that stood before
    /// stays bound for the unbonding time. The delegate is ranked from now on.
    function activate(uint32 id, uint32 bucket) external nonReentrant {
        Delegate storage d = standing(id);
        if (d.status == Status.LEAVING) revert WrongStatus(id, d.status);
        address owner = STAKING.ownerOf(bucket);
        Endorsement storage e = endorsements[bucket];
        if (owner != msg.sender && (e.endorser != owner || e.delegate != id)) revert NotEndorsed(bucket);
        delete endorsements[bucket];
        if (STAKING.isBound(d.pledge, id)) {
            if (STAKING.isBound(d.previous, id)) revert PledgeBusy(d.previous);
            if (d.status != Status.REGISTERED) unbind(d.pledge);
            d.previous = d.pledge;
        }
        (d.pledge, d.endorsementEnds, d.status) = (bucket, 0, Status.ACTIVE);
        emit Activated(id, bucket);
        STAKING.pledge(bucket, id);
        ELECTION.enter(id);
    }

    /// @notice Ends an endorsement after a delay, in which the delegate may find another. Sent by the bucket's owner.
    function withdrawEndorsement(uint32 id) external {
        Delegate storage d = known(id);
        if (!isRanked(d)) revert WrongStatus(id, d.status);
        if (STAKING.ownerOf(d.pledge) != msg.sender || d.owner == msg.sender) revert NotEndorsed(d.pledge);
        if (d.endorsementEnds != 0) revert TooEarly(d.endorsementEnds);
        d.endorsementEnds = uint40(block.timestamp + PARAMETERS.value(Parameter.ENDORSEMENT_DELAY));
        emit EndorsementEnding(id, d.pledge, d.endorsementEnds);
    }

    /// @notice Queues a delegate whose endorsement ended; anyone may. It can still come back with another pledge.
    function suspend(uint32 id) external {
        Delegate storage d = known(id);
        if (d.status != Status.ACTIVE) revert WrongStatus(id, d.status);
        if (d.endorsementEnds == 0) revert NotEndorsed(d.pledge);
        if (block.timestamp < d.endorsementEnds) revert TooEarly(d.endorsementEnds);
        enqueue(id, d, Status.SUSPENDING);
    }

    /// @notice Leaves for good: at once if not ranked, else as the queue lets it. The pledge is bound until the unbonding
    /// time after that is over.
    function requestExit(uint32 id) external {
        Delegate storage d = standing(id);
        if (d.status == Status.LEAVING) revert WrongStatus(id, d.status);
        if (d.status == Status.REGISTERED) {
            d.status = Status.EXITED;
            emit Exited(id);
        } else {
            enqueue(id, d, Status.LEAVING);
        }
    }

    /// @dev For {Election}, at each epoch: lets go who is next in the queue.
    function turn() external {
        only(address(ELECTION));
        uint256 exits = PARAMETERS.value(Parameter.EXITS_PER_EPOCH);
        (uint64 head, uint64 tail) = (queueHead, queueTail);
        for (uint256 i = 0; i < MAX_SKIPPED && head < tail && exits > 0; i++) {
            uint32 id = queue[head];
            delete queue[head++];
            Delegate storage d = delegates[id];
            Status status = d.status;
            if (status != Status.SUSPENDING && status != Status.LEAVING) continue; // came back, or was expelled
            exits--;
            ELECTION.quit(id);
            unbind(d.pledge);
            if (status == Status.LEAVING) {
                d.status = Status.EXITED;
                emit Exited(id);
            } else {
                d.status = Status.REGISTERED;
                emit Suspended(id);
            }
        }
        queueHead = head;
    }

    /// @dev For {Slashing}: takes a share of what is bound, and puts the delegate out for good.
    function expel(uint32 id, address reporter) external nonReentrant returns (uint256 amount) {
        only(SLASHING);
        Delegate storage d = known(id);
        if (d.status == Status.EXPELLED) revert WrongStatus(id, d.status);
        if (isRanked(d)) {
            ELECTION.quit(id);
            unbind(d.pledge);
        }
        d.status = Status.EXPELLED;
        uint256 share = PARAMETERS.value(Parameter.SLASHED_SHARE);
        uint256 reporterShare = PARAMETERS.value(Parameter.REPORTER_SHARE);
        amount = STAKING.slash(d.pledge, id, share, reporterShare, reporter);
        if (d.previous != d.pledge) amount += STAKING.slash(d.previous, id, share, reporterShare, reporter);
        if (amount == 0) revert NothingBound(id);
        emit Expelled(id, reporter, amount);
    }

    /// @notice Everything about a delegate but its votes ({Election-standing}) and keys ({identity}).
    function delegate(uint32 id) external view returns (Delegate memory) {
        return known(id);
    }

    /// @notice How many delegates were ever registered; they are numbered from 1.
    function delegateCount() external view returns (uint32) {
        return lastDelegate;
    }

    /// @notice The delegate of a name; 0 if there is none.
    function delegateNamed(string calldata name) external view returns (uint32) {
        return bytes(name).length > 32 ? 0 : names[bytes32(bytes(name))];
    }

    /// @notice How many wait in the queue.
    function queued() external view returns (uint256) {
        return queueTail - queueHead;
    }

    /// @notice Whether buckets may choose a delegate.
    function mayReceiveVotes(uint32 id) external view returns (bool) {
        Status status = delegates[id].status;
        return status == Status.REGISTERED || status == Status.ACTIVE || status == Status.SUSPENDING;
    }

    function rewardAddress(uint32 id) external view returns (address) {
        return known(id).rewardAddress;
    }

    /// @notice Commissions in force, in basis points; 0 for nobody.
    function commissions(uint32[] calldata ids) external view returns (uint256[] memory list) {
        list = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; i++) list[i] = effectiveCommission(delegates[ids[i]]);
    }

    /// @notice The number of a delegate's identity that counts from the next snapshot on.
    function identityOf(uint32 id) external view returns (uint32) {
        return delegates[id].identity;
    }

    /// @notice A BLS key as the precompiles take it, and whose it is; for identities of the past, too.
    function publicKey(uint32 number) external view returns (uint32, bytes memory) {
        Identities.Identity storage i = book.identities[number];
        return (i.delegate, Identities.uncompressed(i));
    }

    /// @notice The account that an identity earns with; for identities of the past, too.
    function operatorOf(uint32 number) external view returns (address) {
        return book.identities[number].operator;
    }

    /// @notice The delegate a BLS key belongs to; 0 if none.
    function delegateOfKey(bytes calldata blsKey) external view returns (uint32) {
        return book.blsKeys[keccak256(blsKey)];
    }

    /// @notice What identities are, in the form that committees are made of.
    function members(uint32[] calldata identities) external view returns (Member[] memory list) {
        list = new Member[](identities.length);
        for (uint256 k = 0; k < list.length; k++) {
            Identities.Identity storage i = book.identities[identities[k]];
            list[k] = Member(
                delegates[i.delegate].name, i.operator, Bls.compress(Identities.uncompressed(i)), i.nodeKey, i.delegate
            );
        }
    }

    /// @notice The bytes that a delegate's BLS key signs to be bound to its owner, operator, node and name.
    function statement(address owner, address operator, bytes32 nodeKey, string calldata name)
        external
        view
        returns (bytes memory)
    {
        return Identities.statement(owner, operator, nodeKey, checkedName(name));
    }

    function identify(uint32 id, Delegate storage d, Identities.Application calldata a) private {
        uint32 number = book.admit(id, d.identity, d.owner, d.name, a);
        d.identity = number;
        emit IdentitySet(id, number, a.operator, a.nodeKey, Bls.compress(a.blsKey));
    }

    function writeProfile(uint32 id, Delegate storage d, string calldata web, bytes32 logo, string calldata endpoint)
        private
    {
        if (bytes(web).length > MAX_TEXT) revert TooLong(bytes(web).length, MAX_TEXT);
        if (bytes(endpoint).length > MAX_TEXT) revert TooLong(bytes(endpoint).length, MAX_TEXT);
        (d.web, d.logo, d.endpoint) = (web, logo, endpoint);
        emit ProfileSet(id, web, logo, endpoint);
    }

    function writeRewardAddress(uint32 id, Delegate storage d, address to) private {
        if (to == address(0)) revert ZeroAddress();
        d.rewardAddress = to;
        emit RewardAddressSet(id, to);
    }

    function enqueue(uint32 id, Delegate storage d, Status status) private {
        d.status = status;
        queue[queueTail++] = id;
        emit Queued(id, status, queueTail - queueHead);
    }

    function unbind(uint32 bucket) private {
        STAKING.release(bucket, uint40(block.timestamp + PARAMETERS.value(Parameter.UNBONDING)));
    }

    function known(uint32 id) private view returns (Delegate storage d) {
        d = delegates[id];
        if (d.status == Status.NONE) revert UnknownDelegate(id);
    }

    function owned(uint32 id) private view returns (Delegate storage d) {
        d = known(id);
        if (d.owner != msg.sender) revert NotOwner(id, msg.sender);
    }

    /// @dev The sender's delegate, unless it is out.
    function standing(uint32 id) private view returns (Delegate storage d) {
        d = owned(id);
        if (d.status == Status.EXITED || d.status == Status.EXPELLED) revert WrongStatus(id, d.status);
    }

    function isRanked(Delegate storage d) private view returns (bool) {
        return d.status == Status.ACTIVE || d.status == Status.SUSPENDING || d.status == Status.LEAVING;
    }

    function effectiveCommission(Delegate storage d) private view returns (uint16) {
        return d.nextCommissionAt != 0 && block.timestamp >= d.nextCommissionAt ? d.nextCommission : d.commission;
    }

    function mustBeCommission(uint256 commission) private view {
        uint256 most = PARAMETERS.value(Parameter.MAX_COMMISSION);
        if (commission > most) revert CommissionTooHigh(commission, most);
    }

    function checkedName(string calldata name) private pure returns (bytes32) {
        bytes calldata text = bytes(name);
        if (text.length < 3 || text.length > 32) revert BadName();
        for (uint256 i = 0; i < text.length; i++) {
            bytes1 c = text[i];
            if (!(c >= "a" && c <= "z") && !(c >= "0" && c <= "9") && c != "-") revert BadName();
        }
        return bytes32(text);
    }
}
