// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

import {IMorphoLiquidateCallback, MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {CallbackUnexpected, OraclePriceZero} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {Donor} from "../mocks/Donor.sol";
import {HookToken} from "../mocks/HookToken.sol";
import {OracleSwitch} from "../mocks/OracleSwitch.sol";
import {Reenterer} from "../mocks/Reenterer.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";

/// @notice Attack: markets of Morpho Blue are permissionless, so collateral, loan token and oracle may all be the attacker's.
/// A liquidation there may be worthless; it may not touch anything else.
contract HostileMorphoMarketTest is MorphoTest {
    HookToken private collateral;
    SettableOracle private oracle;
    Liquidity private maker;

    function setUp() public override {
        super.setUp();
        collateral = new HookToken(18);
        oracle = new SettableOracle();
        maker = new Liquidity(uniswapFactory);
        // One HOOK is worth one USDC; 10,000 against 8,500; then it falls to 0.97 by the oracle, not in the pool.
        _createMarket(usdc, 1e24);
        _openMorpho(borrower, 10_000e18, 8_500e6);
        oracle.set(0.97e24, false);
        collateral.mint(address(maker), 1e30);
        deal(usdc, address(maker), 10_000_000e6);
        maker.open(address(collateral), 1_000_000e18, usdc, 1_000_000e6, 3000);
        deal(usdc, address(liquidator), 777e6); // what could be touched
        deal(weth, address(liquidator), 7e18);
    }

    function test_CollateralTokenReentersWhileTheCallbackIsAwaited() public {
        Reenterer attacker = new Reenterer(address(liquidator));
        vm.startPrank(owner);
        liquidator.setOperator(address(attacker), true);
        liquidator.transferOwnership(address(attacker));
        vm.stopPrank();
        vm.prank(address(attacker));
        liquidator.acceptOwnership();

        Plan memory plan = _plan(1_000e18);
        attacker.add(address(liquidator), abi.encodeCall(liquidator.liquidate, (plan)));
        attacker.add(address(liquidator), abi.encodeCall(liquidator.rescue, (usdc, 777e6)));
        attacker.add(
            address(liquidator), abi.encodeCall(IMorphoLiquidateCallback.onMorphoLiquidate, (1, abi.encode(plan)))
        );
        collateral.setHook(attacker);

        Outcome memory outcome = _liquidate(plan);
        Reenterer.Answer[] memory answers = attacker.answers();
        assertEq(answers.length, 2 * 3, "seized, sold");
        bytes memory reentrant = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        for (uint256 i; i < answers.length; i += 3) {
            assertEq(answers[i].data, reentrant);
            assertEq(answers[i + 1].data, reentrant);
            assertEq(answers[i + 2].data, abi.encodeWithSelector(CallbackUnexpected.selector, attacker));
        }
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        _assertUntouched();
    }

    /// @dev What arrives in the middle cannot be told from proceeds. It goes to the receiver; it is not lost.
    function test_DonationInTheMiddleGoesToTheReceiver() public {
        uint256 snapshot = vm.snapshotState();
        uint256 gain = _liquidate(_plan(1_000e18)).debtGain;
        vm.revertToState(snapshot);

        collateral.setHook(new Donor(usdc, address(liquidator)));
        deal(usdc, address(collateral.hook()), 5e6);
        assertEq(_liquidate(_plan(1_000e18)).debtGain, gain + 5e6);
        assertEq(_balance(usdc, receiver), gain + 5e6);
        _assertUntouched();
    }

    function test_RevertGiven_OracleIsBroken() public {
        oracle.set(0.97e24, true);
        vm.expectRevert(SettableOracle.Broken.selector);
        _liquidate(_plan(1_000e18));
    }

    function test_RevertGiven_OracleSaysZero() public {
        oracle.set(0, false);
        vm.expectRevert(abi.encodeWithSelector(OraclePriceZero.selector, address(collateral)));
        _liquidate(_plan(1_000e18));
    }

    function test_OracleThatBreaksInTheMiddleIsNotAskedAgain() public {
        _assertIgnored(_plan(1_000e18), new OracleSwitch(oracle, 0, true));
    }

    function test_OracleThatFallsToZeroInTheMiddleIsNotAskedAgain() public {
        _assertIgnored(_plan(1_000e18), new OracleSwitch(oracle, 0, false));
    }

    /// @dev A price that rises would make kept collateral look like a larger profit than was seized.
    function test_KeptCollateralCountsAtThePriceOfTheEntry() public {
        _fundWallet(usdc, 10_000e6);
        Plan memory plan = _plan(1_000e18);
        plan.funding = Funding(FundingSource.Wallet, address(0), 10_000e6);
        plan.selling = Selling.None;
        _assertIgnored(plan, new OracleSwitch(oracle, 2e24, false));
    }

    /// @dev An oracle that lies makes a loss look like a profit only for collateral that is kept. A callback must pay the debt
    /// from a sale, so nobody can lose by it.
    function test_LyingOracleCannotMakeACallbackLose() public {
        maker.sell(_pool(), address(collateral), 100_000_000e18); // now worthless in the pool
        deal(usdc, address(liquidator), 0);
        vm.expectPartialRevert(bytes4(keccak256("Error(string)"))); // Morpho cannot pull what is not there
        _liquidate(_plan(1_000e18));
    }

    /// @dev Assumption 2 of IFlashLiquidator, in numbers: a wallet that keeps worthless collateral pays for it. Who sends such a plan
    /// must know the oracle.
    function test_LyingOracleCanCostTheWalletThatKeepsTheCollateral() public {
        _fundWallet(usdc, 10_000e6);
        Plan memory plan = _plan(1_000e18);
        plan.funding = Funding(FundingSource.Wallet, address(0), 10_000e6);
        plan.selling = Selling.None;
        Outcome memory outcome = _liquidate(plan);
        assertEq(collateral.balanceOf(receiver), 1_000e18);
        assertEq(_balance(usdc, operator), 10_000e6 - outcome.repaid);
        assertEq(outcome.profit, 970e6 - outcome.repaid, "by the market's own oracle");
        _assertUntouched();
    }

    /// @dev The loan token is the attacker's too: profit in play money, nothing else moves.
    function test_WorthlessLoanTokenMovesNothingElse() public {
        HookToken loan = new HookToken(6);
        loan.mint(address(this), 1e18);
        _createMarket(address(loan), 1e24);
        loan.approve(morpho, 1e18);
        blue.supply(params, 1_000_000e6, 0, address(this), "");
        oracle.set(1e24, false);
        _openMorpho(borrower, 10_000e18, 8_500e6);
        oracle.set(0.97e24, false);
        loan.mint(address(maker), 1e18);
        maker.open(address(collateral), 1_000_000e18, address(loan), 1_000_000e6, 3000);

        Outcome memory outcome = _liquidate(_plan(1_000e18));
        assertEq(loan.balanceOf(receiver), outcome.profit);
        assertEq(loan.allowance(address(liquidator), morpho), 0);
        _assertUntouched();
    }

    /// @dev The same liquidation twice, the second time with an oracle that changes when the collateral moves.
    function _assertIgnored(Plan memory plan, OracleSwitch hook) private {
        uint256 snapshot = vm.snapshotState();
        Outcome memory expected = _liquidate(plan);
        vm.revertToState(snapshot);
        collateral.setHook(hook);
        assertEq(abi.encode(_liquidate(plan)), abi.encode(expected));
        _assertUntouched();
    }

    function _pool() private view returns (IUniswapV3Pool) {
        return IUniswapV3Pool(IUniswapV3Factory(uniswapFactory).getPool(address(collateral), usdc, 3000));
    }

    function _createMarket(address loan, uint256 price) private {
        params = MorphoMarketParams(loan, address(collateral), address(oracle), params.irm, params.lltv);
        oracle.set(price, false);
        blue.createMarket(params);
        if (loan != usdc) return;
        deal(usdc, address(this), 1_000_000e6);
        _approve(usdc, 1_000_000e6);
        blue.supply(params, 1_000_000e6, 0, address(this), "");
    }

    function _plan(uint256 seized) private view returns (Plan memory) {
        return _callback(seized, 3000);
    }

    function _assertUntouched() private view {
        assertEq(_balance(usdc, address(liquidator)), 777e6);
        assertEq(_balance(weth, address(liquidator)), 7e18);
        assertEq(collateral.balanceOf(address(liquidator)), 0);
        assertEq(collateral.allowance(address(liquidator), morpho), 0);
        assertEq(IERC20(usdc).allowance(address(liquidator), morpho), 0);
    }
}
