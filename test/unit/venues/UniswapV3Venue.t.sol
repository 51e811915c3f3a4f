// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IQuoterV2} from "@uniswap/v3-periphery/contracts/interfaces/IQuoterV2.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {
    AssetsMismatch,
    PoolMissing,
    RouteInvalid,
    SaleIncomplete,
    SwapUnpaid,
    VenueParametersInvalid,
    VenueUnsupported
} from "../../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../../contracts/types/Plan.sol";
import {Venue} from "../../../contracts/types/Venue.sol";
import {HookToken} from "../../mocks/HookToken.sol";
import {AaveTest} from "../../utils/AaveTest.sol";
import {Liquidity} from "../../utils/Liquidity.sol";
import {Plans} from "../../utils/Plans.sol";
import {Routes} from "../../utils/Routes.sol";

/// @notice
/// sale on Uniswap V3
/// ├── one hop, both orders of the pool's tokens       → exactly what the real quoter says
/// ├── several hops                                    → the same
/// ├── a path that comes back through the collateral   → the same
/// ├── two splits                                      → both are sold, the last takes the rest
/// ├── when the splits are not all of it               → what is left is kept
/// ├── when the splits are more than all of it         → RouteInvalid
/// ├── when the route is broken                        → RouteInvalid, with what cannot be read
/// ├── when a split ends elsewhere                     → AssetsMismatch
/// ├── when the venue is not Uniswap V3                → VenueUnsupported
/// ├── when the fee is not three bytes                 → VenueParametersInvalid
/// ├── when a pool of it does not exist                → PoolMissing, with the address it would have
/// ├── given a pool has no liquidity                   → SwapUnpaid, also of a flash swap
/// ├── given the first pool runs dry                   → what it left of the collateral goes to the receiver
/// ├── given a later pool runs dry                     → SaleIncomplete: nothing in between may be stranded
/// └── given nothing was seized                        → Aave's own error
contract UniswapV3VenueTest is AaveTest {
    using stdJson for string;

    IQuoterV2 private quoter;

    function setUp() public override {
        super.setUp();
        quoter = IQuoterV2(info.readAddress(".addresses.uniswap.quoterV2"));
    }

    function test_OneHop() public {
        _openReference();
        bytes memory path = abi.encodePacked(weth, uint24(500), usdc);
        _assertSoldAsQuoted(_flashLoan(), path);
    }

    function test_OneHopInTheOtherOrder() public {
        _open(pool, borrower, usdc, 40_000e6, weth, 9e18);
        _setPrice("WETH", 3600 * USD);
        // The pool still sells ether for 3000.
        Plan memory plan = Plans.flashLoan(address(pool), borrower, usdc, weth, 4e18, 3000);
        _assertSoldAsQuoted(plan, abi.encodePacked(usdc, uint24(3000), weth));
    }

    function test_TwoHops() public {
        _openBitcoin();
        Plan memory plan = Plans.flashLoan(address(pool), borrower, wbtc, dai, 20_000e18, 0);
        _assertSoldAsQuoted(plan, abi.encodePacked(wbtc, uint24(500), weth, uint24(3000), dai));
    }

    function test_ThreeHops() public {
        _openBitcoin();
        Plan memory plan = Plans.flashLoan(address(pool), borrower, wbtc, dai, 20_000e18, 0);
        _assertSoldAsQuoted(plan, abi.encodePacked(wbtc, uint24(3000), weth, uint24(500), usdc, uint24(100), dai));
    }

    function test_PathMayComeBackThroughTheCollateral() public {
        _openReference();
        // Every pool once: the quoter forgets each hop before it asks for the next.
        bytes memory back = abi.encodePacked(usdt, uint24(100), usdc, uint24(500), weth, uint24(3000), usdc);
        _assertSoldAsQuoted(_flashLoan(), abi.encodePacked(weth, uint24(3000), back));
    }

    function test_TwoSplits() public {
        _openReference();
        uint256 snapshot = vm.snapshotState();
        uint256 seized = _liquidate(_flashLoan()).seized;
        vm.revertToState(snapshot);
        uint256 first = seized * 2_500 / 10_000;
        uint256 quoted = _quote(abi.encodePacked(weth, uint24(3000), usdc), first)
            + _quote(abi.encodePacked(weth, uint24(500), usdc), seized - first);

        Plan memory plan = _flashLoan();
        plan.route =
            bytes.concat(Routes.split(2_500, 1, Routes.v3(3000, usdc)), Routes.split(0, 1, Routes.v3(500, usdc)));
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.debtGain, quoted - outcome.repaid - outcome.premium);
        assertEq(outcome.collateralGain, 0);
        _assertNothingAtRest(liquidator);
    }

    function test_WhatNoSplitTakesIsKept() public {
        _openReference();
        Plan memory plan = _flashLoan();
        plan.route = Routes.split(9_800, 1, Routes.v3(500, usdc));
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.collateralGain, outcome.seized - outcome.seized * 9_800 / 10_000);
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        _assertNothingAtRest(liquidator);
    }

    function test_RevertWhen_SplitsAreMoreThanAll() public {
        _openReference();
        bytes memory hop = Routes.v3(500, usdc);
        Plan memory plan = _flashLoan();
        plan.route = bytes.concat(Routes.split(6_000, 1, hop), Routes.split(4_001, 1, hop));
        vm.expectRevert(abi.encodeWithSelector(RouteInvalid.selector, plan.route));
        _liquidate(plan);
    }

    function test_RevertWhen_RouteIsBroken() public {
        _openReference();
        bytes memory hop = Routes.v3(3000, usdc);
        bytes memory cut = new bytes(hop.length - 1);
        for (uint256 i; i < cut.length; ++i) {
            cut[i] = hop[i];
        }
        // Each with what cannot be read of it, to its end.
        _expectRouteInvalid("", "");
        _expectRouteInvalid(hex"0000", hex"0000");
        _expectRouteInvalid(hex"000001", hex"000001");
        _expectRouteInvalid(Routes.split(0, 0, hop), Routes.split(0, 0, hop));
        _expectRouteInvalid(Routes.split(0, 1, hex"01"), hex"01");
        _expectRouteInvalid(Routes.split(0, 1, cut), cut);
        _expectRouteInvalid(Routes.split(0, 2, Routes.v3(3000, dai)), "");
        _expectRouteInvalid(bytes.concat(Routes.split(0, 1, hop), hex"00"), hex"00");
    }

    function test_RevertWhen_SplitEndsElsewhere() public {
        _openReference();
        Plan memory plan = _flashLoan();
        plan.route = Routes.split(0, 2, bytes.concat(Routes.v3(3000, usdc), Routes.v3(100, dai)));
        vm.expectRevert(abi.encodeWithSelector(AssetsMismatch.selector, usdc, dai));
        _liquidate(plan);
    }

    function test_RevertWhen_VenueIsNotUniswapV3() public {
        _openReference();
        Plan memory plan = _flashLoan();
        plan.route = Routes.split(0, 1, Routes.redeem(usdc));
        vm.expectRevert(abi.encodeWithSelector(VenueUnsupported.selector, Venue.ERC4626));
        _liquidate(plan);
    }

    function test_RevertWhen_FeeIsNotThreeBytes() public {
        _openReference();
        Plan memory plan = _flashLoan();
        plan.route = Routes.split(0, 1, abi.encodePacked(Venue.UniswapV3, uint16(2), usdc, hex"0bb8"));
        vm.expectRevert(abi.encodeWithSelector(VenueParametersInvalid.selector, hex"0bb8"));
        _liquidate(plan);
    }

    function test_RevertGiven_PoolIsMissing() public {
        _openReference();
        Plan memory plan = _flashLoan();
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(100), usdc));
        address missing = _create2(weth, usdc, 100);
        vm.expectRevert(abi.encodeWithSelector(PoolMissing.selector, missing));
        _liquidate(plan);

        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(3000), dai, uint24(500), usdc));
        missing = usdc < dai ? _create2(usdc, dai, 500) : _create2(dai, usdc, 500);
        vm.expectRevert(abi.encodeWithSelector(PoolMissing.selector, missing));
        _liquidate(plan);
    }

    /// @dev It asks for nothing, and gives nothing.
    function test_RevertGiven_PoolHasNoLiquidity() public {
        _openReference();
        new Liquidity(uniswapFactory).openNarrow(weth, 1e18, usdc, 3_000e6, 10_000, 0, 0);
        Plan[2] memory plans = [_flashLoan(), _flashSwap()];
        for (uint256 i; i < plans.length; ++i) {
            plans[i].route = Routes.uniswapV3(abi.encodePacked(weth, uint24(10_000), usdc));
            vm.expectRevert(abi.encodeWithSelector(SwapUnpaid.selector, 0, 0));
            _liquidate(plans[i]);
        }
    }

    function test_FirstPoolMayRunDry() public {
        _openReference();
        // Pays 4000 USDC for an ether, for a little more than half an ether.
        Liquidity maker = new Liquidity(uniswapFactory);
        deal(weth, address(maker), 10e18);
        deal(usdc, address(maker), 10_000e6);
        maker.openNarrow(weth, 1e18, usdc, 4_000e6, 100, 100, 7.6e15);
        Plan memory plan = _flashLoan();
        plan.funding.amount = plan.target.amount = 2_000e6;
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(100), usdc));

        Outcome memory outcome = _liquidate(plan);
        assertApproxEqRel(outcome.seized - outcome.collateralGain, 0.6e18, 0.05e18, "sold");
        assertGt(outcome.collateralGain, 0.1e18, "left");
        assertEq(_balance(weth, receiver), outcome.collateralGain);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertEq(outcome.profit, outcome.debtGain + outcome.collateralGain * 2600e6 / 1e18);
        _assertNothingAtRest(liquidator);
    }

    function test_RevertGiven_LaterPoolRunsDry() public {
        _openReference();
        HookToken between = new HookToken(18);
        Liquidity maker = new Liquidity(uniswapFactory);
        between.mint(address(maker), 1e30);
        deal(weth, address(maker), 1e24);
        deal(usdc, address(maker), 1e12);
        maker.open(weth, 1_000e18, address(between), 1_000e18, 3000);
        maker.openNarrow(address(between), 1e18, usdc, 3_000e6, 3000, 120, 1e15);
        Plan memory plan = _flashLoan();
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(3000), between, uint24(3000), usdc));
        vm.expectPartialRevert(SaleIncomplete.selector);
        _liquidate(plan);
    }

    /// @dev One wei of ether is worth no unit of USDC.
    function test_RevertGiven_NothingWasSeized() public {
        _open(pool, borrower, usdc, 40_000e6, weth, 9e18);
        _setPrice("WETH", 3600 * USD);
        Plan memory plan = Plans.flashLoan(address(pool), borrower, usdc, weth, 1, 3000);
        vm.expectRevert(bytes4(keccak256("InvalidBurnAmount()")));
        _liquidate(plan);
    }

    function _openBitcoin() private {
        _open(pool, borrower, wbtc, 1e8, dai, 40_000e18);
        _setPrice("WBTC", 50_000 * USD);
    }

    function _assertSoldAsQuoted(Plan memory plan, bytes memory path) private {
        plan.route = Routes.uniswapV3(path);
        uint256 snapshot = vm.snapshotState();
        uint256 seized = _liquidate(plan).seized;
        vm.revertToState(snapshot);
        uint256 quoted = _quote(path, seized);

        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.debtGain, quoted - outcome.repaid - outcome.premium);
        assertEq(outcome.collateralGain, 0);
        _assertNothingAtRest(liquidator);
    }

    function _expectRouteInvalid(bytes memory route, bytes memory rest) private {
        Plan memory plan = _flashLoan();
        plan.route = route;
        vm.expectRevert(abi.encodeWithSelector(RouteInvalid.selector, rest));
        _liquidate(plan);
    }

    function _quote(bytes memory path, uint256 amount) private returns (uint256 received) {
        (received,,,) = quoter.quoteExactInput(path, amount);
    }

    function _create2(address token0, address token1, uint24 fee) private view returns (address) {
        return vm.computeCreate2Address(keccak256(abi.encode(token0, token1, fee)), POOL_INIT_CODE_HASH, uniswapFactory);
    }
}
