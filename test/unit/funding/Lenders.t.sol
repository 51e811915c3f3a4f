// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {IBalancerVault} from "../../../contracts/interfaces/IBalancerVault.sol";
import {IUniswapV2Pair} from "../../../contracts/interfaces/IUniswapV2Pair.sol";
import {
    AssetsMismatch,
    CallbackMissing,
    CallbackUnexpected,
    LenderNotAllowed,
    RouteInvalid,
    VenueParametersInvalid,
    VenueUnsupported
} from "../../../contracts/types/Errors.sol";
import {FundingSource, Outcome, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {FakePool} from "../../mocks/FakePool.sol";
import {FlashMintToken} from "../../mocks/FlashMintToken.sol";
import {HookToken} from "../../mocks/HookToken.sol";
import {Reenterer} from "../../mocks/Reenterer.sol";
import {LenderTest} from "../../utils/LenderTest.sol";
import {Routes} from "../../utils/Routes.sol";

/// @notice
/// a loan of a real lender
/// ├── Morpho, Balancer's vault, Uniswap V4's manager → free, paid back to the unit, no allowance left
/// ├── a pool of Uniswap V3, by `flash`               → the pool's fee, rounded up
/// ├── a token that mints itself (ERC-3156)           → its fee
/// ├── a pair of Uniswap V2                           → loan and sale in one, the profit stays in the collateral
/// ├── when it is not allowed, or no pool at all      → LenderNotAllowed
/// ├── given it has not got so much, or is paused     → its own error
/// └── when a stranger has it lend to the liquidator  → CallbackUnexpected, or the lender's own lock
contract LendersTest is LenderTest {
    using stdJson for string;

    function test_MorphoLendsForNothing() public {
        _assertFree(FundingSource.MorphoFlashLoan, morpho);
    }

    function test_BalancerLendsForNothing() public {
        _assertFree(FundingSource.BalancerV2FlashLoan, vault);
    }

    function test_UniswapV4LendsForNothing() public {
        _assertFree(FundingSource.UniswapV4FlashLoan, poolManager);
    }

    /// @dev The fee of a vault is set by its governance, a share of what is borrowed.
    function test_BalancersFeeIsPaid() public {
        address collector = _address(vault, "getProtocolFeesCollector()");
        vm.mockCall(collector, abi.encodeWithSignature("getFlashLoanFeePercentage()"), abi.encode(0.0001e18));
        Outcome memory outcome = _liquidate(_borrowed(FundingSource.BalancerV2FlashLoan, vault));
        assertEq(outcome.premium, 1.1e6);
        assertEq(_balance(usdc, collector), 1.1e6);
        _assertNothingAtRest(liquidator);
    }

    function testFuzz_UniswapV3ChargesThePoolsFee(uint256 amount, bool isSecond) public {
        amount = bound(amount, 1_000e6, 11_000e6);
        address other = isSecond ? _token("USDT") : weth;
        address lender = _pool(other, isSecond ? 100 : 500);
        Plan memory plan = _borrowed(FundingSource.UniswapV3FlashLoan, lender);
        plan.funding.amount = plan.target.amount = amount;
        uint256 before = _balance(usdc, lender);
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.premium, (amount * (isSecond ? 100 : 500) + 999_999) / 1_000_000);
        assertEq(_balance(usdc, lender), before + outcome.premium);
        _assertNothingAtRest(liquidator);
    }

    /// @dev What lends is locked.
    function test_RevertWhen_ThePoolThatLendsIsSoldTo() public {
        Plan memory plan = _borrowed(FundingSource.UniswapV3FlashLoan, _pool(weth, 3000));
        vm.expectRevert(bytes("LOK"));
        _liquidate(plan);
    }

    function test_RevertWhen_ItIsNoPoolOfTheFactory() public {
        FakePool fake = new FakePool(weth, usdc, 3000);
        address[4] memory no = [address(fake), stranger, usdc, address(pool)];
        for (uint256 i; i < no.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(LenderNotAllowed.selector, no[i]));
            _liquidate(_borrowed(FundingSource.UniswapV3FlashLoan, no[i]));
        }
    }

    /// @dev It lends its other token, which nobody gives back.
    function test_RevertWhen_ThePoolDoesNotTradeTheDebt() public {
        Plan memory plan = _borrowed(FundingSource.UniswapV3FlashLoan, _pool(wbtc, weth, 500));
        vm.expectRevert(abi.encodeWithSelector(LenderNotAllowed.selector, plan.funding.lender));
        _liquidate(plan);
    }

    function test_ERC3156LendsForItsFee() public {
        vm.etch(usdc, address(new FlashMintToken(6, 10)).code);
        vm.prank(owner);
        liquidator.setLender(usdc, true);
        uint256 supply = IERC20(usdc).totalSupply();
        Outcome memory outcome = _liquidate(_borrowed(FundingSource.ERC3156FlashLoan, usdc));
        assertEq(outcome.premium, 11e6);
        assertEq(outcome.profit, outcome.debtGain);
        assertEq(IERC20(usdc).totalSupply(), supply - 11e6, "minted and burned, and the fee with it");
        assertEq(IERC20(usdc).allowance(address(liquidator), usdc), 0);
        _assertNothingAtRest(liquidator);
    }

    function test_UniswapV2IsPaidInCollateral() public {
        (uint256 weth0,) = _reserves();
        Outcome memory outcome = _liquidate(_flashSwapOfThePair());
        (uint256 weth1, uint256 usdc1) = _reserves();
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.premium, 0);
        assertEq(outcome.debtGain, 0);
        assertEq(outcome.collateralGain, outcome.seized - (weth1 - weth0));
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        // A unit less would not do, or it was one more than needed.
        uint256 owed = weth1 - weth0;
        assertGe((weth1 * 1000 - owed * 3) * usdc1, weth0 * 1000 * (usdc1 + 11_000e6));
        assertLt((weth1 * 1000 - owed * 3 - 2 * 997) * usdc1, weth0 * 1000 * (usdc1 + 11_000e6));
        _assertNothingAtRest(liquidator);
    }

    /// @dev A fee that is told too low leaves the pair short; too high, and the pair keeps it.
    function test_RevertWhen_ThePairsFeeIsTooLow() public {
        Plan memory plan = _flashSwapOfThePair();
        plan.route = Routes.split(0, 1, Routes.v2Pair(pair, 29, usdc));
        vm.expectRevert(bytes("UniswapV2: K"));
        _liquidate(plan);
    }

    function test_RevertWhen_TheRouteIsNotThePairsHop() public {
        Plan memory plan = _flashSwapOfThePair();
        plan.route = Routes.split(0, 1, Routes.v3(3000, usdc));
        vm.expectPartialRevert(VenueUnsupported.selector);
        _liquidate(plan);
        plan.route = Routes.split(0, 1, Routes.v2Pair(pair, 30, weth));
        vm.expectRevert(abi.encodeWithSelector(AssetsMismatch.selector, usdc, weth));
        _liquidate(plan);
        plan = _flashSwapOfThePair();
        plan.selling = Selling.Leaf;
        vm.expectRevert(); // the leaf sells on no pair, and it would be paid twice
        _liquidate(plan);
        plan = _flashSwapOfThePair();
        plan.route = bytes.concat(plan.route, plan.route);
        vm.expectPartialRevert(RouteInvalid.selector);
        _liquidate(plan);
        plan.route = abi.encodePacked(uint16(0), uint8(1), uint8(3), uint16(20), usdc, pair);
        vm.expectPartialRevert(VenueParametersInvalid.selector);
        _liquidate(plan);
    }

    function test_RevertWhen_TheLenderIsNotAllowed() public {
        FundingSource[5] memory sources = [
            FundingSource.MorphoFlashLoan,
            FundingSource.BalancerV2FlashLoan,
            FundingSource.UniswapV4FlashLoan,
            FundingSource.UniswapV2FlashSwap,
            FundingSource.ERC3156FlashLoan
        ];
        for (uint256 i; i < sources.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(LenderNotAllowed.selector, stranger));
            _liquidate(_borrowed(sources[i], stranger));
        }
    }

    function test_RevertGiven_NobodyIsHome() public {
        vm.prank(owner);
        liquidator.setLender(stranger, true);
        vm.expectRevert(CallbackMissing.selector);
        _liquidate(_borrowed(FundingSource.MorphoFlashLoan, stranger));
    }

    /// @dev The budget is then what lies here, which is none.
    function test_RevertGiven_TheLenderHasNotSoMuch() public {
        Plan memory plan = _borrowed(FundingSource.BalancerV2FlashLoan, vault);
        plan.funding.amount = _balance(usdc, vault) + 1;
        vm.expectRevert(bytes("BAL#528"));
        _liquidate(plan);
        plan = _borrowed(FundingSource.MorphoFlashLoan, morpho);
        plan.funding.amount = _balance(usdc, morpho) + 1;
        vm.expectRevert();
        _liquidate(plan);
        plan = _borrowed(FundingSource.UniswapV4FlashLoan, poolManager);
        plan.funding.amount = _balance(usdc, poolManager) + 1;
        vm.expectRevert();
        _liquidate(plan);
        plan = _flashSwapOfThePair();
        plan.funding.amount = _balance(usdc, pair) + 1;
        vm.expectRevert(bytes("UniswapV2: INSUFFICIENT_LIQUIDITY"));
        _liquidate(plan);
    }

    function test_RevertGiven_TheVaultIsPaused() public {
        _pauseVault();
        vm.expectRevert(bytes("BAL#402"));
        _liquidate(_borrowed(FundingSource.BalancerV2FlashLoan, vault));
    }

    function test_RevertWhen_AStrangerHasItLendToTheLiquidator() public {
        bytes memory data = abi.encode(_borrowed(FundingSource.BalancerV2FlashLoan, vault));
        vm.startPrank(stranger);
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, vault));
        IBalancerVault(vault).flashLoan(address(liquidator), _one(usdc), _one(11_000e6), data);
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, pair));
        IUniswapV2Pair(pair).swap(usdc < weth ? 1e6 : 0, usdc < weth ? 0 : 1e6, address(liquidator), data);
        vm.stopPrank();
    }

    /// @dev The debt asset has turned hostile, and has every lender lend once more whenever it moves, with the very data that is awaited.
    function test_OnlyTheLoanThatWasAskedForCounts() public {
        vm.etch(usdc, address(new HookToken(6)).code);
        FundingSource[2] memory sources = [FundingSource.BalancerV2FlashLoan, FundingSource.AaveV3FlashLoan];
        address[2] memory lenders = [vault, address(pool)];
        for (uint256 i; i < sources.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            Plan memory plan = _borrowed(sources[i], lenders[i]);
            Reenterer attacker = new Reenterer(address(liquidator));
            HookToken(usdc).setHook(attacker);
            bytes memory data = abi.encode(plan);
            attacker.add(
                vault, abi.encodeCall(IBalancerVault.flashLoan, (address(liquidator), _one(usdc), _one(11_000e6), data))
            );
            attacker.add(
                pair,
                abi.encodeCall(
                    IUniswapV2Pair.swap, (usdc < weth ? 1e6 : 0, usdc < weth ? 0 : 1e6, address(liquidator), data)
                )
            );
            Outcome memory outcome = _liquidate(plan);
            Reenterer.Answer[] memory answers = attacker.answers();
            assertGe(answers.length, 5 * 2, "lent, repaid, sold, collected, paid out");
            for (uint256 j; j < answers.length; ++j) {
                assertFalse(answers[j].success);
            }
            assertEq(_balance(usdc, receiver), outcome.debtGain);
            _assertNothingAtRest(liquidator);
            vm.revertToState(snapshot);
        }
    }

    function _assertFree(FundingSource source, address lender) private {
        uint256 before = _balance(usdc, lender);
        vm.recordLogs();
        Outcome memory outcome = _liquidate(_borrowed(source, lender));
        assertEq(outcome.repaid, 11_000e6);
        assertEq(outcome.premium, 0);
        assertEq(outcome.profit, outcome.debtGain);
        assertGt(outcome.profit, 0);
        assertEq(_balance(usdc, lender), before);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertEq(IERC20(usdc).allowance(address(liquidator), lender), 0);
        _assertNothingAtRest(liquidator);
    }

    function _flashSwapOfThePair() private view returns (Plan memory plan) {
        plan = _borrowed(FundingSource.UniswapV2FlashSwap, pair);
        plan.selling = Selling.None;
        plan.route = Routes.split(0, 1, Routes.v2Pair(pair, 30, usdc));
    }

    function _pauseVault() private {
        address deployer = info.readAddress(".addresses.accounts.deployer");
        address authorizer = info.readAddress(".addresses.balancer.authorizer");
        bytes4 setPaused = bytes4(keccak256("setPaused(bool)"));
        (, bytes memory action) = vault.staticcall(abi.encodeWithSignature("getActionId(bytes4)", setPaused));
        vm.startPrank(deployer);
        (bool granted,) = authorizer.call(
            abi.encodeWithSignature("grantRole(bytes32,address)", abi.decode(action, (bytes32)), deployer)
        );
        (bool paused,) = vault.call(abi.encodeWithSelector(setPaused, true));
        vm.stopPrank();
        assertTrue(granted && paused);
    }

    /// @return weth_ What the pair counts as its own.
    /// @return usdc_ The same.
    function _reserves() private view returns (uint256 weth_, uint256 usdc_) {
        (weth_, usdc_,) = IUniswapV2Pair(pair).getReserves();
        if (usdc < weth) (weth_, usdc_) = (usdc_, weth_);
    }

    function _pool(address other, uint24 fee) private view returns (address) {
        return _pool(other, usdc, fee);
    }

    function _pool(address a, address b, uint24 fee) private view returns (address found) {
        found = IUniswapV3Factory(uniswapFactory).getPool(a, b, fee);
        assertTrue(found != address(0));
    }

    function _address(address of_, string memory signature) private view returns (address) {
        (, bytes memory answer) = of_.staticcall(abi.encodeWithSignature(signature));
        return abi.decode(answer, (address));
    }

    function _one(address value) private pure returns (address[] memory values) {
        values = new address[](1);
        values[0] = value;
    }

    function _one(uint256 value) private pure returns (uint256[] memory values) {
        values = new uint256[](1);
        values[0] = value;
    }
}
