// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3PoolActions} from "@uniswap/v3-core/contracts/interfaces/pool/IUniswapV3PoolActions.sol";
import {ISwapRouter} from "@uniswap/v3-periphery/contracts/interfaces/ISwapRouter.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {IMorpho} from "../../contracts/interfaces/IMorpho.sol";
import {Funding, FundingSource, Plan} from "../../contracts/types/Plan.sol";
import {BareMorpho} from "../doubles/BareMorpho.sol";
import {Executooor, IExecutor} from "../utils/Executooor.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";

/// @notice Gas of whole transactions (`isolate`), refunds included, committed below snapshots/.
/// @dev What is compared: a third of the reference position, seized and sold on the 0.3 % pool. Ours: one transaction by
/// Morpho's callback, with every guard. Bare: two transactions of an account that owns the debt asset and has given its
/// allowances before, `Morpho.liquidate` without data, then `exactInputSingle` on Uniswap's SwapRouter.
/// All of it after one liquidation before, as on a market in use. What ours are compared with keeps what is left with itself, has
/// some of it before, and has given its allowance before.
/// forge-config: default.isolate = true
contract MorphoGasTest is MorphoTest {
    using stdJson for string;

    uint256 private constant SEIZED = 3e18;

    function setUp() public override {
        super.setUp();
        address other = makeAddr("another borrower");
        _openMorpho(other, 10e18, 24_000e6);
        _openMorphoReference();
        Plan memory plan = _callback(SEIZED, 3000);
        plan.target.borrower = other;
        _liquidate(plan);
    }

    function test_Callback() public {
        uint256 snapshot = vm.snapshotState();
        (uint256 bareLiquidate, uint256 bareSwap) = _bare();
        vm.revertToState(snapshot);

        Plan memory plan = _callback(SEIZED, 3000);
        vm.prank(operator);
        liquidator.liquidate(plan);
        uint256 ours = vm.snapshotGasLastCall("MorphoLiquidator", "callback");
        vm.snapshotValue("MorphoLiquidator", "bare liquidate", bareLiquidate);
        vm.snapshotValue("MorphoLiquidator", "bare swap", bareSwap);
        assertLe(ours * 100, (bareLiquidate + bareSwap) * 110, "above 1.10 of the bare calls");
    }

    /// @dev What is taken of a position under water.
    function test_AllButAUnit() public {
        _setPrice("WETH", 2500 * USD);
        Plan memory plan = _callback(10e18 - 1, 3000);
        vm.prank(operator);
        liquidator.liquidate(plan);
        vm.snapshotGasLastCall("MorphoLiquidator", "all but a unit");
    }

    /// @dev Somebody repays a hundredth before: the first call fails in Morpho, the second repays all of the rest.
    function test_DebtThatShrank() public {
        _setPrice("WETH", 2500 * USD);
        (uint256 shares,) = _position(borrower);
        _repayOnBehalf(shares / 100);
        _setPrice("WETH", 2495 * USD);
        Plan memory plan = _callback(10e18 - 1, 3000);
        vm.prank(operator);
        liquidator.liquidate(plan);
        vm.snapshotGasLastCall("MorphoLiquidator", "debt that shrank");
        (shares,) = _position(borrower);
        assertEq(shares, 0);
    }

    function test_Wallet() public {
        _fundWallet(usdc, 20_000e6);
        Plan memory plan = _callback(SEIZED, 3000);
        plan.funding = Funding(FundingSource.Wallet, address(0), 20_000e6);
        vm.prank(operator);
        liquidator.liquidate(plan);
        vm.snapshotGasLastCall("MorphoLiquidator", "wallet");
    }

    function test_Unsafe() public {
        bytes memory arguments = abi.encode(morpho, _venue(), weth, usdc);
        BareMorpho bare = BareMorpho(deployCode("BareMorpho.sol:BareMorpho", arguments));
        deal(usdc, address(bare), 1);
        bare.byCallback(params, borrower, SEIZED);
        vm.snapshotGasLastCall("MorphoLiquidator", "unsafe: callback");
        vm.snapshotValue("MorphoLiquidator", "unsafe: runtime bytes", address(bare).code.length);
        _assertDone(address(bare));
    }

    function test_Executor() public {
        if (!Executooor.isInstalled()) vm.skip(true, "no executor: run npm ci");
        IExecutor executor = Executooor.deploy(operator);
        _execute(executor, Executooor.approve(usdc, morpho, type(uint256).max));
        deal(usdc, address(executor), 1);

        bytes[] memory inSwap = new bytes[](1);
        inSwap[0] = Executooor.transfer(weth, _venue(), SEIZED);
        bytes[] memory inLiquidation = new bytes[](1);
        inLiquidation[0] = Executooor.callWithCallback(_venue(), _sale(executor, inSwap), 2);
        bytes memory data = Executooor.calls(inLiquidation, "");
        bytes memory liquidation = abi.encodeCall(IMorpho.liquidate, (params, borrower, SEIZED, 0, data));
        _execute(executor, Executooor.callWithCallback(morpho, liquidation, 1));
        vm.snapshotGasLastCall("MorphoExecutooor", "callback");
        _assertDone(address(executor));
    }

    function _execute(IExecutor executor, bytes memory one) private {
        bytes[] memory calls = new bytes[](1);
        calls[0] = one;
        vm.prank(operator);
        executor.exec_606BaXt(calls);
    }

    function _sale(IExecutor executor, bytes[] memory inSwap) private view returns (bytes memory) {
        bool zeroForOne = weth < usdc;
        uint160 limit = zeroForOne ? 4295128740 : 1461446703485210103287273052203988822378723970341;
        bytes memory data = Executooor.calls(inSwap, "");
        return abi.encodeCall(IUniswapV3PoolActions.swap, (address(executor), zeroForOne, int256(SEIZED), limit, data));
    }

    function _venue() private view returns (address) {
        return IUniswapV3Factory(uniswapFactory).getPool(weth, usdc, 3000);
    }

    /// @dev What ours does to the borrower, and something is left.
    function _assertDone(address liquidator_) private view {
        (, uint256 collateral) = _position(borrower);
        assertEq(collateral, 10e18 - SEIZED);
        assertGt(_balance(usdc, liquidator_), 1e6);
    }

    function _bare() private returns (uint256 liquidateGas, uint256 swapGas) {
        ISwapRouter router = ISwapRouter(info.readAddress(".addresses.uniswap.swapRouter"));
        deal(usdc, stranger, 20_000e6);
        deal(weth, stranger, 1);
        vm.startPrank(stranger);
        IERC20(usdc).approve(morpho, type(uint256).max);
        IERC20(weth).approve(address(router), type(uint256).max);
        vm.stopPrank();

        vm.prank(stranger);
        IMorpho(morpho).liquidate(params, borrower, SEIZED, 0, "");
        liquidateGas = vm.lastCallGas().gasTotalUsed;

        ISwapRouter.ExactInputSingleParams memory sale =
            ISwapRouter.ExactInputSingleParams(weth, usdc, 3000, stranger, block.timestamp, SEIZED, 0, 0);
        vm.prank(stranger);
        router.exactInputSingle(sale);
        swapGas = vm.lastCallGas().gasTotalUsed;
    }
}
