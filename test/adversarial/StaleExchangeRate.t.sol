// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {CompoundTest} from "../utils/CompoundTest.sol";
import {ICTokenMarket} from "../utils/ICompoundMarkets.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: a market that nobody has used for long still says the exchange rate of that day, and seizes by the one of this block.
/// By the former the bonus looks smaller than it is: a thief with an operator's key would leave half of that, and an honest plan would
/// not reach its minimum.
/// @dev Half of all LINK is lent out, and 3,000,000 blocks later cLINK are worth 6 % more. 3,500 USDC are repaid for a bonus of 280; by the
/// stored rate it is 66.
contract StaleExchangeRateTest is CompoundTest {
    uint24 private constant OWN_FEE = 500;
    uint256 private constant REPAID = 3_500e6;
    uint256 private constant BONUS = 280e6;

    Liquidity private maker;

    function setUp() public override {
        super.setUp();
        _supply(borrower, cLink, 1_000e18);
        _borrow(comptroller, borrower, cLink, cUsdc, 8_000e6);
        address taker = makeAddr("taker");
        _supply(taker, cUsdc, 1_000_000e6);
        _borrow(comptroller, taker, cUsdc, cLink, ICTokenMarket(cLink).getCash() / 2);
        vm.roll(block.number + 3_000_000);
        _setPrice("LINK", 10 * USD);
        maker = new Liquidity(uniswapFactory);
        deal(cLink, address(maker), 1e18);
        deal(usdc, address(maker), 1e18);
    }

    function test_KeptCTokensAreWorthWhatTheyWereSeizedBy() public {
        _fundOperator(usdc, REPAID);
        Plan memory plan = _kept(cUsdc, cLink, REPAID);
        plan.terms.minProfit = BONUS - 10;
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.profit, outcome.seized * ICTokenMarket(cLink).exchangeRateStored() / 1e18 / 1e11 - REPAID);
        assertApproxEqAbs(outcome.profit, BONUS, 10);
        _assertNothingKept();
    }

    /// @dev A third of the bonus is left: more than half of what the stored rate makes of it.
    function test_RevertWhen_TheThiefLeavesHalfOfTheSmallerBonus() public {
        Plan memory plan = _soldFor(REPAID + BONUS / 3);
        vm.expectPartialRevert(ProfitBelowOracleFloor.selector);
        _liquidate(plan);
    }

    function test_HalfOfTheBonusIsEnough() public {
        Outcome memory outcome = _liquidate(_soldFor(REPAID + BONUS / 2 + 2e6));
        assertGe(outcome.profit, BONUS / 2);
        assertEq(_balance(usdc, receiver), outcome.profit);
        _assertNothingKept();
    }

    /// @dev All of the cTokens, on a pool of the thief's that pays `proceeds` for them, or a hair less.
    function _soldFor(uint256 proceeds) private returns (Plan memory plan) {
        uint256 snapshot = vm.snapshotState();
        _fundOperator(usdc, REPAID);
        uint256 seized = _liquidate(_kept(cUsdc, cLink, REPAID)).seized;
        vm.revertToState(snapshot);
        maker.open(cLink, seized * 1e5, usdc, proceeds * 1e5 * 10_000 / 9_995, OWN_FEE);
        plan = _kept(cUsdc, cLink, REPAID);
        _fundOperator(usdc, REPAID);
        plan.funding = Funding(FundingSource.Wallet, address(0), REPAID);
        plan.selling = Selling.Leaf;
        plan.route = Routes.split(0, 1, Routes.v3(OWN_FEE, usdc));
    }
}
