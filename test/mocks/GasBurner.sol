// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Uses up all the gas that it is given, whatever is asked of it.
contract GasBurner {
    fallback() external payable {
        while (true) {}
    }
}
