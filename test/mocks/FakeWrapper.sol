// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DevnetToken} from "../devnet/DevnetToken.sol";

/// @notice Says that it is wrapped ether, and pays none.
contract FakeWrapper is DevnetToken {
    constructor() DevnetToken("Wrapped nothing", "WNONE", 18) {}

    function withdraw(uint256 amount) external {
        _burn(msg.sender, amount);
    }
}
