// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {IUniswapV3PoolActions} from "@uniswap/v3-core/contracts/interfaces/pool/IUniswapV3PoolActions.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Plan} from "../../contracts/types/Plan.sol";
import {BareAaveV3} from "../doubles/BareAaveV3.sol";
import {ClassicAaveV3} from "../doubles/ClassicAaveV3.sol";
import {DevnetTest} from "../utils/DevnetTest.sol";
import {Executooor, IExecutor} from "../utils/Executooor.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice Gas of whole transactions (`isolate`), refunds included, on the reference case; committed below snapshots/.
/// @dev "first" is the first liquidation ever: the receiver and Aave's treasury hold none of the collateral yet, and each
/// pays 17,100 gas for a storage slot that is zero. Budgets are for every later one, as on a market in use.
/// What ours are compared with keeps what is left with itself, has some of it before, and has given its allowance before.
/// forge-config: default.isolate = true
contract AaveV3GasTest is DevnetTest {
    FlashLiquidator private liquidator;

    function setUp() public override {
        super.setUp();
        liquidator = _deploy("AaveV3Liquidator");
    }

    function test_FlashSwap() public {
        _afterAnother();
        assertLe(_measure("flash swap", _flashSwap()), 420_000, "above the budget");
    }

    function test_FlashSwapFirst() public {
        _openReference();
        _measure("flash swap, first", _flashSwap());
    }

    function test_AaveFlashLoan() public {
        _afterAnother();
        assertLe(_measure("aave flash loan", _flashLoan()), 530_000, "above the budget");
    }

    function test_AaveFlashLoanFirst() public {
        _openReference();
        assertLe(_measure("aave flash loan, first", _flashLoan()), 530_000, "above the budget");
    }

    function test_Wallet() public {
        _afterAnother();
        deal(usdc, operator, 11_000e6);
        vm.prank(operator);
        IERC20(usdc).approve(address(liquidator), 11_000e6);
        _measure("wallet", Plans.wallet(address(pool), borrower, weth, usdc, 11_000e6, 3000));
    }

    /// @dev No contract of ours: an account that owns the debt asset and has given its allowance before.
    function test_BareLiquidationCall() public {
        _afterAnother();
        _measureBare("bare liquidationCall");
    }

    function test_BareLiquidationCallFirst() public {
        _openReference();
        _measureBare("bare liquidationCall, first");
    }

    function test_UnsafeFlashSwap() public {
        BareAaveV3 bare = _bare();
        bare.byFlashSwap(borrower, 11_000e6);
        vm.snapshotGasLastCall("AaveV3Liquidator", "unsafe: flash swap");
        _recordSize("unsafe", address(bare));
        _assertDone(address(bare));
    }

    function test_UnsafeFlashLoan() public {
        BareAaveV3 bare = _bare();
        bare.byFlashLoan(borrower, 11_000e6);
        vm.snapshotGasLastCall("AaveV3Liquidator", "unsafe: aave flash loan");
        _assertDone(address(bare));
    }

    /// @dev The router is told no minimum: one that holds would cost the same.
    function test_ClassicFlashLoan() public {
        address router = vm.parseJsonAddress(info, ".addresses.uniswap.swapRouter");
        ClassicAaveV3 classic =
            ClassicAaveV3(deployCode("ClassicAaveV3.sol:ClassicAaveV3", abi.encode(pool, router, operator)));
        _afterAnother();
        deal(usdc, address(classic), 1);
        vm.prank(operator);
        classic.liquidate(borrower, weth, usdc, 11_000e6, 3000, 0);
        vm.snapshotGasLastCall("AaveV3Liquidator", "classic: aave flash loan");
        _recordSize("classic", address(classic));
        assertEq(IERC20(_debtToken()).balanceOf(borrower), 11_000e6);
        assertGt(IERC20(usdc).balanceOf(address(classic)), 30e6);
    }

    function test_ExecutorFlashSwap() public {
        IExecutor executor = _executor();
        _execute(executor, _executedSwap(executor, 11_000e6, _liquidationAsCall()));
        vm.snapshotGasLastCall("AaveV3Executooor", "flash swap");
        vm.snapshotValue("AaveV3Executooor", "runtime bytes", address(executor).code.length);
        _assertDone(address(executor));
    }

    function test_ExecutorFlashLoan() public {
        IExecutor executor = _executor();
        uint256 owed = 11_000e6 + 11_000e6 * pool.FLASHLOAN_PREMIUM_TOTAL() / 10_000;
        bytes[] memory inLoan = new bytes[](2);
        inLoan[0] = _liquidationAsCall();
        inLoan[1] = _executedSwap(executor, owed, "");
        bytes memory data = Executooor.calls(inLoan, abi.encode(true));
        bytes memory loan = abi.encodeCall(pool.flashLoanSimple, (address(executor), usdc, 11_000e6, data, 0));
        _execute(executor, Executooor.callWithCallback(address(pool), loan, 4));
        vm.snapshotGasLastCall("AaveV3Executooor", "aave flash loan");
        _assertDone(address(executor));
    }

    function _recordSize(string memory name, address rival) private {
        vm.snapshotValue("AaveV3Liquidator", string.concat(name, ": runtime bytes"), rival.code.length);
    }

    function _bare() private returns (BareAaveV3 bare) {
        bytes memory arguments = abi.encode(pool, _venue(), weth, usdc);
        bare = BareAaveV3(deployCode("BareAaveV3.sol:BareAaveV3", arguments));
        _afterAnother();
        deal(weth, address(bare), 1);
    }

    /// @dev Its owner has it give the allowance before.
    function _executor() private returns (IExecutor executor) {
        if (!Executooor.isInstalled()) vm.skip(true, "no executor: run npm ci");
        executor = Executooor.deploy(operator);
        _execute(executor, Executooor.approve(usdc, address(pool), type(uint256).max));
        _afterAnother();
        deal(weth, address(executor), 1);
    }

    function _execute(IExecutor executor, bytes memory one) private {
        bytes[] memory calls = new bytes[](1);
        calls[0] = one;
        vm.prank(operator);
        executor.exec_606BaXt(calls);
    }

    function _liquidationAsCall() private view returns (bytes memory) {
        bytes memory data = abi.encodeCall(pool.liquidationCall, (weth, usdc, borrower, 11_000e6, false));
        return Executooor.call(address(pool), data);
    }

    /// @dev It cannot read what a callback tells it: what the pool will be owed is asked before and signed with it.
    /// @param before The call before the pool is paid; empty: none.
    function _executedSwap(IExecutor executor, uint256 bought, bytes memory before) private returns (bytes memory) {
        uint256 owed = _quote(bought);
        bytes[] memory inSwap = new bytes[](before.length == 0 ? 1 : 2);
        inSwap[0] = before;
        inSwap[inSwap.length - 1] = Executooor.transfer(weth, address(_venue()), owed);
        return Executooor.callWithCallback(
            address(_venue()), _swap(address(executor), bought, Executooor.calls(inSwap, "")), 2
        );
    }

    function _swap(address to, uint256 bought, bytes memory data) private view returns (bytes memory) {
        bool zeroForOne = weth < usdc;
        uint160 limit = zeroForOne ? 4295128740 : 1461446703485210103287273052203988822378723970341;
        return abi.encodeCall(IUniswapV3PoolActions.swap, (to, zeroForOne, -int256(bought), limit, data));
    }

    /// @return owed WETH, wei.
    function _quote(uint256 bought) private returns (uint256 owed) {
        (bool done, bytes memory reason) = address(_venue()).call(_swap(address(this), bought, ""));
        assertFalse(done);
        return abi.decode(reason, (uint256));
    }

    function uniswapV3SwapCallback(int256 amount0, int256 amount1, bytes calldata) external pure {
        bytes memory owed = abi.encode(amount0 > 0 ? amount0 : amount1);
        assembly ("memory-safe") {
            revert(add(owed, 0x20), mload(owed))
        }
    }

    function _venue() private view returns (IUniswapV3Pool) {
        return IUniswapV3Pool(IUniswapV3Factory(uniswapFactory).getPool(weth, usdc, 3000));
    }

    /// @dev What ours does to the borrower, and something is left.
    function _assertDone(address liquidator_) private view {
        assertEq(IERC20(_debtToken()).balanceOf(borrower), 11_000e6);
        assertGt(IERC20(weth).balanceOf(liquidator_), 0.01e18);
    }

    function _debtToken() private view returns (address) {
        return pool.getReserveData(usdc).variableDebtTokenAddress;
    }

    function _measureBare(string memory name) private {
        deal(usdc, stranger, 20_000e6);
        vm.prank(stranger);
        IERC20(usdc).approve(address(pool), type(uint256).max);
        vm.prank(stranger);
        pool.liquidationCall(weth, usdc, borrower, 11_000e6, false);
        vm.snapshotGasLastCall("AaveV3Liquidator", name);
    }

    /// @dev The same case once before, with another borrower and both kinds of leftover for the receiver.
    function _afterAnother() private {
        address other = makeAddr("another borrower");
        _open(pool, other, weth, 10e18, usdc, 22_000e6);
        _openReference();
        Plan memory plan = Plans.flashSwap(address(pool), other, weth, usdc, 11_000e6, 3000);
        plan.target.amount = 10_999e6;
        vm.prank(operator);
        liquidator.liquidate(plan);
    }

    function _flashSwap() private view returns (Plan memory) {
        return Plans.flashSwap(address(pool), borrower, weth, usdc, 11_000e6, 3000);
    }

    function _flashLoan() private view returns (Plan memory) {
        return Plans.flashLoan(address(pool), borrower, weth, usdc, 11_000e6, 3000);
    }

    function _measure(string memory name, Plan memory plan) private returns (uint256) {
        assertEq(_healthFactor(pool, borrower), 0.975e18);
        vm.prank(operator);
        liquidator.liquidate(plan);
        return vm.snapshotGasLastCall("AaveV3Liquidator", name);
    }
}
