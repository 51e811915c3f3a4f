// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISwapRouter} from "@uniswap/v3-periphery/contracts/interfaces/ISwapRouter.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {Funding, FundingSource, Plan} from "../../contracts/types/Plan.sol";
import {CompoundTest} from "../utils/CompoundTest.sol";
import {ICTokenMarket} from "../utils/ICompoundMarkets.sol";

/// @notice Gas of whole transactions (`isolate`), refunds included, committed below snapshots/.
/// @dev What is compared: half of the reference's debt, bought from the 0.3 % pool, or borrowed from Aave. Bare: three transactions of an
/// account that owns the debt asset and has given its allowances before, `liquidateBorrow` and `redeem` of the market, then
/// `exactInputSingle` on Uniswap's SwapRouter. All of it after one liquidation before, as on a market in use.
/// forge-config: default.isolate = true
contract CompoundV2GasTest is CompoundTest {
    using stdJson for string;

    uint256 private constant REPAID = 5_500e6;

    function setUp() public override {
        super.setUp();
        (address first, address other) = (borrower, makeAddr("another borrower"));
        _openCompoundReference();
        _setPrice("WETH", 3000 * USD);
        borrower = other;
        _openCompoundReference();
        _liquidate(_flashLoan(cUsdc, cEther, REPAID));
        borrower = first;
    }

    function test_FlashSwap() public {
        uint256 snapshot = vm.snapshotState();
        _bare();
        vm.revertToState(snapshot);
        _measure(_flashSwap(cUsdc, cEther, REPAID), "flash swap");
    }

    function test_FlashLoan() public {
        _measure(_flashLoan(cUsdc, cEther, REPAID), "aave flash loan");
    }

    function test_Wallet() public {
        _fundOperator(usdc, REPAID);
        Plan memory plan = _flashLoan(cUsdc, cEther, REPAID);
        plan.funding = Funding(FundingSource.Wallet, address(0), REPAID);
        _measure(plan, "wallet");
    }

    function test_Kept() public {
        _fundOperator(usdc, REPAID);
        _measure(_kept(cUsdc, cEther, REPAID), "cTokens kept");
    }

    /// @dev Somebody repays a part before: the first call is refused, the second repays what is allowed then.
    function test_DebtThatShrank() public {
        deal(usdc, stranger, 1_000e6);
        vm.startPrank(stranger);
        IERC20(usdc).approve(cUsdc, 1_000e6);
        ICTokenMarket(cUsdc).liquidateBorrow(borrower, 1_000e6, cEther);
        vm.stopPrank();
        _measure(_flashSwap(cUsdc, cEther, 11_000e6), "debt that shrank");
    }

    function test_NewerTokens() public {
        _setPrice("WETH", 3000 * USD);
        _openNewerReference();
        _measure(_flashSwap(newerUsdc, newerWeth, REPAID), "newer tokens");
    }

    function _measure(Plan memory plan, string memory name) private {
        vm.prank(operator);
        liquidator.liquidate(plan);
        vm.snapshotGasLastCall("CompoundV2Liquidator", name);
    }

    function _bare() private {
        ISwapRouter router = ISwapRouter(info.readAddress(".addresses.uniswap.swapRouter"));
        deal(usdc, stranger, 2 * REPAID);
        deal(weth, stranger, 5e18);
        vm.startPrank(stranger);
        IERC20(usdc).approve(cUsdc, type(uint256).max);
        IERC20(weth).approve(address(router), type(uint256).max);
        ICTokenMarket(cUsdc).liquidateBorrow(borrower, REPAID, cEther);
        vm.snapshotGasLastCall("CompoundV2Liquidator", "bare liquidateBorrow");
        ICTokenMarket(cEther).redeem(_balance(cEther, stranger));
        vm.snapshotGasLastCall("CompoundV2Liquidator", "bare redeem");
        router.exactInputSingle(
            ISwapRouter.ExactInputSingleParams(weth, usdc, 3000, stranger, block.timestamp, 2.2e18, 0, 0)
        );
        vm.snapshotGasLastCall("CompoundV2Liquidator", "bare swap");
        vm.stopPrank();
    }
}
