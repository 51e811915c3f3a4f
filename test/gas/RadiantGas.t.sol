// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {IAaveV2Pool} from "../../contracts/interfaces/IAaveV2Pool.sol";
import {Plan} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";
import {AaveV2Test} from "../utils/AaveV2Test.sol";
import {Plans} from "../utils/Plans.sol";

/// @notice Gas of whole transactions (`isolate`), refunds included, on Radiant, which pays half of the bonus to somebody else; as
/// AaveV2Gas.t.sol measures them.
/// forge-config: default.isolate = true
contract RadiantGasTest is AaveV2Test {
    using stdJson for string;

    string private constant GROUP = "Radiant";
    uint256 private constant HALF = 11_000e6;

    function setUp() public override {
        super.setUp();
        market = info.readAddress(".addresses.radiant.main.pool");
        vm.prank(owner);
        liquidator.setMarket(market, true);
    }

    function test_FlashSwap() public {
        _afterAnother();
        _measure("flash swap", _flashSwap());
    }

    function test_AaveFlashLoan() public {
        _afterAnother();
        Plan memory plan = Plans.flashLoan(market, borrower, weth, usdc, HALF, 3000);
        plan.funding.lender = address(pool);
        _measure("aave flash loan", plan);
    }

    function test_Wallet() public {
        _afterAnother();
        _fundWallet(operator, usdc, HALF);
        _measure("wallet", _wallet());
    }

    /// @dev No contract of ours: an account that owns the debt asset and has given its allowance before.
    function test_BareLiquidationCall() public {
        _afterAnother();
        deal(usdc, stranger, 2 * HALF);
        vm.prank(stranger);
        IERC20(usdc).approve(market, type(uint256).max);
        vm.prank(stranger);
        IAaveV2Pool(market).liquidationCall(weth, usdc, borrower, HALF, false);
        vm.snapshotGasLastCall(GROUP, "bare liquidationCall");
    }

    /// @dev The same case once before, with another borrower and both kinds of leftover for the receiver.
    function _afterAnother() private {
        address other = makeAddr("another borrower");
        _openIn(market, other, weth, 10e18, usdc, 22_000e6);
        _openUsual();
        Plan memory plan = Plans.flashSwap(market, other, weth, usdc, HALF, 3000);
        plan.target.amount = HALF - 1e6;
        _liquidate(plan);
    }

    function _measure(string memory name, Plan memory plan) private {
        assertLt(_healthOf(market, borrower), 1e18);
        _liquidate(plan);
        vm.snapshotGasLastCall(GROUP, name);
    }
}
