// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {BadDebtRealized} from "../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../contracts/types/Plan.sol";
import {HookToken} from "../mocks/HookToken.sol";
import {LeavingLender} from "../mocks/LeavingLender.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {SupplyingHook} from "../mocks/SupplyingHook.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";
import {Plans} from "../utils/Plans.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: the collateral is sold by way of a token that supplies to the market in the middle of the liquidation. The
/// supply is then as large as before, though the lenders have lost what the borrower still owed. Or the lender leaves in the
/// middle, with the loss: those who stay, if any, have what they had.
/// @dev At 2500 the shares of 24,000 of 25,000 USDC take all collateral, to the unit. By collateral the last unit is never taken.
contract HiddenBadDebtTest is MorphoTest {
    HookToken private between;
    uint256 private shares;
    uint256 private part;

    function setUp() public override {
        super.setUp();
        _openMorpho(borrower, 9.8e18, 25_000e6);
        between = new HookToken(18);
        Liquidity maker = new Liquidity(uniswapFactory);
        between.mint(address(maker), 1e30);
        deal(weth, address(maker), 1e24);
        deal(usdc, address(maker), 1e18);
        maker.open(weth, 1e21, address(between), 1e21, 3000);
        maker.open(address(between), 1e21, usdc, 2_700_000e6, 3000);
        _setPrice("WETH", 2500 * USD);
        _chooseShares();
    }

    function test_RevertWhen_TheLossIsSuppliedToTheUnit() public {
        _supplyOnTheWay(1_000e6);
        _expectBadDebt(_takeAll());
    }

    function test_RevertWhen_MoreThanTheLossIsSupplied() public {
        _supplyOnTheWay(1_000e6 + 1);
        _expectBadDebt(_takeAll());
    }

    function testFuzz_RevertWhen_AnythingIsSupplied(uint256 amount) public {
        _supplyOnTheWay(bound(amount, 1, 1e15));
        vm.expectPartialRevert(BadDebtRealized.selector);
        _liquidate(_takeAll());
    }

    function test_RevertWhen_TheOnlyLenderLeavesOnTheWay() public {
        _expectBadDebt(_planAmongLeavers(0));
    }

    function test_RevertWhen_DustStaysBehindTheLender() public {
        _expectBadDebt(_planAmongLeavers(30));
    }

    function test_RevertWhen_OtherLendersStay() public {
        _expectBadDebt(_planAmongLeavers(1_000_000e6));
    }

    /// @dev A market of its own with one large lender who leaves, and others with `staying` USDC units.
    function _planAmongLeavers(uint256 staying) private returns (Plan memory) {
        SettableOracle oracle = new SettableOracle();
        oracle.set(3000e24, false);
        params.oracle = address(oracle);
        blue.createMarket(params);
        LeavingLender lender = new LeavingLender(blue, params);
        deal(usdc, address(lender), 100_000e6);
        lender.lend(100_000e6);
        if (staying != 0) {
            deal(usdc, address(this), staying);
            _approve(usdc, staying);
            blue.supply(params, staying, 0, address(this), "");
        }
        _openMorpho(borrower, 9.8e18, 25_000e6);
        oracle.set(2500e24, false);
        _chooseShares();
        between.setHook(lender);
        return _takeAll();
    }

    /// @dev Watched as well, because some of the debt remains: a supply is no loss.
    function test_SupplyAloneIsNoBadDebt() public {
        _setPrice("WETH", 2700 * USD);
        SupplyingHook hook = _supplyOnTheWay(1_234_567);
        Plan memory plan = Plans.morphoCallback(morpho, borrower, params, shares / 3, true, 3000);
        Outcome memory outcome = _liquidate(_throughBetween(plan));
        assertGt(outcome.repaid, 8_000e6);
        assertEq(IERC20(usdc).balanceOf(address(hook)), 0, "it supplied");
    }

    function _supplyOnTheWay(uint256 amount) private returns (SupplyingHook hook) {
        hook = new SupplyingHook(blue, params);
        deal(usdc, address(hook), amount);
        between.setHook(hook);
    }

    function _chooseShares() private {
        (shares,) = _position(borrower);
        part = shares * 96 / 100;
        _addCollateral(_missingFor(part, 2500e24));
    }

    function _expectBadDebt(Plan memory plan) private {
        vm.expectRevert(abi.encodeWithSelector(BadDebtRealized.selector, part, shares));
        _liquidate(plan);
    }

    function _takeAll() private view returns (Plan memory) {
        return _throughBetween(Plans.morphoCallback(morpho, borrower, params, part, true, 3000));
    }

    function _throughBetween(Plan memory plan) private view returns (Plan memory) {
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(3000), address(between), uint24(3000), usdc));
        return plan;
    }
}
