// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Funding, FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {RoundingToken} from "../mocks/RoundingToken.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Tokens of which a transfer takes a unit more than was sent. A tip is the first of two transfers, a split one of several: the
/// next must be of what those before have left, whichever side of the loan the token is on.
contract RoundingTokenTest is MorphoTest {
    RoundingToken private token;
    SettableOracle private oracle;

    function setUp() public override {
        super.setUp();
        token = new RoundingToken(address(liquidator));
        oracle = new SettableOracle();
    }

    function test_KeptCollateralIsTippedAndSent() public {
        Plan memory plan = _kept();
        Outcome memory outcome = _liquidate(plan);
        uint256 tip = token.balanceOf(stranger);
        assertGt(tip, 0);
        assertEq(token.balanceOf(receiver), outcome.collateralGain - tip - 1, "the unit that the tip took on top");
        assertEq(token.balanceOf(address(liquidator)), 0);
    }

    /// @dev The last transfer takes its unit from what lies here: nobody can send less than what it owes.
    function test_AUnitOfWhatLiesHereMayGo() public {
        Plan memory plan = _kept();
        token.mint(address(liquidator), 100);
        Outcome memory outcome = _liquidate(plan);
        assertEq(token.balanceOf(receiver), outcome.collateralGain - token.balanceOf(stranger) - 1);
        assertEq(token.balanceOf(address(liquidator)), 99);
    }

    function test_DebtIsTippedAndSent() public {
        Plan memory plan = _debt();
        Outcome memory outcome = _liquidate(plan);
        assertEq(token.balanceOf(stranger), outcome.tip);
        assertEq(token.balanceOf(receiver), outcome.debtGain - outcome.tip - 1);
        assertEq(token.balanceOf(address(liquidator)), 0);
    }

    /// @dev By flash swap nothing of the debt is left over, so the unit that Morpho's transfer takes on top is one that lies here.
    function test_AUnitOfTheDebtThatLiesHereDoesNotStopAFlashSwap() public {
        Plan memory plan = _debt();
        plan.terms.tipBps = 0;
        uint256 snapshot = vm.snapshotState();
        uint256 repaid = _liquidate(plan).repaid;
        vm.revertToState(snapshot);
        plan.funding = Funding(FundingSource.UniswapV3FlashSwap, address(0), repaid);
        plan.selling = Selling.None;
        snapshot = vm.snapshotState();
        Outcome memory honest = _liquidate(plan);
        vm.revertToState(snapshot);

        token.mint(address(liquidator), 1);
        assertEq(abi.encode(_liquidate(plan)), abi.encode(honest));
        assertEq(token.balanceOf(address(liquidator)), 0);
    }

    /// @dev Nor a wallet that lends no more than is repaid.
    function test_NorAWalletThatKeepsTheCollateral() public {
        Plan memory plan = _debt();
        plan.terms.tipBps = 0;
        uint256 snapshot = vm.snapshotState();
        uint256 repaid = _liquidate(plan).repaid;
        vm.revertToState(snapshot);
        plan.funding = Funding(FundingSource.Wallet, address(0), repaid);
        plan.selling = Selling.None;
        token.mint(operator, repaid);
        vm.prank(operator);
        token.approve(address(liquidator), repaid);

        token.mint(address(liquidator), 1);
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, repaid);
        assertEq(_balance(weth, receiver), 4e18);
        assertEq(token.balanceOf(address(liquidator)) + token.balanceOf(operator), 0);
    }

    /// @dev What a split takes on top the next ones are offered less of; only the last one's is of what lies there.
    function testFuzz_SplitsTakeNoMoreOfWhatLiesThereThanOneTransfer(
        uint8 splits,
        uint8 units,
        uint64 lying,
        bool bySeller
    ) public {
        address seller = deployCode("Seller.sol:Seller", abi.encode(new address[](0)));
        vm.prank(owner);
        liquidator.setSeller(seller);
        address where = bySeller ? seller : address(liquidator);
        token = new RoundingToken(where);
        units = uint8(bound(units, 1, 2));
        token.take(units);
        uint256 count = bound(splits, 2, 20);
        Plan memory plan = _sold(bySeller, count);
        uint256 empty = vm.snapshotState();
        bytes memory expected = abi.encode(_liquidate(plan));
        vm.revertToState(empty);

        lying = uint64(bound(lying, 2, type(uint64).max));
        token.mint(where, lying);
        assertEq(abi.encode(_liquidate(plan)), expected);
        assertEq(token.balanceOf(where), lying - units);
        assertEq(token.balanceOf(address(1)), count * units, "the token's own");
    }

    /// @dev What `_kept` keeps, in `count` splits of a pool that pays 2,700 USDC: a twentieth each, the rest in the last.
    function _sold(bool bySeller, uint256 count) private returns (Plan memory plan) {
        plan = _kept();
        plan.terms.tipBps = 0;
        plan.selling = bySeller ? Selling.Seller : Selling.Leaf;
        Liquidity maker = new Liquidity(uniswapFactory);
        token.mint(address(maker), 1e30);
        deal(usdc, address(maker), 1e30);
        address venue = address(maker.open(address(token), 1_000e18, usdc, 2_700_000e6, 3000));
        bytes memory hop = bySeller ? Routes.v3Pool(venue, usdc) : Routes.v3(3000, usdc);
        for (uint256 i = 1; i < count; ++i) {
            plan.route = bytes.concat(plan.route, Routes.split(500, 1, hop));
        }
        plan.route = bytes.concat(plan.route, Routes.split(0, 1, hop));
    }

    /// @dev 10 units against 24,000 USDC; the wallet pays for 4 of them, which are kept.
    function _kept() private returns (Plan memory plan) {
        (params.collateralToken, params.oracle) = (address(token), address(oracle));
        oracle.set(3000e24, false);
        blue.createMarket(params);
        deal(usdc, address(this), 1_000_000e6);
        _approve(usdc, 1_000_000e6);
        blue.supply(params, 1_000_000e6, 0, address(this), "");
        token.mint(borrower, 10e18);
        vm.startPrank(borrower);
        token.approve(morpho, 10e18);
        blue.supplyCollateral(params, 10e18, borrower, "");
        blue.borrow(params, 24_000e6, 0, borrower, borrower);
        vm.stopPrank();
        oracle.set(2700e24, false);

        _fundWallet(usdc, 12_000e6);
        plan = _tipping(_callback(4e18, 3000));
        plan.funding = Funding(FundingSource.Wallet, address(0), 12_000e6);
        (plan.selling, plan.route) = (Selling.None, "");
    }

    /// @dev 10 WETH against 24,000 units of the token, 4 of them sold for it.
    function _debt() private returns (Plan memory) {
        (params.loanToken, params.oracle) = (address(token), address(oracle));
        oracle.set(3000e36, false);
        blue.createMarket(params);
        token.mint(address(this), 100_000e18);
        _approve(address(token), 100_000e18);
        blue.supply(params, 100_000e18, 0, address(this), "");
        _openMorpho(borrower, 10e18, 24_000e18);
        oracle.set(2700e36, false);
        Liquidity maker = new Liquidity(uniswapFactory);
        token.mint(address(maker), 1e30);
        deal(weth, address(maker), 1e30);
        maker.open(weth, 1_000e18, address(token), 2_700_000e18, 3000);
        return _tipping(_callback(4e18, 3000));
    }

    function _tipping(Plan memory plan) private view returns (Plan memory) {
        (plan.terms.tipBps, plan.terms.tipRecipient) = (1_000, stranger);
        return plan;
    }
}
