// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";

import {Loss} from "../../contracts/types/Errors.sol";
import {Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {RoundingToken} from "../mocks/RoundingToken.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: somebody leaves a unit of a token whose transfers take a share more than was sent, where a sale goes by way of it: in the
/// liquidator, or in the seller. That must stop no sale; and what lies there goes unit by unit, to nobody.
contract RoundingOnTheWayTest is MorphoTest {
    address private seller;

    function setUp() public override {
        super.setUp();
        seller = deployCode("Seller.sol:Seller", abi.encode(new address[](0)));
        vm.prank(owner);
        liquidator.setSeller(seller);
        _openMorphoReference();
    }

    function test_AUnitThatLiesThereStopsNoSale() public {
        _assertTaken(1, 1);
    }

    /// @dev As of an aToken while its index is below 2.
    function test_NorDoTwo() public {
        _assertTaken(2, 2);
        _assertTaken(2, 1_000_000);
    }

    /// @dev A fee on the sender is no rounding.
    function test_RevertGiven_MoreThanTwoAreTaken() public {
        for (uint256 i; i < 2; ++i) {
            uint256 snapshot = vm.snapshotState();
            (RoundingToken token, Plan memory plan, address where) = _via(i == 0);
            token.take(3);
            token.mint(where, 1_000_000);
            vm.expectRevert(abi.encodeWithSelector(Loss.selector, 999_997, 1_000_000));
            _liquidate(plan);
            vm.revertToState(snapshot);
        }
    }

    /// @dev Each split sends the token once: two units of what lies there, which the token keeps, whatever a thief makes of the route.
    function testFuzz_ManySplitsTakeTwoUnitsEachForNobody(uint8 splits, bool bySeller, uint64 lying) public {
        uint256 count = bound(splits, 1, 20);
        (RoundingToken token, Plan memory plan, address where) = _via(bySeller);
        token.take(2);
        token.mint(where, bound(lying, 40, type(uint64).max));
        uint256 before = token.balanceOf(where);
        plan.route = _repeated(plan.route, count);

        Outcome memory outcome = _liquidate(plan);
        assertEq(before - token.balanceOf(where), 2 * count);
        assertEq(token.balanceOf(address(1)), 2 * count, "the token's own");
        assertEq(_balance(usdc, receiver), outcome.profit);
        assertEq(token.balanceOf(bySeller ? address(liquidator) : seller), 0);
        assertEq(token.balanceOf(operator) + token.balanceOf(receiver), 0);
    }

    /// @dev By the leaf and by the seller: the same proceeds as with nothing there.
    function _assertTaken(uint256 units, uint256 lying) private {
        for (uint256 i; i < 2; ++i) {
            uint256 snapshot = vm.snapshotState();
            (RoundingToken token, Plan memory plan, address where) = _via(i == 0);
            token.take(units);
            uint256 empty = vm.snapshotState();
            bytes memory expected = abi.encode(_liquidate(plan));
            vm.revertToState(empty);

            token.mint(where, lying);
            assertEq(abi.encode(_liquidate(plan)), expected);
            assertEq(token.balanceOf(where), lying - units);
            vm.revertToState(snapshot);
        }
    }

    /// @dev One ether, sold for the token and on for USDC, on pools that pay what the others do.
    function _via(bool bySeller) private returns (RoundingToken token, Plan memory plan, address where) {
        where = bySeller ? seller : address(liquidator);
        token = new RoundingToken(where);
        Liquidity maker = new Liquidity(uniswapFactory);
        token.mint(address(maker), 1e30);
        deal(weth, address(maker), 1e24);
        deal(usdc, address(maker), 1e18);
        maker.open(weth, 1e21, address(token), 1e21, 3000);
        maker.open(address(token), 1e21, usdc, 3_000_000e6, 3000);
        plan = _callback(1e18, 3000);
        plan.route = Routes.uniswapV3(abi.encodePacked(weth, uint24(3000), address(token), uint24(3000), usdc));
        if (!bySeller) return (token, plan, where);
        plan.selling = Selling.Seller;
        bytes memory first = Routes.v3Pool(_pool(weth, address(token)), address(token));
        plan.route = Routes.split(0, 2, bytes.concat(first, Routes.v3Pool(_pool(address(token), usdc), usdc)));
    }

    /// @dev The same hops in `count` splits: a twentieth each, and the rest in the last.
    function _repeated(bytes memory route, uint256 count) private pure returns (bytes memory repeated) {
        for (uint256 i = 1; i < count; ++i) {
            repeated = bytes.concat(repeated, route);
            (repeated[repeated.length - route.length], repeated[repeated.length - route.length + 1]) = (0x01, 0xf4);
        }
        return bytes.concat(repeated, route);
    }

    function _pool(address tokenA, address tokenB) private view returns (address) {
        return IUniswapV3Factory(uniswapFactory).getPool(tokenA, tokenB, 3000);
    }
}
