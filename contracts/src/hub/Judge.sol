// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice What the judge is shown: the codes of the pieces without their first bytes, and the rest behind them.
struct Evidence {
    address[] pieces;
    bytes rest;
}

/// @notice What it found; what the evidence does not tell is 0.
/// @param genesis hash of block 0, in the rules
struct Finding {
    uint256 verdict;
    bytes32 rules;
    bytes32 genesis;
    bytes32 blockHash;
    uint256 number;
    bytes32 parentHash;
    bytes32 state;
    bytes32 parentState;
}

/// @title The precompile that executes what other chains did
/// @notice All of the root's delegates do, so that its word is the root's own (docs/spec/disputes.md, rules 4 to 7).
library Judge {
    /// @notice What was shown does not suffice, or is about something else. It makes nobody guilty.
    error Incomplete();

    uint256 internal constant TRUE = 1;
    uint256 internal constant FALSE = 2;

    address private constant JUDGE = 0x0000000000000000000000000000000000001100;
    uint256 private constant BLOCK = 1;
    uint256 private constant QUESTION = 2;
    uint256 private constant BYTES = 3;
    uint256 private constant WORDS = 256;

    /// @notice Whether there is a judge: on a sidechain there is none.
    function sits() internal view returns (bool) {
        (bool ran, bytes memory said) = JUDGE.staticcall(abi.encodePacked(BYTES, uint256(0), uint256(0), uint256(0)));
        return ran && said.length == WORDS;
    }

    /// @notice Whether a block does what its header says.
    function executed(Evidence calldata e) internal view returns (Finding memory) {
        return finding(asked(BLOCK, address(0), "", e));
    }

    /// @notice What a contract answers in the state after a block.
    function answered(address to, bytes memory question, Evidence calldata e)
        internal
        view
        returns (Finding memory f, bytes memory answer)
    {
        bytes memory said = asked(QUESTION, to, question, e);
        f = finding(said);
        answer = new bytes(said.length - WORDS);
        assembly ("memory-safe") {
            mcopy(add(answer, 32), add(said, 288), mload(answer))
        }
    }

    /// @notice Which block's bytes are there.
    function seen(Evidence calldata e) internal view returns (Finding memory) {
        return finding(asked(BYTES, address(0), "", e));
    }

    function asked(uint256 what, address to, bytes memory question, Evidence calldata e)
        private
        view
        returns (bytes memory said)
    {
        bool ran;
        (ran, said) = JUDGE.staticcall(
            abi.encodePacked(
                what, uint256(uint160(to)), e.pieces.length, e.pieces, question.length, question, e.rest
            )
        );
        if (!ran || said.length < WORDS) revert Incomplete();
    }

    function finding(bytes memory said) private pure returns (Finding memory f) {
        f = abi.decode(said, (Finding));
        if (f.verdict != TRUE && f.verdict != FALSE) revert Incomplete();
    }
}
