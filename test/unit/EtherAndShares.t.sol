// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {EtherUnexpected, Loss, MarketNotAllowed} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {CompoundMarket} from "../doubles/CompoundMarket.sol";
import {CompoundRoot} from "../doubles/CompoundRoot.sol";
import {EtherBomb} from "../mocks/EtherBomb.sol";
import {DevnetTest} from "../utils/DevnetTest.sol";
import {Plans} from "../utils/Plans.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice
/// a leaf whose protocol is not like the others
/// ├── is paid in ether                                  → what was repaid is the difference of wrapped ether
/// ├── pays in ether                                     → it arrives as wrapped ether
/// ├── both at once                                      → the same, told apart
/// ├── gives shares that are kept                        → judged at their own price, not one to one
/// ├── given ether lies here                             → neither counted nor used, nor a loss paid with it
/// ├── when somebody else sends ether                    → EtherUnexpected
/// └── when its root does not vouch for a market         → MarketNotAllowed, with who is not
contract EtherAndSharesTest is DevnetTest {
    using SafeERC20 for IERC20;

    FlashLiquidator private leaf;
    CompoundRoot private root;
    CompoundMarket private cEther;
    CompoundMarket private cUsdc;

    function setUp() public override {
        super.setUp();
        root = new CompoundRoot();
        // A share of 8 decimals is worth 0.02 of its asset.
        cEther = new CompoundMarket(root, IERC20(address(0)), 0.02e28);
        cUsdc = new CompoundMarket(root, IERC20(usdc), 0.02e16);
        root.list(address(cEther), 3000e18);
        root.list(address(cUsdc), 1e30);
        vm.deal(address(cEther), 1_000 ether);
        deal(usdc, address(cUsdc), 1_000_000e6);
        leaf = _deploy("CompoundLeaf");
    }

    /// @dev 10 ether of debt at 3400, against 40,000 USDC; the pools buy it for 3000.
    function test_IsPaidInEther() public {
        _usdcAgainstEther();
        Outcome memory outcome = _liquidate(_plan(cEther, cUsdc, 4e18));
        assertEq(outcome.repaid, 4e18);
        assertEq(outcome.seized, 4 * 3400e6 * 108 / 100);
        assertEq(cEther.borrowBalanceStored(borrower), 6e18);
        assertGt(outcome.debtGain, 0.08 * 4e18, "the bonus");
        assertEq(_balance(weth, receiver), outcome.debtGain);
        _assertNothingAtRest(leaf);
    }

    /// @dev More is borrowed than is asked for: what is not paid stays wrapped.
    function test_IsPaidInEtherOutOfALargerBudget() public {
        _usdcAgainstEther();
        Plan memory plan = _plan(cEther, cUsdc, 4e18);
        uint256 snapshot = vm.snapshotState();
        Outcome memory exact = _liquidate(plan);
        vm.revertToState(snapshot);

        plan.funding.amount = 5e18;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 4e18);
        assertEq(outcome.debtGain, exact.debtGain + exact.premium - outcome.premium);
    }

    function test_PaysInEther() public {
        _etherAgainstUsdc();
        Plan memory plan = _plan(cUsdc, cEther, 11_000e6);
        plan.funding = Funding(FundingSource.UniswapV3FlashSwap, address(0), 11_000e6);
        plan.selling = Selling.None;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.seized, uint256(11_000e18) * 108 / 100 / 2500);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        _assertNothingAtRest(leaf);
    }

    function test_BothInEther() public {
        cEther.setPosition(borrower, 600e8, 10e18);
        Plan memory plan = _plan(cEther, cEther, 4e18);
        (plan.selling, plan.route) = (Selling.None, "");
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 4e18);
        assertEq(outcome.seized, 4.32e18);
        assertEq(outcome.debtGain, 0.32e18 - outcome.premium);
        assertEq(outcome.collateralGain, 0, "one asset, counted once");
        assertEq(_balance(weth, receiver), outcome.profit);
        _assertNothingAtRest(leaf);
    }

    /// @dev A share is worth 50 USDC: one to one the profit would be 50 times what it is.
    function test_KeepsSharesAtTheirOwnPrice() public {
        _etherAgainstUsdc();
        Plan memory plan = _plan(cUsdc, cEther, 11_000e6);
        plan.funding = Funding(FundingSource.Wallet, address(0), 11_000e6);
        (plan.selling, plan.route) = (Selling.None, "");
        plan.target.data = abi.encode(cEther, true);
        deal(usdc, operator, 11_000e6);
        vm.prank(operator);
        IERC20(usdc).forceApprove(address(leaf), 11_000e6);

        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.seized, 237.6e8); // 11,880 USD
        assertEq(outcome.collateralGain, outcome.seized);
        assertEq(outcome.profit, 880e6);
        assertEq(cEther.balanceOf(receiver), 237.6e8);
        assertEq(cEther.balanceOf(address(leaf)), 0);
        _assertNothingAtRest(leaf);
    }

    function test_EtherThatLiesHereIsNeitherCountedNorUsed() public {
        _etherAgainstUsdc();
        Plan memory plan = _plan(cUsdc, cEther, 11_000e6);
        uint256 snapshot = vm.snapshotState();
        Outcome memory expected = _liquidate(plan);
        vm.revertToState(snapshot);

        EtherBomb.drop(address(leaf), 3 ether);
        assertEq(abi.encode(_liquidate(plan)), abi.encode(expected));
        assertEq(address(leaf).balance, 3 ether);
    }

    /// @dev 14 ether of debt at 2500, collateral that buys less than the market says: what lies here would be just what is missing.
    function test_RevertGiven_ALossThatEtherLyingHereWouldCover() public {
        _usdcAgainstEther();
        cEther.setPosition(borrower, 0, 14e18);
        root.setPrice(address(cEther), 2500e18);
        Plan memory plan = _plan(cEther, cUsdc, 4e18);
        plan.funding = Funding(FundingSource.Wallet, address(0), 4e18);
        deal(weth, operator, 4e18);
        vm.prank(operator);
        IERC20(weth).forceApprove(address(leaf), 4e18);
        bytes memory expected = _failureOf(plan);
        assertEq(bytes4(expected), Loss.selector);

        EtherBomb.drop(address(leaf), 3 ether);
        assertEq(_failureOf(plan), expected);
    }

    /// @dev The market may, while it redeems; the same market before and afterwards, and everybody always, may not.
    function test_RevertWhen_SomebodyElseSendsEther() public {
        address[2] memory senders = [stranger, address(cEther)];
        for (uint256 i; i < senders.length; ++i) {
            vm.deal(senders[i], 1 ether);
            vm.prank(senders[i]);
            (bool success, bytes memory answer) = address(leaf).call{value: 1}("");
            assertFalse(success);
            assertEq(answer, abi.encodeWithSelector(EtherUnexpected.selector, senders[i]));
        }
    }

    function test_RevertWhen_NoRootVouchesForTheMarket() public {
        CompoundRoot other = new CompoundRoot();
        CompoundMarket foreign = new CompoundMarket(other, IERC20(usdc), 0.02e16);
        other.list(address(foreign), 1e30);
        _expectNotAllowed(_plan(foreign, cEther, 1e6), address(other));

        CompoundMarket unlisted = new CompoundMarket(root, IERC20(usdc), 0.02e16);
        _expectNotAllowed(_plan(unlisted, cEther, 1e6), address(unlisted));
        _expectNotAllowed(_plan(cUsdc, unlisted, 1e6), address(unlisted));
    }

    function _setup() internal view override returns (Setup memory setup) {
        setup = super._setup();
        setup.markets[0] = address(root);
    }

    function _usdcAgainstEther() private {
        cUsdc.setPosition(borrower, 2_000_000e8, 0);
        cEther.setPosition(borrower, 0, 10e18);
        root.setPrice(address(cEther), 3400e18);
    }

    /// @dev 10 ether against 22,000 USDC; ether falls to 2500, the pools still pay 3000.
    function _etherAgainstUsdc() private {
        cEther.setPosition(borrower, 500e8, 0);
        cUsdc.setPosition(borrower, 0, 22_000e6);
        root.setPrice(address(cEther), 2500e18);
    }

    /// @dev By a flash loan of Aave's, what arrives sold by the leaf.
    function _plan(CompoundMarket debt, CompoundMarket collateral, uint256 amount) private view returns (Plan memory) {
        address debtAsset = debt == cEther ? weth : usdc;
        address collateralAsset = collateral == cEther ? weth : usdc;
        return Plan({
            target: Target(address(debt), borrower, collateralAsset, debtAsset, amount, abi.encode(collateral, false)),
            funding: Funding(FundingSource.AaveV3FlashLoan, address(pool), amount),
            selling: Selling.Leaf,
            route: Routes.split(0, 1, Routes.v3(500, debtAsset)),
            terms: Plans.terms()
        });
    }

    function _expectNotAllowed(Plan memory plan, address who) private {
        vm.expectRevert(abi.encodeWithSelector(MarketNotAllowed.selector, who));
        _liquidate(plan);
    }

    function _failureOf(Plan memory plan) private returns (bytes memory) {
        vm.prank(operator);
        (bool success, bytes memory answer) = address(leaf).call(abi.encodeCall(FlashLiquidator.liquidate, (plan)));
        assertFalse(success);
        return answer;
    }

    function _liquidate(Plan memory plan) private returns (Outcome memory) {
        vm.prank(operator);
        return leaf.liquidate(plan);
    }

    function _balance(address token, address who) private view returns (uint256) {
        return IERC20(token).balanceOf(who);
    }
}
