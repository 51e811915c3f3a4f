// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {LenderNotAllowed, MarketNotAllowed} from "../../../contracts/types/Errors.sol";
import {Outcome, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {AaveFormula} from "../../utils/AaveFormula.sol";
import {Plans} from "../../utils/Plans.sol";
import {ProtocolEvents} from "../../utils/ProtocolEvents.sol";
import {SparkTest} from "../../utils/SparkTest.sol";

interface IGoverning {
    function setMarket(address market, bool allowed) external;
    function setLender(address lender, bool allowed) external;
}

/// @notice
/// Spark
/// ├── the amounts are those of the formula of v3.0 and of the pool's own event
/// ├── a health factor of at most 0.95                         → all of the debt at once, not half
/// ├── its pool lends
/// │   ├── for a premium                                      → rounded half up
/// │   └── for nothing, as a new pool does                    → nothing is owed besides
/// ├── collateral kept as aTokens, paid from the wallet        → they are the receiver's
/// ├── when the position is healthy                            → '45', unchanged
/// └── given its pool is no market, or no lender               → MarketNotAllowed, LenderNotAllowed
contract SparkLeafTest is SparkTest {
    AaveFormula.Asset private ETHER = AaveFormula.Asset(2600e8, 1e18);
    AaveFormula.Asset private DOLLAR = AaveFormula.Asset(1e8, 1e18);

    function test_AmountsAreThoseOfTheFormula() public {
        _fall(22_000);
        Outcome memory outcome = _checked(_flashLoan(11_000));
        assertEq(outcome.repaid, 11_000e18);
        assertEq(outcome.seized, AaveFormula.seized(11_000e18, DOLLAR, ETHER, 10_500, 1_000));
    }

    function test_HalfAndNotMore() public {
        _fall(22_000);
        assertEq(_checked(_flashLoan(22_000)).repaid, 11_000e18);
    }

    function test_AllOfTheDebtAtOnce() public {
        _fall(24_000);
        assertLt(_healthFactor(spark, borrower), 0.95e18);
        assertEq(_checked(_flashLoan(24_000)).repaid, 24_000e18);
    }

    function testFuzz_ItsPoolLendsForItsPremium(uint128 bps, uint256 amount) public {
        bps = uint128(bound(bps, 1, 200));
        amount = bound(amount, 1_000e18, 11_000e18);
        _setSparkPremium(bps);
        _fall(22_000);
        Plan memory plan = _flashLoan(0);
        plan.funding.amount = plan.target.amount = amount;
        assertEq(_checked(plan).premium, (amount * bps + 5_000) / 10_000);
    }

    function test_ItsPoolLendsForNothing() public {
        _setSparkPremium(0);
        _fall(22_000);
        Outcome memory outcome = _checked(_flashLoan(11_000));
        assertEq(outcome.premium, 0);
        assertGt(outcome.profit, 0);
    }

    function test_KeepsATokens() public {
        _fall(22_000);
        deal(dai, operator, 11_000e18);
        vm.prank(operator);
        IERC20(dai).approve(address(liquidator), 11_000e18);
        Plan memory plan = Plans.wallet(address(spark), borrower, weth, dai, 11_000e18, 3000);
        plan.target.data = abi.encode(true);
        plan.selling = Selling.None;
        plan.route = "";
        _liquidate(plan);
        address aToken = spark.getReserveData(weth).aTokenAddress;
        assertApproxEqAbs(
            IERC20(aToken).balanceOf(receiver), AaveFormula.seized(11_000e18, DOLLAR, ETHER, 10_500, 1_000), 1
        );
        _assertNothingLeft();
    }

    function test_RevertWhen_Healthy() public {
        _openSpark(borrower, 22_000);
        vm.expectRevert(bytes("45"));
        _liquidate(_flashLoan(11_000));
    }

    function test_RevertGiven_ItIsNoMarket() public {
        _fall(22_000);
        vm.prank(owner);
        IGoverning(address(liquidator)).setMarket(address(spark), false);
        vm.expectRevert(abi.encodeWithSelector(MarketNotAllowed.selector, address(spark)));
        _liquidate(_flashLoan(11_000));
    }

    function test_RevertGiven_ItIsNoLender() public {
        _fall(22_000);
        vm.prank(owner);
        IGoverning(address(liquidator)).setLender(address(spark), false);
        vm.expectRevert(abi.encodeWithSelector(LenderNotAllowed.selector, address(spark)));
        _liquidate(_flashLoan(11_000));
    }

    function _fall(uint256 dollars) private {
        _openSpark(borrower, dollars);
        _setPrice("WETH", 2600 * USD);
    }

    /// @dev What the leaf reports is what the pool says that it did.
    function _checked(Plan memory plan) private returns (Outcome memory outcome) {
        vm.recordLogs();
        outcome = _liquidate(plan);
        (uint256 repaid, uint256 seized) = ProtocolEvents.aaveV3(vm.getRecordedLogs(), address(spark));
        assertEq(outcome.repaid, repaid);
        assertEq(outcome.seized, seized);
        _assertNothingLeft();
    }
}
