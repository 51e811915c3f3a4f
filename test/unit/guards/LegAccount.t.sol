// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Leg, LegResult} from "../../../contracts/types/Leg.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {ForgetfulLeaf} from "../../doubles/ForgetfulLeaf.sol";
import {DevnetTest} from "../../utils/DevnetTest.sol";
import {Plans} from "../../utils/Plans.sol";

/// @notice
/// what the steps of a leg tell each other
/// └── given a source says nothing, and the leg before said everything → nothing, and judged by nothing
/// @dev On the real Pool: 11,000 USDC and their premium first, then 100 USDC for another borrower. By the first leg's numbers the second
/// would have to leave half of a bonus of 489.5 USDC; it earns 4.5.
contract LegAccountTest is DevnetTest {
    address private purse = makeAddr("purse");
    address private other = makeAddr("another borrower");
    ForgetfulLeaf private leaf;

    function setUp() public override {
        super.setUp();
        leaf = new ForgetfulLeaf(_setup(), purse);
        deal(usdc, purse, 100e6);
        vm.prank(purse);
        IERC20(usdc).approve(address(leaf), 100e6);
        _open(pool, other, weth, 10e18, usdc, 22_000e6);
        _openReference();
    }

    function test_ALegIsNotJudgedByTheOneBefore() public {
        Leg[] memory legs = new Leg[](2);
        legs[0].plan = _priced(Plans.flashLoan(address(pool), borrower, weth, usdc, 11_000e6, 3000));
        legs[1].plan = _forgetful();

        vm.prank(operator);
        LegResult[] memory results = leaf.liquidateBatch(legs);
        assertEq(results[0].outcome.repaid, 11_000e6);
        assertEq(results[0].outcome.premium, 5.5e6);
        assertGt(results[0].outcome.seized, 4e18);
        _assertNothingSaid(results[1].outcome);
        _assertNothingAtRest(leaf);
    }

    function test_NorIsTheNextTransaction() public {
        vm.startPrank(operator);
        leaf.liquidate(_priced(Plans.flashLoan(address(pool), borrower, weth, usdc, 11_000e6, 3000)));
        _assertNothingSaid(leaf.liquidate(_forgetful()));
    }

    /// @dev The purse's 100 USDC are nobody's loan, so that all of what is seized for them is profit.
    function _assertNothingSaid(Outcome memory outcome) private pure {
        assertEq(outcome.repaid, 0, "repaid");
        assertEq(outcome.premium, 0, "premium");
        assertEq(outcome.seized, 0, "seized");
        assertApproxEqAbs(outcome.profit, 104.5e6, 1);
    }

    function _forgetful() private view returns (Plan memory plan) {
        plan = _priced(Plans.wallet(address(pool), other, weth, usdc, 100e6, 3000));
        plan.funding = Funding(FundingSource.Callback, address(0), 100e6);
        (plan.selling, plan.route) = (Selling.None, "");
    }

    function _priced(Plan memory plan) private pure returns (Plan memory) {
        plan.target.data = abi.encode(2600e6, 1e18);
        return plan;
    }
}
