// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Takes no ether, and says why.
contract RefusingReceiver {
    error NoEtherPlease();

    receive() external payable {
        revert NoEtherPlease();
    }
}
