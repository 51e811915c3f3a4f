// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice What is used of a comptroller of Compound V2 and of its relatives. What they answer besides, and where they put it, differs.
interface IComptroller {
    function oracle() external view returns (address);
    function getAllMarkets() external view returns (address[] memory cTokens);
    function getAssetsIn(address account) external view returns (address[] memory cTokens);
    function closeFactorMantissa() external view returns (uint256);
    function liquidationIncentiveMantissa() external view returns (uint256);

    /// @return isListed Whether it vouches for the token.
    /// @return collateralFactorMantissa Scaled by 1e18. More follows, of a relative's own.
    function markets(address cToken) external view returns (bool isListed, uint256 collateralFactorMantissa);

    /// @notice cTokens of the borrower's for what is repaid, by the rates as they are stored.
    /// @return code Zero: known.
    function liquidateCalculateSeizeTokens(address cTokenBorrowed, address cTokenCollateral, uint256 repaid)
        external
        view
        returns (uint256 code, uint256 cTokens);

    /// @notice Whether a liquidation is allowed, before any money moves. It may revert instead of answering with a code.
    /// @return code Zero: it is; else of ComptrollerErrorReporter.
    function liquidateBorrowAllowed(
        address cTokenBorrowed,
        address cTokenCollateral,
        address liquidator,
        address borrower,
        uint256 repayAmount
    ) external returns (uint256 code);
}

/// @notice What only some comptrollers have: asked for by calls that may fail.
interface IComptrollerExtras {
    /// @dev Compound since 2021: collateral factor zero, borrowing paused, all interest to the reserves.
    function isDeprecated(address cToken) external view returns (bool);

    /// @dev Compound: nothing can be seized.
    function seizeGuardianPaused() external view returns (bool);

    /// @dev Venus: the only one who may liquidate; zero: everybody.
    function liquidatorContract() external view returns (address);

    /// @dev Venus: share of what is redeemed that its treasury keeps, scaled by 1e18.
    function treasuryPercent() external view returns (uint256);

    /// @dev Venus.
    function protocolPaused() external view returns (bool);

    /// @dev Venus: REPAY 3, SEIZE 4, LIQUIDATE 5, REDEEM 1.
    function actionPaused(address cToken, uint8 action) external view returns (bool);

    /// @dev Venus: who lends its own dollar against the same collateral; zero: nobody.
    function vaiController() external view returns (address);
}

/// @notice Venus's lender of its own dollar.
interface IVaiController {
    /// @return USD that the account owes, scaled by 1e18.
    function getVAIRepayAmount(address account) external view returns (uint256);
}

/// @notice What is used of a comptroller's oracle.
interface ICompoundOracle {
    /// @return In the oracle's own unit of account for one unit of the underlying, scaled by 1e36; zero where it has no price.
    function getUnderlyingPrice(address cToken) external view returns (uint256);
}

/// @notice What cTokens have in common. Amounts of the underlying, cTokens, and rates and indices scaled by 1e18. Functions that change
/// something answer with a code of TokenErrorReporter, zero where all is well; newer tokens revert instead of any other.
interface ICToken {
    function comptroller() external view returns (address);
    function balanceOf(address account) external view returns (uint256);
    function borrowBalanceStored(address account) external view returns (uint256);

    /// @notice What the comptroller counts of an account, as stored.
    /// @return code Zero: known.
    function getAccountSnapshot(address account)
        external
        view
        returns (uint256 code, uint256 cTokens, uint256 debt, uint256 exchangeRate);

    function exchangeRateStored() external view returns (uint256);
    function getCash() external view returns (uint256);
    function totalBorrows() external view returns (uint256);
    function totalReserves() external view returns (uint256);
    function totalSupply() external view returns (uint256);
    function reserveFactorMantissa() external view returns (uint256);
    function borrowIndex() external view returns (uint256);
    function accrualBlockNumber() external view returns (uint256);
    function borrowRatePerBlock() external view returns (uint256);

    /// @dev Newer tokens alone: share of what is seized that goes to the reserves.
    function protocolSeizeShareMantissa() external view returns (uint256);

    /// @dev The oldest tokens alone, of 2019. Those cannot be liquidated against themselves: seizing enters the token a second time.
    function initialExchangeRateMantissa() external view returns (uint256);

    function accrueInterest() external returns (uint256 code);
    function redeem(uint256 cTokens) external returns (uint256 code);
}

/// @notice A cToken of an ERC-20 token.
interface ICErc20 {
    /// @dev Never asked of a cToken of ether, which has none and answers what it does not know by minting.
    function underlying() external view returns (address);

    function liquidateBorrow(address borrower, uint256 repayAmount, address cTokenCollateral)
        external
        returns (uint256 code);
}

/// @notice A cToken of ether: all of the value is repaid, and any failure reverts.
interface ICEther {
    function liquidateBorrow(address borrower, address cTokenCollateral) external payable;
}
