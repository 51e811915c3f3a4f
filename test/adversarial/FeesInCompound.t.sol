// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Loss} from "../../contracts/types/Errors.sol";
import {Funding, FundingSource, Outcome, Plan, Selling, Target} from "../../contracts/types/Plan.sol";
import {CompoundFeedOracle} from "../devnet/CompoundFeedOracle.sol";
import {IAllowing, IRateModel, NewerCToken} from "../devnet/NewerCToken.sol";
import {SettablePriceFeed} from "../devnet/SettablePriceFeed.sol";
import {FeeToken} from "../mocks/FeeToken.sol";
import {CompoundTest} from "../utils/CompoundTest.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {Plans} from "../utils/Plans.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice What a real comptroller has to be told of a new market.
interface IListing {
    function _supportMarket(address cToken) external returns (uint256);
    function _setCollateralFactor(address cToken, uint256 mantissa) external returns (uint256);
    function _setMarketSupplyCaps(address[] calldata cTokens, uint256[] calldata caps) external;
    function _setMarketBorrowCaps(address[] calldata cTokens, uint256[] calldata caps) external;
}

/// @notice Attack: a comptroller lists a token that keeps 1 % of what is sent. What is redeemed, repaid and lent is what arrives; none of it is
/// made up from what lies here.
/// @dev The token is priced as ether; its pool pays 3000 USDC for it, and neither pool nor lender nor borrower pay the fee.
contract FeesInCompoundTest is CompoundTest {
    uint24 private constant POOL_FEE = 500;
    uint256 private constant RESTING = 5e18;

    FeeToken private token;
    NewerCToken private cFee;

    function setUp() public override {
        super.setUp();
        token = new FeeToken(100);
        NewerCToken like = NewerCToken(newerWeth);
        cFee = new NewerCToken(
            address(token), IAllowing(address(newerComptroller)), like.interestRateModel(), 0.02e28, "cFEE"
        );
        _list();
        Liquidity maker = new Liquidity(uniswapFactory);
        token.mint(address(maker), 1e24);
        deal(usdc, address(maker), 1e18);
        token.setExempt(address(maker), true);
        token.setExempt(address(maker.open(address(token), 1_000e18, usdc, 3_000_000e6, POOL_FEE)), true);
        token.setExempt(borrower, true);
        token.mint(address(liquidator), RESTING);
        deal(usdc, address(liquidator), 50_000e6);
    }

    function test_WhatIsRedeemedIsWhatArrives() public {
        _supplyFee(10e18);
        _borrow(newerComptroller, borrower, address(cFee), newerUsdc, 22_000e6);
        _setPrice("WETH", 2600 * USD);
        Outcome memory outcome = _liquidate(_plan(newerUsdc, address(cFee), 11_000e6));
        // 8 % more, of which the reserves keep 2.8 % and the token a hundredth
        uint256 redeemed = uint256(11_000e18) * 108 / 100 / 2600 * 972 / 1000;
        assertApproxEqRel(outcome.seized, redeemed * 99 / 100, 1e12);
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        _assertUntouched();
    }

    /// @dev 1 % goes on the way here, and 1 % of the rest on the way to the market.
    function test_WhatIsRepaidIsWhatArrived() public {
        _owe();
        token.mint(operator, 4e18);
        vm.prank(operator);
        token.approve(address(liquidator), 4e18);
        Plan memory plan = _plan(address(cFee), newerUsdc, 4e18);
        plan.funding = Funding(FundingSource.Wallet, address(0), 4e18);
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.repaid, 3.96e18);
        assertApproxEqRel(outcome.seized, uint256(3.9204e6) * 4000 * 108 / 100 * 972 / 1000, 1e12);
        assertApproxEqAbs(_balance(address(token), receiver), outcome.debtGain * 99 / 100, 1);
        _assertUntouched();
    }

    /// @dev The pool that lends asks for all that it sent, and 1 % of that has not arrived.
    function test_RevertWhen_ALoanThatDidNotArriveIsMadeUpFromWhatLiesHere() public {
        _owe();
        Plan memory plan = _plan(address(cFee), newerUsdc, 4e18);
        plan.funding = Funding(FundingSource.UniswapV3FlashSwap, address(0), 4e18);
        plan.selling = Selling.None;
        token.setExempt(_poolOf(), false);
        bytes memory failure = _failureOf(plan);
        assertEq(bytes4(failure), Loss.selector);
        _assertUntouched();
    }

    /// @dev 40,000 USDC against nine of the token, which rises to 4000.
    function _owe() private {
        _supplyFee(0);
        address lender = makeAddr("lender");
        token.mint(lender, 100e18);
        token.setExempt(lender, true);
        vm.startPrank(lender);
        token.approve(address(cFee), 100e18);
        cFee.mint(100e18);
        vm.stopPrank();
        _supply(borrower, newerUsdc, 40_000e6);
        _borrow(newerComptroller, borrower, newerUsdc, address(cFee), 9e18);
        _setPrice("WETH", 4000 * USD);
    }

    function _supplyFee(uint256 amount) private {
        token.mint(borrower, amount);
        vm.startPrank(borrower);
        token.approve(address(cFee), amount);
        cFee.mint(amount);
        vm.stopPrank();
    }

    function _plan(address borrowed, address collateral, uint256 amount) private view returns (Plan memory) {
        bytes memory data = abi.encode(borrowed, collateral, address(0), false);
        address debt = _underlying(borrowed);
        return Plan({
            target: Target(address(newerComptroller), borrower, _underlying(collateral), debt, amount, data),
            funding: Funding(FundingSource.AaveV3FlashLoan, address(pool), amount),
            selling: Selling.Leaf,
            route: Routes.split(0, 1, Routes.v3(POOL_FEE, debt)),
            terms: Plans.terms()
        });
    }

    function _poolOf() private view returns (address) {
        (address token0, address token1) = address(token) < usdc ? (address(token), usdc) : (usdc, address(token));
        bytes32 salt = keccak256(abi.encode(token0, token1, POOL_FEE));
        return vm.computeCreate2Address(salt, POOL_INIT_CODE_HASH, uniswapFactory);
    }

    function _list() private {
        CompoundFeedOracle oracle = CompoundFeedOracle(newerComptroller.oracle());
        (SettablePriceFeed feed,) = oracle.sources(newerWeth);
        oracle.setFeed(address(cFee), feed, 18);
        (address[] memory cTokens, uint256[] memory caps) = (new address[](1), new uint256[](1));
        (cTokens[0], caps[0]) = (address(cFee), type(uint256).max);
        IListing listing = IListing(address(newerComptroller));
        vm.startPrank(newerComptroller.admin());
        listing._supportMarket(address(cFee));
        listing._setCollateralFactor(address(cFee), 0.8e18);
        listing._setMarketSupplyCaps(cTokens, caps);
        listing._setMarketBorrowCaps(cTokens, caps);
        vm.stopPrank();
    }

    function _assertUntouched() private view {
        assertEq(_balance(address(token), address(liquidator)), RESTING);
        assertEq(_balance(usdc, address(liquidator)), 50_000e6);
        assertEq(_balance(address(cFee), address(liquidator)), 0);
        assertEq(IERC20(token).allowance(address(liquidator), address(cFee)), 0);
        assertEq(IERC20(usdc).allowance(address(liquidator), newerUsdc), 0);
    }
}
