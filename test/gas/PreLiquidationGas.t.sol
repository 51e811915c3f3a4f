// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISwapRouter} from "@uniswap/v3-periphery/contracts/interfaces/ISwapRouter.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {Funding, FundingSource, Plan, Selling} from "../../contracts/types/Plan.sol";
import {PreLiquidationTest} from "../utils/PreLiquidationTest.sol";

/// @notice Gas of whole transactions (`isolate`), refunds included, committed below snapshots/, by source of money.
/// @dev What is compared: a fifth of the debt, repaid and its collateral sold on the 0.3 % pool, after one before. Bare: two transactions
/// of an account that owns the debt asset and has given its allowances before, `preLiquidate` without data, then `exactInputSingle` on
/// Uniswap's SwapRouter. The pre-liquidation contract is a double: see {PreLiquidation}.
/// forge-config: default.isolate = true
contract PreLiquidationGasTest is PreLiquidationTest {
    using stdJson for string;

    uint256 private constant REPAID = 4_300e6;

    function setUp() public override {
        super.setUp();
        _liquidate(_early(_shares() / 50, 3000));
    }

    function test_Callback() public {
        uint256 snapshot = vm.snapshotState();
        (uint256 bareCall, uint256 bareSwap) = _bare();
        vm.revertToState(snapshot);

        uint256 ours = _measure("pre-liquidation, callback", _plan());
        vm.snapshotValue("MorphoLiquidator", "bare preLiquidate", bareCall);
        vm.snapshotValue("MorphoLiquidator", "bare swap after preLiquidate", bareSwap);
        // that the factory and Morpho are allowed and that the factory knows the contract costs 12,000 of it
        assertLe(ours * 100, (bareCall + bareSwap) * 114, "above 1.14 of the bare calls");
    }

    function test_Wallet() public {
        Plan memory plan = _plan();
        plan.funding = Funding(FundingSource.Wallet, address(0), REPAID);
        _fundWallet(usdc, 2 * REPAID);
        _measure("pre-liquidation, wallet", plan);
    }

    function test_FlashSwap() public {
        Plan memory plan = _plan();
        plan.funding = Funding(FundingSource.UniswapV3FlashSwap, address(0), REPAID);
        plan.selling = Selling.None;
        _measure("pre-liquidation, flash swap", plan);
    }

    function test_AaveFlashLoan() public {
        Plan memory plan = _plan();
        plan.funding = Funding(FundingSource.AaveV3FlashLoan, address(pool), REPAID);
        _measure("pre-liquidation, Aave flash loan", plan);
    }

    /// @dev More is asked for than the terms allow: the first call is refused, before anything is done.
    function test_DebtThatShrank() public {
        Plan memory plan = _plan();
        plan.target.amount = _shares();
        _measure("pre-liquidation, debt that shrank", plan);
    }

    function _plan() private view returns (Plan memory) {
        return _early(REPAID * 1e6, 3000);
    }

    function _measure(string memory name, Plan memory plan) private returns (uint256) {
        vm.prank(operator);
        liquidator.liquidate(plan);
        return vm.snapshotGasLastCall("MorphoLiquidator", name);
    }

    function _bare() private returns (uint256 callGas, uint256 swapGas) {
        ISwapRouter router = ISwapRouter(info.readAddress(".addresses.uniswap.swapRouter"));
        deal(usdc, stranger, 20_000e6);
        deal(weth, stranger, 1);
        vm.startPrank(stranger);
        IERC20(usdc).approve(address(early), type(uint256).max);
        IERC20(weth).approve(address(router), type(uint256).max);
        vm.stopPrank();

        vm.prank(stranger);
        (uint256 seized,) = early.preLiquidate(borrower, 0, REPAID * 1e6, "");
        callGas = vm.lastCallGas().gasTotalUsed;

        ISwapRouter.ExactInputSingleParams memory sale =
            ISwapRouter.ExactInputSingleParams(weth, usdc, 3000, stranger, block.timestamp, seized, 0, 0);
        vm.prank(stranger);
        router.exactInputSingle(sale);
        swapGas = vm.lastCallGas().gasTotalUsed;
    }
}
