// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IComptroller, ICErc20, ICToken} from "../../contracts/interfaces/ICompoundV2.sol";

/// @notice What tests use of a comptroller besides.
interface IComptrollerAdmin is IComptroller {
    function admin() external view returns (address);
    function enterMarkets(address[] calldata cTokens) external returns (uint256[] memory codes);
    function getAccountLiquidity(address account)
        external
        view
        returns (uint256 code, uint256 liquidity, uint256 shortfall);
    function _setLiquidatorContract(address liquidator) external;
    function _setActionsPaused(address[] calldata markets, uint8[] calldata actions, bool paused) external;
}

/// @notice What tests use of a cToken besides.
interface ICTokenMarket is ICToken, ICErc20 {
    function mint(uint256 amount) external returns (uint256 code);
    function borrow(uint256 amount) external returns (uint256 code);
    function repayBorrowBehalf(address borrower, uint256 amount) external returns (uint256 code);
    function exchangeRateCurrent() external returns (uint256);
}

/// @notice What tests use of the cToken of ether besides.
interface ICEtherMarket {
    function mint() external payable;
}
