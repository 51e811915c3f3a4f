// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {stdJson} from "forge-std/StdJson.sol";

import {IPreLiquidation, PreLiquidationParams} from "../../contracts/interfaces/IPreLiquidation.sol";
import {Funding, FundingSource, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {MorphoTest} from "./MorphoTest.sol";
import {Plans} from "./Plans.sol";
import {Routes} from "./Routes.sol";

/// @notice What tests use of the factory beyond `IPreLiquidationFactory`.
interface IFactory {
    function createPreLiquidation(bytes32 id, PreLiquidationParams memory terms) external returns (IPreLiquidation);
}

/// @notice What borrowers use of Morpho to accept a pre-liquidation.
interface IAuthorizing {
    function setAuthorization(address authorized, bool newIsAuthorized) external;
}

/// @notice The Morpho Blue leaf, the owner of which has allowed the factory of pre-liquidations too. The borrower has 10 WETH against
/// 21,500 USDC; ETH at 2600 is worth 26,000, an LTV of 82.69 %: healthy, and above the 80 % of the terms.
abstract contract PreLiquidationTest is MorphoTest {
    using stdJson for string;

    uint256 internal constant WAD = 1e18;
    uint256 internal constant COLLATERAL = 10e18;
    uint256 internal constant DEBT = 21_500e6;

    address internal factory;
    IPreLiquidation internal early;

    function setUp() public virtual override {
        super.setUp();
        early = _accepted(_terms());
        _openMorpho(borrower, COLLATERAL, DEBT);
        _setPrice("WETH", 2600 * USD);
    }

    function _setup() internal view virtual override returns (Setup memory setup) {
        setup = super._setup();
        address[] memory markets = new address[](setup.markets.length + 1);
        for (uint256 i; i < setup.markets.length; ++i) {
            markets[i] = setup.markets[i];
        }
        markets[setup.markets.length] = info.readAddress(".addresses.morpho.preLiquidationFactory");
        setup.markets = markets;
    }

    /// @dev 20 % of the debt for 1.02 of its worth at 80 %, 60 % for 1.05 at 86 %. Terms that the devnet does not have.
    function _terms() internal view returns (PreLiquidationParams memory) {
        return PreLiquidationParams(0.8e18, 0.2e18, 0.6e18, 1.02e18, 1.05e18, params.oracle);
    }

    function _accepted(PreLiquidationParams memory terms) internal returns (IPreLiquidation made) {
        factory = info.readAddress(".addresses.morpho.preLiquidationFactory");
        made = IFactory(factory).createPreLiquidation(_id(), terms);
        vm.prank(borrower);
        IAuthorizing(morpho).setAuthorization(address(made), true);
    }

    /// @dev Repays `shares` in the callback of the pre-liquidation, sells on the pool of `fee`.
    function _early(uint256 shares, uint24 fee) internal view returns (Plan memory) {
        return Plan({
            target: Target(address(early), borrower, weth, usdc, shares, abi.encode(factory)),
            funding: Funding(FundingSource.Callback, address(0), 0),
            selling: Selling.Leaf,
            route: Routes.uniswapV3(abi.encodePacked(weth, fee, usdc)),
            terms: Plans.terms()
        });
    }

    function _shares() internal view returns (uint256 shares) {
        (shares,) = _position(borrower);
    }

    /// @return repayable Shares that the terms allow, by their rules, at the price of 2600.
    /// @return incentive WAD.
    function _allowed(PreLiquidationParams memory terms) internal view returns (uint256 repayable, uint256 incentive) {
        uint256 worth = COLLATERAL * 2600e24 / 1e36;
        uint256 ltv = (DEBT * WAD + worth - 1) / worth;
        uint256 ratio = (ltv - terms.preLltv) * WAD / (params.lltv - terms.preLltv);
        incentive = terms.preLIF1 + ratio * (terms.preLIF2 - terms.preLIF1) / WAD;
        repayable = _shares() * (terms.preLCF1 + ratio * (terms.preLCF2 - terms.preLCF1) / WAD) / WAD;
    }
}
