// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice Staked ether whose balances are shares of all of it, and round down.
contract StakedEther {
    uint256 public getTotalShares;
    uint256 public getTotalPooledEther;
    mapping(address account => uint256) public sharesOf;

    event Transfer(address indexed from, address indexed to, uint256 amount);

    function mint(address to, uint256 shares, uint256 pooledEther) external {
        sharesOf[to] += shares;
        getTotalShares += shares;
        getTotalPooledEther += pooledEther;
    }

    function balanceOf(address account) external view returns (uint256) {
        return getPooledEthByShares(sharesOf[account]);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        uint256 shares = amount * getTotalShares / getTotalPooledEther;
        sharesOf[msg.sender] -= shares;
        sharesOf[to] += shares;
        emit Transfer(msg.sender, to, amount);
        return true;
    }

    function getPooledEthByShares(uint256 shares) public view returns (uint256) {
        return shares * getTotalPooledEther / getTotalShares;
    }
}

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
