// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// Counts, and fails in each way in which contracts fail: a named error, a reason, a panic.
contract Counter {
    uint256 public count;
    mapping(address => uint256) public countBy;

    event Counted(address indexed by, uint256 count, string note);

    error TooMuch(uint256 asked, uint256 most);

    constructor(uint256 start) {
        count = start;
    }

    /// Coins are welcome, also those of an account that borrows this code.
    receive() external payable {}

    function add(uint256 amount, string calldata note) external {
        if (amount > 100) revert TooMuch(amount, 100);
        require(amount != 0, "nothing to add");
        count += amount;
        countBy[msg.sender] += amount;
        emit Counted(msg.sender, count, note);
    }

    function share(uint256 among) external view returns (uint256) {
        return count / among;
    }
}
