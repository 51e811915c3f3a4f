// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {IQuoterV2} from "@uniswap/v3-periphery/contracts/interfaces/IQuoterV2.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {Outcome, Plan, Selling} from "../../../contracts/types/Plan.sol";
import {AaveTest} from "../../utils/AaveTest.sol";
import {Liquidity} from "../../utils/Liquidity.sol";
import {Routes} from "../../utils/Routes.sol";
import {IUniswapV2PairMint, UniswapV2} from "../../utils/UniswapV2.sol";

/// @notice
/// the shipped Aave leaf, selling through the seller
/// ├── the collateral, split over two pools and a pair, by a flash loan or the wallet → exactly what quoter and pair say
/// ├── aTokens, whole, on a pool or a pair                                            → the same
/// ├── aTokens, split over a pool and a pair                                          → the same, whatever the index
/// ├── aTokens, split over two pools by the liquidator itself                         → the same
/// └── given aTokens lie in the seller, in the liquidator, or in both                → neither counted nor spent, but for a share of rounding
contract AaveSaleTest is AaveTest, UniswapV2 {
    using SafeERC20 for IERC20;
    using stdJson for string;

    uint256 private constant DEPTH = 100e18;
    uint256 private constant DEPTH_USDC = 300_000e6;

    IQuoterV2 private quoter;
    address private seller;
    address private aWeth;

    function setUp() public override {
        super.setUp();
        quoter = IQuoterV2(info.readAddress(".addresses.uniswap.quoterV2"));
        seller = deployCode("Seller.sol:Seller", abi.encode(new address[](0)));
        vm.prank(owner);
        liquidator.setSeller(seller);
        aWeth = _aToken(weth);
    }

    function test_SellsTheCollateralOverASplit() public {
        _openReference();
        Plan memory plan = _flashLoan();
        address pair = _openPair(weth, DEPTH, usdc, DEPTH_USDC);
        (plan.selling, plan.route) = (Selling.Seller, _threeWays(pair));
        uint256 snapshot = vm.snapshotState();
        uint256 seized = _liquidate(plan).seized;
        vm.revertToState(snapshot);

        uint256 expected = _quoted(seized / 2, 500) + _quoted(seized / 4, 3000)
            + _v2Out(seized - seized / 2 - seized / 4, DEPTH, DEPTH_USDC, 30);
        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.debtGain, expected - outcome.repaid - outcome.premium);
        assertEq(outcome.collateralGain, 0);
        assertEq(_balance(usdc, receiver), outcome.profit);
        _assertNothingLeft();
    }

    function test_SellsTheCollateralOfTheWallet() public {
        _openReference();
        _fundWallet(operator, usdc, 11_000e6);
        Plan memory plan = _wallet();
        (plan.selling, plan.route) = (Selling.Seller, _threeWays(_openPair(weth, DEPTH, usdc, DEPTH_USDC)));
        Outcome memory outcome = _liquidate(plan);
        assertEq(_balance(usdc, operator), 11_000e6);
        assertEq(_balance(usdc, receiver), outcome.profit);
        _assertNothingLeft();
    }

    function test_SellsATokensOnAPool() public {
        _openReference();
        address pool_ = _openATokenPool(3000);
        _assertSold(_ofATokens(Routes.split(0, 1, Routes.v3Pool(pool_, usdc))));
    }

    function test_SellsATokensOnAPair() public {
        _openReference();
        address pair = _openATokenPair();
        Outcome memory outcome = _liquidate(_ofATokens(Routes.split(0, 1, Routes.v2Pair(pair, 30, usdc))));
        assertEq(outcome.debtGain, _v2Out(outcome.seized, DEPTH, DEPTH_USDC, 30) - outcome.repaid);
        _assertNothingLeft();
    }

    /// @dev A transfer may take a unit more of the sender, or bring the recipient one more, than was said.
    function testFuzz_SellsATokensOverASplit(uint32 elapsed, uint16 share, uint256 amount) public {
        _accrue(elapsed);
        bytes memory onPool = Routes.v3Pool(_openATokenPool(3000), usdc);
        bytes memory onPair = Routes.v2Pair(_openATokenPair(), 30, usdc);
        share = uint16(bound(share, 100, 9_900));
        Plan memory plan = _ofATokens(bytes.concat(Routes.split(share, 1, onPool), Routes.split(0, 1, onPair)));
        plan.target.amount = plan.funding.amount = bound(amount, 100e6, 11_000e6);
        _assertSold(plan);
    }

    /// @dev The other way to sell runs its splits with the same code.
    function testFuzz_SellsATokensOverASplitByItself(uint32 elapsed, uint16 share) public {
        _accrue(elapsed);
        (address first, address second) = (_openATokenPool(500), _openATokenPool(3000));
        assertTrue(first != second);
        share = uint16(bound(share, 100, 9_900));
        Plan memory plan = _ofATokens(
            bytes.concat(Routes.split(share, 1, Routes.v3(500, usdc)), Routes.split(0, 1, Routes.v3(3000, usdc)))
        );
        plan.selling = Selling.Leaf;
        _assertSold(plan);
    }

    /// @dev Whoever leaves a unit of them behind must not be able to stop the sale.
    function testFuzz_ATokensThatLieSomewhereAreNotSold(uint32 elapsed, uint96 lying, bool inSeller, bool inLiquidator)
        public
    {
        _accrue(elapsed);
        Plan memory plan = _ofATokens(Routes.split(0, 1, Routes.v2Pair(_openATokenPair(), 30, usdc)));
        uint256 snapshot = vm.snapshotState();
        Outcome memory expected = _liquidate(plan);
        vm.revertToState(snapshot);

        lying = uint96(bound(lying, 10, 1_000e18)); // less buys no share
        if (inSeller) _supplyFor(seller, lying);
        if (inLiquidator) _supplyFor(address(liquidator), lying);
        (uint256 there, uint256 here) = (_balance(aWeth, seller), _balance(aWeth, address(liquidator)));
        Outcome memory outcome = _liquidate(plan);
        assertApproxEqAbs(outcome.profit, expected.profit, 1);
        assertApproxEqAbs(_balance(aWeth, seller), there, 2, "of the seller");
        assertApproxEqAbs(_balance(aWeth, address(liquidator)), here, 2, "of the liquidator");
        assertEq(_balance(aWeth, receiver), outcome.collateralGain);
    }

    /// @dev A share is more than a unit, 1.08 here. Aave rounds what is sent up to whole shares since v3.5, and both balances down: one
    /// share can be two units.
    function test_AShareOfATokensThatLieInTheSellerMayBeTwoUnits() public {
        assertEq(_takenOf(seller), 2);
    }

    function test_AShareOfATokensThatLieInTheLiquidatorMayBeTwoUnits() public {
        assertEq(_takenOf(address(liquidator)), 2);
    }

    function _takenOf(address who) private returns (uint256) {
        _accrue(343_361_388);
        Plan memory plan = _ofATokens(Routes.split(0, 1, Routes.v2Pair(_openATokenPair(), 30, usdc)));
        _supplyFor(who, 1_919_287_502);
        uint256 lying = _balance(aWeth, who);
        _liquidate(plan);
        return lying - _balance(aWeth, who);
    }

    /// @dev Half on the cheap pool, a quarter on the dear one, the rest on the pair.
    function _threeWays(address pair) private view returns (bytes memory) {
        return bytes.concat(
            Routes.split(5_000, 1, Routes.v3Pool(_pool(500), usdc)),
            Routes.split(2_500, 1, Routes.v3Pool(_pool(3000), usdc)),
            Routes.split(0, 1, Routes.v2Pair(pair, 30, usdc))
        );
    }

    /// @dev Paid from the wallet: the only way to take aTokens and have them sold afterwards, but for a loan.
    function _ofATokens(bytes memory route) private returns (Plan memory plan) {
        _fundWallet(operator, usdc, 11_000e6);
        plan = _wallet();
        plan.target.data = abi.encode(true);
        (plan.selling, plan.route) = (Selling.Seller, route);
    }

    function _assertSold(Plan memory plan) private {
        Outcome memory outcome = _liquidate(plan);
        assertGt(outcome.debtGain, 0);
        assertLe(outcome.collateralGain, 1, "a unit may be left by rounding");
        assertEq(_balance(usdc, receiver), outcome.debtGain);
        assertEq(_balance(usdc, operator), 11_000e6);
        _assertNothingLeft();
    }

    function _assertNothingLeft() private view {
        address[3] memory tokens = [weth, usdc, aWeth];
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(_balance(tokens[i], seller), 0, "left in the seller");
            assertEq(IERC20(tokens[i]).allowance(address(liquidator), seller), 0);
        }
        assertEq(_balance(aWeth, address(liquidator)), 0, "aTokens at rest");
        _assertNothingAtRest(liquidator);
    }

    /// @dev Ether earns interest, so that an aToken's units are no whole units of its scaled balance.
    function _accrue(uint256 elapsed) private {
        _open(pool, makeAddr("other"), usdc, 50_000_000e6, weth, 9_000e18);
        vm.warp(block.timestamp + bound(elapsed, 0, 4_000 days));
        _openReference();
    }

    function _openATokenPool(uint24 fee) private returns (address) {
        Liquidity maker = new Liquidity(uniswapFactory);
        _supplyFor(address(maker), 2 * DEPTH);
        deal(usdc, address(maker), 2 * DEPTH_USDC);
        return address(maker.open(aWeth, DEPTH, usdc, DEPTH_USDC, fee));
    }

    function _openATokenPair() private returns (address pair) {
        pair = _createPair(aWeth, usdc);
        _supplyFor(pair, DEPTH);
        deal(usdc, pair, DEPTH_USDC);
        IUniswapV2PairMint(pair).mint(address(this));
    }

    function _supplyFor(address who, uint256 amount) private {
        deal(weth, address(this), amount);
        IERC20(weth).forceApprove(address(pool), amount);
        pool.supply(weth, amount, who, 0);
    }

    function _quoted(uint256 amount, uint24 fee) private returns (uint256 received) {
        (received,,,) = quoter.quoteExactInput(abi.encodePacked(weth, fee, usdc), amount);
    }

    function _pool(uint24 fee) private view returns (address) {
        return IUniswapV3Factory(uniswapFactory).getPool(weth, usdc, fee);
    }
}
