// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {StakedEther} from "./StakedEther.sol";

/// @notice Wrapped staked ether: a unit is a share.
contract WrappedStakedEther is ERC20 {
    StakedEther private immutable _ST_ETH;

    constructor(StakedEther staked) ERC20("Wrapped staked ether", "wstETH") {
        _ST_ETH = staked;
    }

    function stETH() external view returns (StakedEther) {
        return _ST_ETH;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function unwrap(uint256 amount) external returns (uint256 received) {
        _burn(msg.sender, amount);
        received = _ST_ETH.getPooledEthByShares(amount);
        _ST_ETH.transfer(msg.sender, received);
    }
}
