// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FundingSource, Plan, Selling} from "../../contracts/types/Plan.sol";
import {FlashMintToken} from "../mocks/FlashMintToken.sol";
import {AaveFormula} from "../utils/AaveFormula.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {DevnetTest} from "../utils/DevnetTest.sol";
import {Plans} from "../utils/Plans.sol";
import {Routes} from "../utils/Routes.sol";
import {Ways} from "../utils/Ways.sol";

/// @notice Gas of whole transactions (`isolate`), refunds included, committed below snapshots/: the reference case of the Aave V3 leaf by
/// every source of money and every way to sell.
/// @dev Each source and each way has been used once before, on another borrower, as on a market in use.
/// forge-config: default.isolate = true
contract WaysGasTest is AaveTest, Ways {
    string private constant FILE = "AaveV3Ways";
    uint256 private constant WAYS = 10;
    uint256 private constant BY_ATOKEN = 9;

    string[10] private NAMES = [
        "leaf, Uniswap V3",
        "Uniswap V3",
        "Uniswap V2",
        "Uniswap V4",
        "Uniswap V4, ether",
        "PancakeSwap V3",
        "Curve (double)",
        "Balancer V2",
        "router (double)",
        "aToken, Uniswap V3"
    ];
    address private other = makeAddr("another borrower");

    function setUp() public override(AaveTest, DevnetTest) {
        super.setUp();
        _setUpWays();
        _allowAll(liquidator);
        _open(pool, other, weth, 10e18, usdc, 22_000e6);
        _openReference();
        for (uint256 i; i < loans.length; ++i) {
            _liquidate(_paidBy(loans[i], _plan(other, 100e6, 0)));
        }
        for (uint256 i; i < WAYS; ++i) {
            _liquidate(_paidBy(wallet, _plan(other, 100e6, i)));
        }
        _liquidate(_flashSwapOf(other, 100e6));
        _liquidate(_flashSwapOfThePair(other, 100e6));
    }

    /// @dev What lends is locked, so that it cannot be sold to.
    function test_EverySourceByEveryWay() public {
        uint256[10] memory paidAave = _measureAll(loans[0]);
        for (uint256 i = 1; i < loans.length; ++i) {
            uint256[10] memory paid = _measureAll(loans[i]);
            for (uint256 j; j < WAYS; ++j) {
                if (_isFree(loans[i].source)) assertLt(paid[j], paidAave[j], "dearer than Aave");
            }
        }
        _measureAll(wallet);
        _measureAll(Money("Morpho and Aave V3", FundingSource.Several, address(0)));
    }

    function test_FlashSwaps() public {
        uint256 snapshot = vm.snapshotState();
        uint256 paidAave = _measure(loans[0], 0);
        vm.revertToState(snapshot);
        assertLt(_measure("Uniswap V3 flash swap", _flashSwapOf(borrower, 11_000e6)), paidAave);
        vm.revertToState(snapshot);
        assertLt(_measure("Uniswap V2 flash swap", _flashSwapOfThePair(borrower, 11_000e6)), paidAave);
    }

    /// @dev The debt asset is then a token that mints itself, as OpenZeppelin has it.
    function test_ERC3156() public {
        vm.etch(usdc, address(new FlashMintToken(6, 0)).code);
        vm.prank(owner);
        liquidator.setLender(usdc, true);
        uint256[10] memory paid = _measureAll(Money("ERC-3156 flash mint", FundingSource.ERC3156FlashLoan, usdc));
        for (uint256 i; i < WAYS; ++i) {
            uint256 snapshot = vm.snapshotState();
            _liquidate(_paidBy(loans[0], _plan(borrower, 11_000e6, i)));
            assertLt(paid[i], vm.lastCallGas().gasTotalUsed, "dearer than Aave");
            vm.revertToState(snapshot);
        }
    }

    function _measureAll(Money memory money) private returns (uint256[10] memory paid) {
        for (uint256 i; i < WAYS; ++i) {
            uint256 snapshot = vm.snapshotState();
            if (_isLocked(money.source, i)) _assertLocked(money, i);
            else paid[i] = _measure(money, i);
            vm.revertToState(snapshot);
        }
    }

    function _measure(Money memory money, uint256 way) private returns (uint256) {
        return _measure(string.concat(money.name, " | ", NAMES[way]), _paidBy(money, _plan(borrower, 11_000e6, way)));
    }

    function _measure(string memory name, Plan memory plan) private returns (uint256 paid) {
        assertEq(_healthFactor(pool, borrower), 0.975e18);
        _liquidate(plan);
        paid = vm.snapshotGasLastCall(FILE, name);
        assertEq(_balance(pool.getReserveData(usdc).variableDebtTokenAddress, borrower), 11_000e6);
    }

    function _assertLocked(Money memory money, uint256 way) private {
        Plan memory plan = _paidBy(money, _plan(borrower, 11_000e6, way));
        if (way == uint256(Way.BalancerV2)) vm.expectRevert("BAL#400");
        else vm.expectRevert(bytes4(keccak256("AlreadyUnlocked()")));
        _liquidate(plan);
    }

    /// @return Nobody pays yet.
    function _plan(address user, uint256 amount, uint256 way) private returns (Plan memory) {
        Plan memory plan = Plans.flashLoan(address(pool), user, weth, usdc, amount, FEE);
        if (way != 0) plan.selling = Selling.Seller;
        if (way == BY_ATOKEN) plan.target.data = abi.encode(true);
        if (way != uint256(Way.Router)) {
            plan.route = _split(0, way == BY_ATOKEN ? Way.UniswapV3 : Way(way), way == BY_ATOKEN, weth, usdc);
            return plan;
        }
        uint256 seized =
            AaveFormula.seized(amount, AaveFormula.Asset(USD, 1e6), AaveFormula.Asset(2600 * USD, 1e18), 10_500, 1_000);
        plan.route = Routes.split(0, 1, _byRouter(weth, seized, usdc, seized * 2_980 / 1e12));
        return plan;
    }

    function _paidBy(Money memory money, Plan memory plan) private returns (Plan memory) {
        (plan.funding.source, plan.funding.lender) = (money.source, money.lender);
        if (money.source == FundingSource.Wallet) _fundWallet(operator, usdc, plan.funding.amount);
        if (money.source == FundingSource.Several) {
            bytes memory first = _loan(loans[2], plan.funding.amount / 2);
            plan.route = abi.encodePacked(uint8(2), first, _loan(loans[0], 0), plan.route);
        }
        return plan;
    }

    function _flashSwapOf(address user, uint256 amount) private view returns (Plan memory) {
        return Plans.flashSwap(address(pool), user, weth, usdc, amount, FEE);
    }

    function _flashSwapOfThePair(address user, uint256 amount) private view returns (Plan memory plan) {
        plan = _flashSwapOf(user, amount);
        (plan.funding.source, plan.funding.lender) = (FundingSource.UniswapV2FlashSwap, v2Pair);
        plan.route = Routes.split(0, 1, Routes.v2Pair(v2Pair, PAIR_FEE, usdc));
    }

    function _isFree(FundingSource source) private pure returns (bool) {
        return source == FundingSource.MorphoFlashLoan || source == FundingSource.BalancerV2FlashLoan
            || source == FundingSource.UniswapV4FlashLoan;
    }

    function _isLocked(FundingSource source, uint256 way) private pure returns (bool) {
        if (source == FundingSource.BalancerV2FlashLoan) return way == uint256(Way.BalancerV2);
        return source == FundingSource.UniswapV4FlashLoan
            && (way == uint256(Way.UniswapV4) || way == uint256(Way.UniswapV4Ether));
    }
}
