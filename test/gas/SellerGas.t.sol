// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Plan} from "../../contracts/types/Plan.sol";
import {Routes} from "../utils/Routes.sol";
import {SellerTest} from "../utils/SellerTest.sol";

/// @notice Gas of whole transactions (`isolate`), refunds included, committed below snapshots/: what the companion costs.
/// @dev Three of ten shares of a vault, seized and sold in Morpho's callback, after one liquidation before, as on a market in use.
/// forge-config: default.isolate = true
contract SellerGasTest is SellerTest {
    address private pair;

    function setUp() public override {
        super.setUp();
        address other = makeAddr("another borrower");
        pair = _openPair(weth, 100e18, usdc, 300_000e6);
        _openVaultPosition(borrower);
        _openVaultPosition(other);
        Plan memory plan = _sold(_split());
        plan.target.borrower = other;
        _liquidate(plan);
    }

    function test_TwoSteps() public {
        _measure("callback, seller: redeem, then Uniswap V3", Routes.split(0, 2, _unwrapThenV3(3000)));
    }

    function test_Split() public {
        _measure("callback, seller: the same, and half of it on Uniswap V2", _split());
    }

    function _split() private view returns (bytes memory) {
        bytes memory viaPair = bytes.concat(Routes.redeem(weth), Routes.v2Pair(pair, 30, usdc));
        return bytes.concat(Routes.split(5_000, 2, _unwrapThenV3(3000)), Routes.split(0, 2, viaPair));
    }

    function _measure(string memory name, bytes memory route) private {
        Plan memory plan = _sold(route);
        vm.prank(operator);
        liquidator.liquidate(plan);
        vm.snapshotGasLastCall("Seller", name);
    }
}
