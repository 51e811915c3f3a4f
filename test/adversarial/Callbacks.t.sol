// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IFlashLoanReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanReceiver.sol";
import {IFlashLoanSimpleReceiver} from "@aave/core-v3/contracts/flashloan/interfaces/IFlashLoanSimpleReceiver.sol";
import {IERC3156FlashBorrower} from "@openzeppelin/contracts/interfaces/IERC3156FlashBorrower.sol";
import {IUniswapV3FlashCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3FlashCallback.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {IBalancerFlashLoanRecipient} from "../../contracts/interfaces/IBalancerVault.sol";
import {IMorphoFlashLoanCallback, IMorphoLiquidateCallback} from "../../contracts/interfaces/IMorpho.sol";
import {IUnlockCallback} from "../../contracts/interfaces/IPoolManager.sol";
import {IPreLiquidationCallback} from "../../contracts/interfaces/IPreLiquidation.sol";
import {IUniswapV2Callee} from "../../contracts/interfaces/IUniswapV2Pair.sol";
import {CallbackUnexpected} from "../../contracts/types/Errors.sol";
import {Plan} from "../../contracts/types/Plan.sol";
import {SwapPurpose} from "../../contracts/types/SwapPurpose.sol";
import {FakePool} from "../mocks/FakePool.sol";
import {AaveTest} from "../utils/AaveTest.sol";

/// @notice Attack: somebody calls a callback that nobody waits for, or has a real lender or pool call it.
/// What such a call wants is an approval or a transfer out; whatever lies here is the bait.
contract CallbacksTest is AaveTest {
    address private constant ATTACKER = address(0xbad);

    FlashLiquidator private morphoLeaf;

    function setUp() public override {
        super.setUp();
        morphoLeaf = _deploy("MorphoLiquidator");
        _openReference();
        deal(usdc, address(liquidator), 50_000e6);
        deal(weth, address(liquidator), 50e18);
        deal(usdc, address(morphoLeaf), 50_000e6);
    }

    function testFuzz_RevertWhen_LoanCallbackIsCalledIdle(
        address caller,
        address asset,
        uint256 amount,
        uint256 premium,
        bytes memory data
    ) public {
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, caller));
        vm.prank(caller);
        _receiver().executeOperation(asset, amount, premium, address(liquidator), data);
    }

    function testFuzz_RevertWhen_LoanCallbackOfAaveV2IsCalledIdle(
        address caller,
        address[] memory assets,
        uint256[] memory amounts,
        uint256[] memory premiums,
        bytes memory data
    ) public {
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, caller));
        vm.prank(caller);
        IFlashLoanReceiver(address(liquidator)).executeOperation(assets, amounts, premiums, address(liquidator), data);
    }

    function testFuzz_RevertWhen_SwapCallbackIsCalledIdle(
        address caller,
        int256 amount0,
        int256 amount1,
        bytes memory data
    ) public {
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, caller));
        vm.prank(caller);
        IUniswapV3SwapCallback(address(liquidator)).uniswapV3SwapCallback(amount0, amount1, data);
    }

    function testFuzz_RevertWhen_MorphoCallbackIsCalledIdle(address caller, uint256 repaid, bytes memory data) public {
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, caller));
        vm.prank(caller);
        IMorphoLiquidateCallback(address(morphoLeaf)).onMorphoLiquidate(repaid, data);
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, caller));
        vm.prank(caller);
        IPreLiquidationCallback(address(morphoLeaf)).onPreLiquidate(repaid, data);
    }

    /// @dev All lenders come in by one door, which is shut: whatever they are called and bring, as long or short as it may be.
    function testFuzz_RevertWhen_AnyCallbackIsCalledIdle(address caller, bytes4 selector, bytes memory arguments)
        public
    {
        bytes4[6] memory selectors = [
            IMorphoFlashLoanCallback.onMorphoFlashLoan.selector,
            IBalancerFlashLoanRecipient.receiveFlashLoan.selector,
            IUniswapV3FlashCallback.uniswapV3FlashCallback.selector,
            IUniswapV2Callee.uniswapV2Call.selector,
            IERC3156FlashBorrower.onFlashLoan.selector,
            IUnlockCallback.unlockCallback.selector
        ];
        bytes memory refusal = abi.encodeWithSelector(CallbackUnexpected.selector, caller);
        for (uint256 i; i < selectors.length; ++i) {
            _assertRefused(caller, selectors[i], arguments, refusal);
        }
        vm.prank(caller);
        (bool success,) = address(liquidator).call(abi.encodePacked(selector, arguments));
        // A function of its own answers itself, if it is a view; nothing that it has has moved.
        if (success) assertEq(_balance(usdc, address(liquidator)), 50_000e6);
    }

    function _assertRefused(address caller, bytes4 selector, bytes memory arguments, bytes memory refusal) private {
        vm.prank(caller);
        (bool success, bytes memory answer) = address(liquidator).call(abi.encodePacked(selector, arguments));
        assertFalse(success);
        assertEq(answer, refusal);
    }

    /// @dev The names of the real lender, the real pool and the real market open nothing either.
    function test_RevertWhen_TheRealOnesCallIdle() public {
        bytes memory data = abi.encode(_flashLoan());
        vm.prank(address(pool));
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(pool)));
        _receiver().executeOperation(usdc, 1, 0, address(liquidator), data);

        address realPool = _realPool();
        vm.prank(realPool);
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, realPool));
        IUniswapV3SwapCallback(address(liquidator)).uniswapV3SwapCallback(1e18, -1, _sale(weth));

        vm.prank(morpho);
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, morpho));
        IMorphoLiquidateCallback(address(morphoLeaf)).onMorphoLiquidate(1, data);
    }

    /// @dev Anybody may have the real Pool lend to the liquidator, with any plan as data.
    function test_RevertWhen_StrangerBorrowsForTheLiquidator() public {
        Plan memory plan = _flashLoan();
        plan.terms.tipBps = 5_000;
        plan.terms.tipRecipient = ATTACKER;
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(pool)));
        vm.prank(ATTACKER);
        pool.flashLoanSimple(address(liquidator), usdc, 11_000e6, abi.encode(plan), 0);
    }

    /// @dev The other loan of the same Pool has the callback of Aave V2.
    function test_RevertWhen_StrangerBorrowsSeveralAssetsForTheLiquidator() public {
        address[] memory assets = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (assets[0], amounts[0]) = (usdc, 11_000e6);
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(pool)));
        vm.prank(ATTACKER);
        pool.flashLoan(
            address(liquidator), assets, amounts, new uint256[](1), address(liquidator), abi.encode(_flashLoan()), 0
        );
    }

    /// @dev A contract that names the tokens and the fee of a real pool is not that pool.
    function test_RevertWhen_FakePoolCallsBack() public {
        FakePool fake = new FakePool(weth, usdc, 3000);
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(fake)));
        fake.callBack(address(liquidator), 50e18, -1, _sale(weth));
        vm.expectRevert(abi.encodeWithSelector(CallbackUnexpected.selector, address(fake)));
        fake.callBack(address(liquidator), 50e18, -1, abi.encodePacked(SwapPurpose.FlashSwap, abi.encode(_flashSwap())));
    }

    /// @dev A real pool calls back whoever called it, so a stranger's swap to the liquidator reaches the stranger only.
    function test_RevertWhen_StrangerSwapsForTheLiquidator() public {
        address realPool = _realPool();
        vm.expectRevert(bytes(""));
        vm.prank(ATTACKER);
        IUniswapV3Pool(realPool).swap(address(liquidator), true, 1e18, 4295128740, _sale(weth));
    }

    /// @dev What the liquidator sends with a sale, and would pay for.
    function _sale(address token) private pure returns (bytes memory) {
        return abi.encodePacked(SwapPurpose.Sale, token);
    }

    function _realPool() private view returns (address) {
        return vm.computeCreate2Address(keccak256(abi.encode(weth, usdc, 3000)), POOL_INIT_CODE_HASH, uniswapFactory);
    }

    function _receiver() private view returns (IFlashLoanSimpleReceiver) {
        return IFlashLoanSimpleReceiver(address(liquidator));
    }
}
