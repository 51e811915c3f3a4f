// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {Funding, FundingSource, Plan, Selling, Target, Terms} from "../../contracts/types/Plan.sol";
import {Routes} from "./Routes.sol";

/// @notice Builds plans the way the command line does.
library Plans {
    /// @dev Debt bought from the pool of `fee` with the collateral that it is paid with.
    function flashSwap(address market, address borrower, address collateral, address debt, uint256 amount, uint24 fee)
        internal
        view
        returns (Plan memory)
    {
        return Plan({
            target: Target(market, borrower, collateral, debt, amount, ""),
            funding: Funding(FundingSource.UniswapV3FlashSwap, address(0), amount),
            selling: Selling.None,
            route: Routes.uniswapV3(abi.encodePacked(collateral, fee, debt)),
            terms: terms()
        });
    }

    /// @dev Debt borrowed from the market itself, collateral sold on the pool of `fee`.
    function flashLoan(address market, address borrower, address collateral, address debt, uint256 amount, uint24 fee)
        internal
        view
        returns (Plan memory)
    {
        return Plan({
            target: Target(market, borrower, collateral, debt, amount, ""),
            funding: Funding(FundingSource.AaveV3FlashLoan, market, amount),
            selling: Selling.Leaf,
            route: Routes.uniswapV3(abi.encodePacked(collateral, fee, debt)),
            terms: terms()
        });
    }

    /// @dev Debt from the caller's wallet, collateral sold on the pool of `fee`.
    function wallet(address market, address borrower, address collateral, address debt, uint256 amount, uint24 fee)
        internal
        view
        returns (Plan memory)
    {
        return Plan({
            target: Target(market, borrower, collateral, debt, amount, ""),
            funding: Funding(FundingSource.Wallet, address(0), amount),
            selling: Selling.Leaf,
            route: Routes.uniswapV3(abi.encodePacked(collateral, fee, debt)),
            terms: terms()
        });
    }

    /// @dev Debt paid out of Morpho's own callback, collateral sold on the pool of `fee`.
    /// @param amount Collateral units to seize, or borrow shares to repay.
    function morphoCallback(
        address morpho,
        address borrower,
        MorphoMarketParams memory params,
        uint256 amount,
        bool byShares,
        uint24 fee
    ) internal view returns (Plan memory) {
        bytes memory data = abi.encode(params, byShares, false);
        return Plan({
            target: Target(morpho, borrower, params.collateralToken, params.loanToken, amount, data),
            funding: Funding(FundingSource.Callback, address(0), 0),
            selling: Selling.Leaf,
            route: Routes.uniswapV3(abi.encodePacked(params.collateralToken, fee, params.loanToken)),
            terms: terms()
        });
    }

    /// @dev Minimum profit of one unit, half of the bonus, no tip, valid now.
    function terms() internal view returns (Terms memory) {
        return Terms(1, 5_000, 0, address(0), uint48(block.timestamp));
    }
}
