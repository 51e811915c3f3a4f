// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DevnetToken} from "../devnet/DevnetToken.sol";

/// @notice Says that it is wrapped ether, and pays none, or less than it should.
contract FakeWrapper is DevnetToken {
    uint256 public paidBps; // of what is withdrawn, in ether

    constructor() DevnetToken("Wrapped nothing", "WNONE", 18) {}

    receive() external payable {}

    function setPaid(uint256 bps) external {
        paidBps = bps;
    }

    function withdraw(uint256 amount) external {
        _burn(msg.sender, amount);
        if (paidBps == 0) return;
        (bool success,) = msg.sender.call{value: amount * paidBps / 10_000}("");
        assert(success);
    }
}
