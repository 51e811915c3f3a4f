// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {DevnetTest} from "./DevnetTest.sol";
import {ICEtherMarket, IComptrollerAdmin, ICTokenMarket} from "./ICompoundMarkets.sol";
import {Plans} from "./Plans.sol";
import {Routes} from "./Routes.sol";

/// @notice The Compound V2 leaf on the devnet: the older tokens of a comptroller, and the newer ones of another.
abstract contract CompoundTest is DevnetTest {
    using SafeERC20 for IERC20;
    using stdJson for string;

    FlashLiquidator internal liquidator;
    IComptrollerAdmin internal comptroller;
    IComptrollerAdmin internal newerComptroller;
    address internal cEther;
    address internal cUsdc;
    address internal cUsdt;
    address internal cBtc;
    address internal cLink;
    address internal newerWeth;
    address internal newerUsdc;

    function setUp() public virtual override {
        super.setUp();
        comptroller = IComptrollerAdmin(_compound("older.comptroller"));
        newerComptroller = IComptrollerAdmin(_compound("newer.comptroller"));
        cEther = _compound("older.cTokens.WETH");
        cUsdc = _compound("older.cTokens.USDC");
        cUsdt = _compound("older.cTokens.USDT");
        cBtc = _compound("older.cTokens.WBTC");
        cLink = _compound("older.cTokens.LINK");
        newerWeth = _compound("newer.cTokens.WETH");
        newerUsdc = _compound("newer.cTokens.USDC");
        liquidator = _deploy("CompoundV2Liquidator");
    }

    function _setup() internal view virtual override returns (Setup memory setup) {
        setup = super._setup();
        setup.markets = new address[](2);
        (setup.markets[0], setup.markets[1]) = (address(comptroller), address(newerComptroller));
    }

    function _liquidate(Plan memory plan) internal returns (Outcome memory) {
        vm.prank(operator);
        return liquidator.liquidate(plan);
    }

    /// @dev 10 ether against 22,000 USDC; ETH falls from 3000 to 2600: worth 26,000, may owe 20,800.
    function _openCompoundReference() internal {
        _supplyEther(borrower, 10e18);
        _borrow(comptroller, borrower, cEther, cUsdc, 22_000e6);
        _setPrice("WETH", 2600 * USD);
    }

    /// @dev The same with tokens that revert.
    function _openNewerReference() internal {
        _supply(borrower, newerWeth, 10e18);
        _borrow(newerComptroller, borrower, newerWeth, newerUsdc, 22_000e6);
        _setPrice("WETH", 2600 * USD);
    }

    /// @dev A bitcoin against 13 ether; bitcoin falls to 50,000.
    function _openEtherDebt() internal {
        _supply(borrower, cBtc, 1e8);
        _borrow(comptroller, borrower, cBtc, cEther, 13e18);
        _setPrice("WBTC", 50_000 * USD);
    }

    function _supplyEther(address user, uint256 amount) internal {
        vm.deal(user, amount);
        vm.prank(user);
        ICEtherMarket(cEther).mint{value: amount}();
    }

    function _supply(address user, address cToken, uint256 amount) internal {
        address token = ICTokenMarket(cToken).underlying();
        deal(token, user, amount);
        vm.startPrank(user);
        IERC20(token).forceApprove(cToken, amount);
        assertEq(ICTokenMarket(cToken).mint(amount), 0);
        vm.stopPrank();
    }

    function _borrow(IComptrollerAdmin root, address user, address collateral, address debt, uint256 amount) internal {
        address[] memory entered = new address[](1);
        entered[0] = collateral;
        vm.startPrank(user);
        root.enterMarkets(entered);
        assertEq(ICTokenMarket(debt).borrow(amount), 0);
        vm.stopPrank();
    }

    /// @dev Debt borrowed from Aave, what is redeemed sold on the 0.3 % pool.
    function _flashLoan(address borrowed, address collateral, uint256 amount) internal view returns (Plan memory) {
        return _flashLoan(_target(borrowed, collateral, amount), amount);
    }

    function _flashLoan(Target memory target, uint256 amount) internal view returns (Plan memory) {
        return Plan({
            target: target,
            funding: Funding(FundingSource.AaveV3FlashLoan, address(pool), amount),
            selling: target.collateral == target.debt ? Selling.None : Selling.Leaf,
            route: Routes.split(0, 1, Routes.v3(3000, target.debt)),
            terms: Plans.terms()
        });
    }

    /// @dev Debt bought from the 0.3 % pool with what is redeemed.
    function _flashSwap(address borrowed, address collateral, uint256 amount) internal view returns (Plan memory plan) {
        plan = _flashLoan(borrowed, collateral, amount);
        (plan.funding, plan.selling) = (Funding(FundingSource.UniswapV3FlashSwap, address(0), amount), Selling.None);
    }

    /// @dev Debt from the caller's wallet, cTokens kept.
    function _kept(address borrowed, address collateral, uint256 amount) internal view returns (Plan memory plan) {
        Target memory target = _target(borrowed, collateral, amount);
        target.collateral = collateral;
        target.data = abi.encode(borrowed, collateral, cEther, true);
        plan = _flashLoan(target, amount);
        plan.funding = Funding(FundingSource.Wallet, address(0), amount);
        (plan.selling, plan.route) = (Selling.None, "");
    }

    function _target(address borrowed, address collateral, uint256 amount) internal view returns (Target memory) {
        bool isNewer = borrowed == newerUsdc || borrowed == newerWeth;
        address root = address(isNewer ? newerComptroller : comptroller);
        bytes memory data = abi.encode(borrowed, collateral, cEther, false);
        return Target(root, borrower, _underlying(collateral), _underlying(borrowed), amount, data);
    }

    /// @dev Of ether its wrapped form.
    function _underlying(address cToken) internal view returns (address) {
        return cToken == cEther ? weth : ICTokenMarket(cToken).underlying();
    }

    /// @dev Gives the operator exactly this much and lets the liquidator take it.
    function _fundOperator(address token, uint256 amount) internal {
        deal(token, operator, amount);
        vm.prank(operator);
        IERC20(token).forceApprove(address(liquidator), amount);
    }

    function _failureOf(Plan memory plan) internal returns (bytes memory) {
        vm.prank(operator);
        (bool success, bytes memory answer) =
            address(liquidator).call(abi.encodeCall(FlashLiquidator.liquidate, (plan)));
        assertFalse(success);
        return answer;
    }

    function _balance(address token, address who) internal view returns (uint256) {
        return IERC20(token).balanceOf(who);
    }

    /// @dev Neither cTokens nor allowances to them either.
    function _assertNothingKept() internal view {
        _assertNothingAtRest(liquidator);
        address[7] memory cTokens = [cEther, cUsdc, cUsdt, cBtc, cLink, newerWeth, newerUsdc];
        for (uint256 i; i < cTokens.length; ++i) {
            assertEq(_balance(cTokens[i], address(liquidator)), 0, "cTokens at rest");
            uint256 left = IERC20(_underlying(cTokens[i])).allowance(address(liquidator), cTokens[i]);
            assertEq(left, 0, "allowance left");
        }
    }

    function _compound(string memory path) private view returns (address) {
        return info.readAddress(string.concat(".addresses.compound.", path));
    }
}
