// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

import {LenderNotAllowed, Loss, ProfitBelowOracleFloor} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {HookToken} from "../mocks/HookToken.sol";
import {HostileLender} from "../mocks/HostileLender.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice Attack: the operator's key is stolen, and debt and collateral are one asset, so that nothing is sold. The thief has a lender of
/// its own lend nothing beside an honest one, and is paid back in the asset, out of what was seized. A lender that was believed would make
/// as much less of what was seized, and nothing of the bonus would be asked for.
/// @dev 8,000 USDC repaid, 8,324 seized: a bonus of 324, half of which must be left.
contract SameAssetTheftTest is AaveTest {
    uint128 private constant STOLEN = 300e6;

    function setUp() public override {
        super.setUp();
        _open(pool, borrower, usdc, 10_000e6, usdc, 7_000e6);
        _open(pool, borrower, weth, 10e18, usdc, 23_000e6);
        _setPrice("WETH", 2600 * USD);
        vm.prank(owner);
        liquidator.setLender(morpho, true);
    }

    /// @dev So that the thefts fail for what they take and for nothing else.
    function test_HonestLoansLeaveTheBonus() public {
        Outcome memory outcome = _liquidate(_plan(FundingSource.AaveV3FlashLoan, address(pool)));
        assertEq(outcome.seized, 8_324e6);
        assertEq(outcome.profit, 324e6 - 0.15e6, "5 basis points of the second loan");
    }

    /// @dev The factory's own pool, of two tokens of the thief: proven, and it lends what is worth nothing.
    function test_RevertWhen_APoolOfHostileTokensLendsNothing() public {
        HookToken[2] memory worthless = [new HookToken(6), new HookToken(6)];
        Liquidity maker = new Liquidity(uniswapFactory);
        for (uint256 i; i < worthless.length; ++i) {
            worthless[i].mint(address(maker), 1e24);
        }
        IUniswapV3Pool thiefs = maker.open(address(worthless[0]), 1e12, address(worthless[1]), 1e12, 500);
        // What the pool says is not believed either: its tokens pay it back by themselves.
        vm.expectRevert(abi.encodeWithSelector(LenderNotAllowed.selector, thiefs));
        _liquidate(_plan(FundingSource.UniswapV3FlashLoan, address(thiefs)));
    }

    /// @dev Of every kind that could be allowed by mistake, and of every share of the bonus that is more than the half.
    function test_RevertGiven_AnAllowedLenderLendsNothing() public {
        HostileLender lender = new HostileLender();
        lender.set(HostileLender.Trick.LendsNothing, 0, address(0));
        vm.prank(owner);
        liquidator.setLender(address(lender), true);
        FundingSource[5] memory kinds = [
            FundingSource.AaveV3FlashLoan,
            FundingSource.AaveV2FlashLoan,
            FundingSource.MorphoFlashLoan,
            FundingSource.BalancerV2FlashLoan,
            FundingSource.ERC3156FlashLoan
        ];
        for (uint256 i; i < kinds.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ProfitBelowOracleFloor.selector, 24e6, 162e6));
            _liquidate(_plan(kinds[i], address(lender)));
        }
    }

    /// @dev More than the bonus, out of what lies here.
    function test_RevertGiven_ItTakesMoreThanTheBonus() public {
        HostileLender lender = new HostileLender();
        lender.set(HostileLender.Trick.LendsNothing, 0, address(0));
        vm.prank(owner);
        liquidator.setLender(address(lender), true);
        deal(usdc, address(liquidator), 1_000e6);
        Plan memory plan = _plan(FundingSource.ERC3156FlashLoan, address(lender));
        plan.funding.amount = 8_000e6 + 325e6;
        plan.route = abi.encodePacked(
            uint8(2),
            uint8(FundingSource.MorphoFlashLoan),
            morpho,
            uint128(8_000e6),
            uint8(FundingSource.ERC3156FlashLoan),
            lender,
            uint128(0)
        );
        vm.expectPartialRevert(Loss.selector);
        _liquidate(plan);
    }

    /// @dev Morpho lends what is repaid; the thief's lender is to lend `STOLEN` more, which it is paid back.
    function _plan(FundingSource source, address lender) private view returns (Plan memory) {
        return Plan({
            target: Target(address(pool), borrower, usdc, usdc, 8_000e6, ""),
            funding: Funding(FundingSource.Several, address(0), 8_000e6 + STOLEN),
            selling: Selling.None,
            route: abi.encodePacked(
                uint8(2),
                uint8(FundingSource.MorphoFlashLoan),
                morpho,
                uint128(8_000e6),
                uint8(source),
                lender,
                uint128(0)
            ),
            terms: Plans.terms()
        });
    }
}
