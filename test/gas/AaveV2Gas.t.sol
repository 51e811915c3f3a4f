// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IAaveV2Pool} from "../../contracts/interfaces/IAaveV2Pool.sol";
import {Plan} from "../../contracts/types/Plan.sol";
import {AaveV2Test} from "../utils/AaveV2Test.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice Gas of whole transactions (`isolate`), refunds included, on the usual case, as AaveV3Gas.t.sol measures them.
/// forge-config: default.isolate = true
contract AaveV2GasTest is AaveV2Test {
    function test_FlashSwap() public {
        _afterAnother();
        _measure("flash swap", _flashSwap());
    }

    function test_AaveV2FlashLoan() public {
        _afterAnother();
        _measure("aave-v2 flash loan", _flashLoan());
    }

    function test_AaveV3FlashLoan() public {
        _afterAnother();
        Plan memory plan = Plans.flashLoan(market, borrower, weth, usdc, 11_000e6, 3000);
        plan.funding.lender = address(pool);
        _measure("aave flash loan", plan);
    }

    function test_Wallet() public {
        _afterAnother();
        _fundWallet(operator, usdc, 11_000e6);
        _measure("wallet", _wallet());
    }

    /// @dev No contract of ours: an account that owns the debt asset and has given its allowance before.
    function test_BareLiquidationCall() public {
        _afterAnother();
        deal(usdc, stranger, 20_000e6);
        vm.prank(stranger);
        IERC20(usdc).approve(market, type(uint256).max);
        vm.prank(stranger);
        IAaveV2Pool(market).liquidationCall(weth, usdc, borrower, 11_000e6, false);
        vm.snapshotGasLastCall("AaveV2Liquidator", "bare liquidationCall");
    }

    /// @dev The same case once before, with another borrower and both kinds of leftover for the receiver.
    function _afterAnother() private {
        address other = makeAddr("another borrower");
        _openIn(market, other, weth, 10e18, usdc, 22_000e6);
        _openUsual();
        Plan memory plan = Plans.flashSwap(market, other, weth, usdc, 11_000e6, 3000);
        plan.target.amount = 10_999e6;
        _liquidate(plan);
    }

    function _measure(string memory name, Plan memory plan) private {
        assertLt(_healthOf(market, borrower), 0.976e18);
        _liquidate(plan);
        vm.snapshotGasLastCall("AaveV2Liquidator", name);
    }
}
