// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bls} from "../staking/Bls.sol";
import {HUB_CHAINS} from "./Hub.sol";

/// @title Committees and their aggregate signatures
/// @notice A committee is its keys, one after the other, each in EIP-2537's 128 bytes, rising in x: so no key stands there
/// twice, and none beside its own negative. Member 0 has the lowest bit. Keys come with a proof of possession
/// ({HubMembers}), without which a sum of keys would prove nothing about those who are in it.
library Committee {
    uint256 internal constant MIN_SIZE = 4;
    uint256 internal constant MAX_SIZE = 36;

    address private constant G1ADD = address(0x0b);

    /// @dev An addition costs 375; a point off the curve would burn all it is given.
    uint256 private constant ADD_GAS = 1000;

    /// @notice What a chain's checkpoint names.
    function hash(uint64 chain, uint64 term, bytes memory keys) internal pure returns (bytes32) {
        return keccak256(abi.encode("BANYAN-HUB-COMMITTEE-V1", chain, term, keys));
    }

    /// @notice What a member's key signs to join: it names key, account, chain and root, so nobody can copy it.
    function statement(uint64 chain, address account, bytes memory key) internal view returns (bytes memory) {
        return abi.encodePacked(
            "BANYAN-HUB-MEMBER-V1", uint64(block.chainid), HUB_CHAINS, chain, account, Bls.compress(key)
        );
    }

    /// @notice How many of n members a certificate needs.
    function quorum(uint256 n) internal pure returns (uint256) {
        return n - (n - 1) / 3;
    }

    /// @notice Whether these are the keys of 4 to 36 members in their order.
    function isOrdered(bytes memory keys) internal pure returns (bool) {
        uint256 n = keys.length / Bls.KEY_SIZE;
        if (keys.length % Bls.KEY_SIZE != 0 || n < MIN_SIZE || n > MAX_SIZE) return false;
        for (uint256 i = Bls.KEY_SIZE; i < keys.length; i += Bls.KEY_SIZE) {
            uint256 upper = Bls.word(keys, i);
            uint256 before = Bls.word(keys, i - Bls.KEY_SIZE);
            if (upper < before) return false;
            if (upper == before && Bls.word(keys, i + 32) <= Bls.word(keys, i - Bls.KEY_SIZE + 32)) return false;
        }
        return true;
    }

    /// @notice A member's key.
    function keyOf(bytes memory keys, uint256 member) internal pure returns (bytes memory) {
        uint256 from = member * Bls.KEY_SIZE;
        return abi.encode(
            Bls.word(keys, from), Bls.word(keys, from + 32), Bls.word(keys, from + 64), Bls.word(keys, from + 96)
        );
    }

    /// @notice Whether a quorum of the committee signed a digest.
    /// @param signers bit i for member i
    function isSigned(bytes memory keys, uint64 signers, bytes memory signature, bytes32 digest)
        internal
        view
        returns (bool)
    {
        uint256 n = keys.length / Bls.KEY_SIZE;
        if (n == 0 || n > MAX_SIZE || uint256(signers) >> n != 0) return false;
        bytes memory sum;
        uint256 signed = 0;
        for (uint256 i = 0; i < n; i++) {
            if (signers >> i & 1 == 0) continue;
            bytes memory key = keyOf(keys, i);
            signed++;
            if (signed == 1) {
                sum = key;
            } else {
                bool ran;
                (ran, sum) = G1ADD.staticcall{gas: ADD_GAS}(bytes.concat(sum, key));
                if (!ran || sum.length != Bls.KEY_SIZE) return false;
            }
        }
        // A sum that is the point at infinity, to which keys could be chosen, is refused by verify.
        return signed >= quorum(n) && Bls.verify(sum, abi.encodePacked(digest), signature, Bls.SIGN);
    }
}
