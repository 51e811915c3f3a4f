// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Where the debt asset comes from. A value that the leaf does not support reverts.
enum FundingSource {
    Callback, // the protocol's own: collateral first, debt afterwards
    Wallet, // pulled from the caller's allowance
    UniswapV3FlashSwap, // exact output of the debt, paid with the collateral
    AaveV3FlashLoan, // flashLoanSimple, premium on top
    AaveV2FlashLoan, // flashLoan of one asset, premium on top
    MorphoFlashLoan, // flashLoan of the singleton, free
    BalancerV2FlashLoan, // flashLoan of the vault, fee on top
    UniswapV3FlashLoan, // flash of a pool of the configured factory, the pool's fee on top
    UniswapV2FlashSwap, // as UniswapV3FlashSwap, of an allowed pair
    ERC3156FlashLoan, // flashLoan of one asset, fee on top
    UniswapV4FlashLoan, // unlock, take and settle, free
    Several // any of the loans above, one within the other, but no swap; the route begins with them, packed as Loans.sol says
}

/// @notice Who sells what was seized.
enum Selling {
    None, // nobody: same asset, it is kept, or a flash swap that is the sale itself
    Leaf, // the liquidator, on Uniswap V3 pools of the configured factory only
    Seller // the companion that the owner has set: every other venue
}

/// @notice What to liquidate.
struct Target {
    address market; // contract that is called to liquidate; it, or the root that vouches for it, is allow-listed
    address borrower;
    address collateral; // underlying, also when what arrives stands for it (aTokens, shares)
    address debt;
    uint256 amount; // how much, in the unit that the leaf documents
    bytes data; // leaf-specific arguments, ABI-encoded
}

/// @notice How to pay.
struct Funding {
    FundingSource source;
    address lender; // who lends, allow-listed, or a pool of the configured factory; ignored by Callback, Wallet, the swap of V3 and Several
    uint256 amount; // debt units to obtain; ignored by Callback, which pays what the protocol asks
}

/// @notice Limits of the caller, checked at the exit.
struct Terms {
    uint256 minProfit; // debt units, after the tip; never 0
    uint16 minBonusShareBps; // share of the bonus at the oracle's price that must be left after the tip; at least the owner's limit
    uint16 tipBps; // share of the realised profit; at most the owner's limit
    address tipRecipient; // zero means block.coinbase
    uint48 deadline; // last valid block timestamp, seconds
}

/// @notice One liquidation, complete.
struct Plan {
    Target target;
    Funding funding;
    Selling selling;
    bytes route; // behind the loans of Several: from what arrives to the debt, as Route.sol says; of a flash swap its one hop; else
    // ignored if nobody sells
    Terms terms;
}

/// @notice What one liquidation did. Debt and collateral amounts in token units.
struct Outcome {
    uint256 repaid; // debt units that the protocol took
    uint256 premium; // debt units that the lender charged on top
    uint256 seized; // collateral units received from the protocol, or units of what stands for it
    uint256 debtGain; // debt units left over, before the tip
    uint256 collateralGain; // units of the same left over, before the tip
    uint256 profit; // debt units: debtGain + collateralGain at the protocol's oracle price - debt the wallet did not get back
    uint256 tip; // debt units: the tip at the same price
}
