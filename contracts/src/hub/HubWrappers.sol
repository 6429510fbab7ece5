// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {HUB_CHAINS, only} from "./Hub.sol";
import {Wrapper} from "./Wrapper.sol";

/// @notice A token of a chain's own that it may bring to the root.
/// @param token how the chain names it
/// @param cap the most that is ever outside of it, in the smallest unit
/// @param name 1 to 32 bytes
/// @param symbol 1 to 11 bytes
struct Export {
    bytes32 token;
    uint128 cap;
    uint8 decimals;
    string name;
    string symbol;
}

/// @title Where wrappers come from
/// @notice A wrapper's address follows from the chain, the token and its names.
/// @dev Stands in genesis at 0x0000000000000000000000000000000000001029; docs/spec/hub.md, rule 14.
contract HubWrappers {
    event Made(uint64 indexed chain, bytes32 indexed token, address wrapper, uint128 cap);

    error BadExport(bytes32 token);

    mapping(uint64 chain => mapping(bytes32 token => address)) public wrapperOf;

    /// @notice For {HubChains}, at registration.
    function make(uint64 chain, Export calldata e) external returns (address wrapper) {
        only(HUB_CHAINS);
        bool named = bytes(e.name).length > 0 && bytes(e.name).length <= 32 && bytes(e.symbol).length > 0
            && bytes(e.symbol).length <= 11;
        if (!named || e.cap == 0 || e.decimals > 36 || wrapperOf[chain][e.token] != address(0)) revert BadExport(e.token);
        wrapper = address(new Wrapper{salt: 0}(chain, e.token, e.name, e.symbol, e.decimals));
        wrapperOf[chain][e.token] = wrapper;
        emit Made(chain, e.token, wrapper, e.cap);
    }

    /// @notice Where a wrapper stands, or would.
    function predict(uint64 chain, Export calldata e) external view returns (address) {
        bytes memory arguments = abi.encode(chain, e.token, e.name, e.symbol, e.decimals);
        bytes32 code = keccak256(bytes.concat(type(Wrapper).creationCode, arguments));
        return address(uint160(uint256(keccak256(abi.encodePacked(uint8(0xff), address(this), bytes32(0), code)))));
    }
}
