// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

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
