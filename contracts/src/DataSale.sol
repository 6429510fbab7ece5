// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {DeviceRegistry} from "./DeviceRegistry.sol";

/// @title Escrow for a device's records
/// @notice The seller gives the buyer a run of records, encrypted one by one, and puts the Merkle root over them and the
/// hash of the key here. The buyer checks that root and pays. The seller reveals the key in time, or the buyer has the
/// money back. One record that does not decrypt to what the device signed under the number it must have decides for the
/// buyer; if none is shown in time the money is the seller's (after FairSwap, Dziembowski, Eckey, Faust, CCS 2018).
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001013: no constructor, no administrator, no upgrade.
/// Money is never sent by itself: whoever it belongs to fetches it, to where it
/// likes, so no receiver can hold anybody up. Ciphertexts must reach the buyer alone, because the key becomes public.
contract DataSale is ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    enum State {
        None,
        Offered,
        Paid,
        Revealed,
        Cancelled,
        Refunded,
        Sold
    }

    /// @notice What is sold to whom: records `first` to `first + count - 1` of a device, all signed by the key `keyX`,
    /// `keyY`, which is or was the device's. `keyHash` is the Keccak-256 of the key they are encrypted with, `root` that
    /// of RFC 9162 over the ciphertexts. `token` zero is the chain's coin. `buyBy` is in seconds since 1970, the times to
    /// reveal and to dispute are in seconds.
    struct Terms {
        bytes32 device;
        bytes32 keyX;
        bytes32 keyY;
        bytes32 keyHash;
        bytes32 root;
        uint256 price;
        address buyer;
        uint64 first;
        IERC20 token;
        uint64 count;
        uint64 buyBy;
        uint32 revealTime;
        uint32 disputeTime;
    }

    /// @notice A sale as it stands. `deadline` ends the present state, and its last second belongs to it; `key` is zero
    /// until it is revealed.
    struct Sale {
        Terms terms;
        address seller;
        State state;
        uint64 deadline;
        bytes32 key;
    }

    event Offered(bytes32 indexed sale, bytes32 indexed device, address indexed buyer, address seller);
    event Paid(bytes32 indexed sale, uint64 revealBy);
    event Revealed(bytes32 indexed sale, bytes32 key, uint64 disputeBy);
    event Disputed(bytes32 indexed sale, uint64 index);
    /// @notice The sale is over, and the price, if it was paid, belongs to `to`.
    event Closed(bytes32 indexed sale, address to);
    event Withdrawn(address indexed account, IERC20 indexed token, address to, uint256 amount);

    error NotOwner(bytes32 device, address sender);
    error NotActive(bytes32 device);
    error NotItsKey(bytes32 device);
    error BadTerms();
    error NotFor(address sender);
    error WrongState(bytes32 sale, State state);
    error TooLate(bytes32 sale, uint64 deadline);
    error TooEarly(bytes32 sale, uint64 deadline);
    error WrongPrice(uint256 paid, uint256 price);
    error WrongKey(bytes32 sale);
    error NotInSale(bytes32 sale, uint64 index);
    /// @notice The record is what the device signed: there is nothing to dispute.
    error RecordIsGood(bytes32 sale, uint64 index);
    error NothingToWithdraw();
    error CoinRefused();

    DeviceRegistry public constant REGISTRY = DeviceRegistry(0x0000000000000000000000000000000000001001);

    uint256 public constant MAX_RECORD = 16_384;
    /// @notice The least time to reveal and to dispute, in seconds: a few blocks. How much more is wise, both sides see
    /// before they agree.
    uint32 public constant MIN_TIME = 10;
    uint32 public constant MAX_TIME = 90 days;
    uint64 public constant MAX_COUNT = 1 << 32;

    /// @notice The highest number a record has.
    uint64 public constant MAX_SEQUENCE = (1 << 53) - 1;

    /// @notice So many offers are told at once, at most.
    uint256 public constant MAX_PAGE = 64;

    address private constant P256VERIFY = address(0x100);

    /// @dev Half the order of P-256, rounded down.
    uint256 private constant HALF_ORDER = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8;

    mapping(bytes32 sale => Sale) private book;
    mapping(address buyer => bytes32[]) private offers;
    mapping(address account => mapping(IERC20 token => uint256)) public owed;

    /// @notice The name of a sale, made of all its terms: who names a sale agrees to these and no others, and the same
    /// terms are offered once.
    function idOf(address seller, Terms calldata t) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), seller, t));
    }

    /// @notice Offers records to one buyer, to be bought once. For the owner of the device.
    function offer(Terms calldata t) external returns (bytes32 sale) {
        (address owner,,, bool active,) = REGISTRY.standing(t.device, address(0));
        if (owner != msg.sender) revert NotOwner(t.device, msg.sender);
        if (!active) revert NotActive(t.device);
        if (REGISTRY.deviceOfKey(t.keyX, t.keyY) != t.device) revert NotItsKey(t.device);
        bool times = t.buyBy > block.timestamp && t.buyBy < block.timestamp + MAX_TIME && t.revealTime >= MIN_TIME
            && t.revealTime <= MAX_TIME && t.disputeTime >= MIN_TIME && t.disputeTime <= MAX_TIME;
        bool run = t.first >= 1 && t.first <= MAX_SEQUENCE && t.count >= 1 && t.count < MAX_COUNT
            && t.count - 1 <= MAX_SEQUENCE - t.first;
        if (!times || !run || t.buyer == address(0) || t.price == 0) revert BadTerms();
        sale = idOf(msg.sender, t);
        Sale storage s = inState(sale, State.None);
        s.terms = t;
        (s.seller, s.state, s.deadline) = (msg.sender, State.Offered, t.buyBy);
        offers[t.buyer].push(sale);
        emit Offered(sale, t.device, t.buyer, msg.sender);
    }

    /// @notice Takes an offer back that nobody paid. For the seller.
    function cancel(bytes32 sale) external {
        Sale storage s = inState(sale, State.Offered);
        if (msg.sender != s.seller) revert NotFor(msg.sender);
        s.state = State.Cancelled;
        emit Closed(sale, address(0));
    }

    /// @notice Pays the price into escrow. For the buyer, who has the ciphertexts and checked their root and sizes.
    function pay(bytes32 sale) external payable nonReentrant {
        Sale storage s = inState(sale, State.Offered);
        if (msg.sender != s.terms.buyer) revert NotFor(msg.sender);
        if (block.timestamp > s.deadline) revert TooLate(sale, s.deadline);
        uint256 price = s.terms.price;
        s.state = State.Paid;
        s.deadline = uint64(block.timestamp) + s.terms.revealTime;
        emit Paid(sale, s.deadline);
        if (address(s.terms.token) == address(0)) {
            if (msg.value != price) revert WrongPrice(msg.value, price);
        } else {
            if (msg.value != 0) revert WrongPrice(msg.value, 0);
            uint256 before = s.terms.token.balanceOf(address(this));
            s.terms.token.safeTransferFrom(msg.sender, address(this), price);
            uint256 came = s.terms.token.balanceOf(address(this)) - before;
            // A token that keeps a part of each transfer would leave the last one to fetch with less.
            if (came != price) revert WrongPrice(came, price);
        }
    }

    /// @notice Reveals the key. Anyone may send it; the seller should, in time.
    function reveal(bytes32 sale, bytes32 key) external {
        Sale storage s = inState(sale, State.Paid);
        if (block.timestamp > s.deadline) revert TooLate(sale, s.deadline);
        if (keccak256(abi.encode(key)) != s.terms.keyHash) revert WrongKey(sale);
        s.key = key;
        s.state = State.Revealed;
        s.deadline = uint64(block.timestamp) + s.terms.disputeTime;
        emit Revealed(sale, key, s.deadline);
    }

    /// @notice Shows a record that is not what the device signed. For the buyer.
    /// @param index which ciphertext, from 0
    /// @param path the siblings on the way to the root, the leaf's own first
    function dispute(bytes32 sale, uint64 index, bytes calldata ciphertext, bytes32[] calldata path) external {
        Sale storage s = inState(sale, State.Revealed);
        if (msg.sender != s.terms.buyer) revert NotFor(msg.sender);
        if (block.timestamp > s.deadline) revert TooLate(sale, s.deadline);
        if (!isLeaf(ciphertext, index, s.terms.count, path, s.terms.root)) revert NotInSale(sale, index);
        // What is longer than any record is none, and need not be decrypted to know it.
        if (ciphertext.length <= MAX_RECORD) {
            bytes memory plain = decrypt(s.key, index, ciphertext);
            if (isSigned(plain, s.terms.device, s.terms.first + index, s.terms.keyX, s.terms.keyY)) {
                revert RecordIsGood(sale, index);
            }
        }
        emit Disputed(sale, index);
        close(sale, s, State.Refunded, s.terms.buyer);
    }

    /// @notice Ends a sale whose deadline passed: without a key the money is the buyer's, with one the seller's. For anyone.
    function settle(bytes32 sale) external {
        Sale storage s = book[sale];
        if (s.state != State.Paid && s.state != State.Revealed) revert WrongState(sale, s.state);
        if (block.timestamp <= s.deadline) revert TooEarly(sale, s.deadline);
        if (s.state == State.Paid) close(sale, s, State.Refunded, s.terms.buyer);
        else close(sale, s, State.Sold, s.seller);
    }

    /// @notice Fetches all that belongs to the sender, in one token or the coin, to wherever it likes.
    function withdraw(IERC20 token, address payable to) external nonReentrant {
        uint256 amount = owed[msg.sender][token];
        if (amount == 0) revert NothingToWithdraw();
        owed[msg.sender][token] = 0;
        emit Withdrawn(msg.sender, token, to, amount);
        if (address(token) == address(0)) {
            (bool taken,) = to.call{value: amount}("");
            if (!taken) revert CoinRefused();
        } else {
            token.safeTransfer(to, amount);
        }
    }

    /// @notice How many sales were ever offered to an account.
    function offerCount(address buyer) external view returns (uint256) {
        return offers[buyer].length;
    }

    /// @notice Sales offered to an account by number, from `start`, at most {MAX_PAGE}.
    function offersTo(address buyer, uint256 start, uint256 count) external view returns (bytes32[] memory page) {
        bytes32[] storage all = offers[buyer];
        uint256 length = all.length;
        if (start >= length) return page;
        if (count > MAX_PAGE) count = MAX_PAGE;
        if (count > length - start) count = length - start;
        page = new bytes32[](count);
        for (uint256 i = 0; i < count; i++) page[i] = all[start + i];
    }

    /// @notice A sale; of an unknown one all is zero.
    function saleOf(bytes32 sale) external view returns (Sale memory) {
        return book[sale];
    }

    /// @notice A record as the cipher makes it, and back: word `j` is XORed with keccak256(key, index, j).
    function decrypt(bytes32 key, uint64 index, bytes memory text) public pure returns (bytes memory) {
        uint256 length = text.length;
        bytes memory out = new bytes((length + 31) / 32 * 32);
        for (uint256 j = 0; j * 32 < length; j++) {
            bytes32 pad = keccak256(abi.encode(key, index, j));
            assembly ("memory-safe") {
                let at := add(32, mul(j, 32))
                mstore(add(out, at), xor(mload(add(text, at)), pad))
            }
        }
        assembly ("memory-safe") {
            mstore(out, length)
        }
        return out;
    }

    /// @notice Whether bytes are a record (docs/spec/evidence.md) of a device, of this number, signed by this key. The
    /// envelope has one byte form; of the payload nothing is asked but that the device signed it.
    function isSigned(bytes memory r, bytes32 device, uint64 sequence, bytes32 keyX, bytes32 keyY)
        public
        view
        returns (bool)
    {
        // tag 18, array of 4, header as a byte string of n bytes, which ends before n + 4
        if (r.length < 4 || r[0] != 0xd2 || r[1] != 0x84 || r[2] != 0x58) return false;
        bytes memory header = abi.encodePacked(hex"a50126031870045820", device, hex"3a00010000", number(sequence));
        uint256 end = 4 + uint8(r[3]);
        // The header goes on with the label and the 32 bytes of the record before.
        if (uint8(r[3]) != header.length + 39 || r.length < end + 2 + 66 || r[end] != 0xa0) return false;
        if (keccak256(slice(r, 4, 4 + header.length)) != keccak256(header)) return false;
        if (keccak256(slice(r, 4 + header.length, end - 32)) != keccak256(hex"3a000100015820")) return false;
        uint256 signature = r.length - 66;
        if (r[signature] != 0x58 || r[signature + 1] != 0x40) return false;
        bytes memory payload = slice(r, end + 1, signature);
        if (!isByteString(payload)) return false;
        bytes32 digest = sha256(abi.encodePacked(hex"846a", "Signature1", slice(r, 2, end), hex"40", payload));
        bytes memory scalars = slice(r, signature + 2, r.length);
        // A record has one byte form: s is in the lower half.
        if (uint256(bytes32(slice(scalars, 32, 64))) > HALF_ORDER) return false;
        (bool ran, bytes memory answer) = P256VERIFY.staticcall(abi.encodePacked(digest, scalars, keyX, keyY));
        return ran && answer.length == 32 && uint256(bytes32(answer)) == 1;
    }

    /// @dev A number in CBOR's shortest form.
    function number(uint64 value) private pure returns (bytes memory) {
        if (value < 24) return abi.encodePacked(uint8(value));
        if (value < 1 << 8) return abi.encodePacked(hex"18", uint8(value));
        if (value < 1 << 16) return abi.encodePacked(hex"19", uint16(value));
        if (value < 1 << 32) return abi.encodePacked(hex"1a", uint32(value));
        return abi.encodePacked(hex"1b", value);
    }

    /// @dev Whether bytes are one byte string with its head, so that it ends where the signature begins.
    function isByteString(bytes memory b) private pure returns (bool) {
        if (b.length == 0) return false;
        uint8 first = uint8(b[0]);
        if (first >= 0x40 && first < 0x58) return b.length == 1 + uint256(first - 0x40);
        if (first == 0x58 && b.length >= 2) return b.length == 2 + uint256(uint8(b[1])) && uint8(b[1]) >= 24;
        if (first == 0x59 && b.length >= 3) {
            uint256 length = uint256(uint8(b[1])) << 8 | uint8(b[2]);
            return b.length == 3 + length && length >= 256;
        }
        return false;
    }

    function slice(bytes memory b, uint256 from, uint256 to) private pure returns (bytes memory part) {
        part = new bytes(to - from);
        assembly ("memory-safe") {
            mcopy(add(part, 32), add(add(b, 32), from), sub(to, from))
        }
    }

    /// @dev RFC 9162, section 2.1.3.2.
    function isLeaf(bytes calldata leaf, uint64 index, uint64 size, bytes32[] calldata path, bytes32 root)
        private
        pure
        returns (bool)
    {
        if (index >= size) return false;
        bytes32 reached = sha256(abi.encodePacked(bytes1(0), leaf));
        (uint64 position, uint64 last) = (index, size - 1);
        for (uint256 i = 0; i < path.length; i++) {
            if (last == 0) return false;
            if (position & 1 == 1 || position == last) {
                reached = sha256(abi.encodePacked(bytes1(0x01), path[i], reached));
                while (position & 1 == 0 && position != 0) {
                    position >>= 1;
                    last >>= 1;
                }
            } else {
                reached = sha256(abi.encodePacked(bytes1(0x01), reached, path[i]));
            }
            position >>= 1;
            last >>= 1;
        }
        return last == 0 && reached == root;
    }

    function inState(bytes32 sale, State state) private view returns (Sale storage s) {
        s = book[sale];
        if (s.state != state) revert WrongState(sale, s.state);
    }

    function close(bytes32 sale, Sale storage s, State end, address to) private {
        s.state = end;
        owed[to][s.terms.token] += s.terms.price;
        emit Closed(sale, to);
    }
}
