// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAaveOracle} from "@aave/core-v3/contracts/interfaces/IAaveOracle.sol";
import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {DataTypes} from "@aave/core-v3/contracts/protocol/libraries/types/DataTypes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Test} from "forge-std/Test.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {Funding, FundingSource, Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {Deployments, Setup} from "../../contracts/types/Setup.sol";
import {IMorphoMarkets} from "../utils/IMorphoMarkets.sol";
import {Plans} from "../utils/Plans.sol";
import {ProtocolEvents} from "../utils/ProtocolEvents.sol";

/// @notice One body of tests for every chain: Aave V3 by flash swap, flash loan, wallet and wallet with aTokens, Morpho Blue by
/// callback and wallet, on a fork of the chain's own contracts.
/// @dev No borrower of the chain is needed: the test opens its own position with dealt tokens and moves the price by mocking
/// the feed that the market's oracle reads. A chain whose endpoint is not given is skipped and says so.
abstract contract Flows is Test {
    struct Inputs {
        string rpcUrl;
        uint256 block; // 0: the newest
        uint256 chainId;
        address weth;
        address usdc;
        IPool pool;
        IMorphoMarkets morpho;
        address uniswapFactory;
        bytes32 poolInitCodeHash;
        uint24 fee; // of the pool of WETH and USDC
    }

    Inputs internal chain;
    FlashLiquidator private _last;
    address internal operator = makeAddr("operator");
    address internal receiver = makeAddr("receiver");
    address internal borrower = makeAddr("borrower");

    /// @dev Reads the chain's inputs, or skips.
    function _chain() internal virtual returns (Inputs memory);

    function setUp() public {
        chain = _chain();
        if (chain.block == 0) vm.createSelectFork(chain.rpcUrl);
        else vm.createSelectFork(chain.rpcUrl, chain.block);
        assertEq(block.chainid, chain.chainId, "the endpoint serves another chain");
    }

    function testFork_AaveFlashSwap() public {
        uint256 amount = _openAave();
        Plan memory plan = Plans.flashSwap(address(chain.pool), borrower, chain.weth, chain.usdc, amount, chain.fee);
        Outcome memory outcome = _liquidateAave(plan);
        assertEq(outcome.repaid, amount);
        assertGt(outcome.collateralGain, 0);
        assertEq(_balance(chain.weth, receiver), outcome.collateralGain);
    }

    function testFork_AaveFlashLoan() public {
        uint256 amount = _openAave();
        Plan memory plan = Plans.flashLoan(address(chain.pool), borrower, chain.weth, chain.usdc, amount, chain.fee);
        Outcome memory outcome = _liquidateAave(plan);
        // Rounded half up until v3.4, up from v3.5.
        assertApproxEqAbs(outcome.premium, amount * chain.pool.FLASHLOAN_PREMIUM_TOTAL() / 10_000, 1);
        assertEq(_balance(chain.usdc, receiver), outcome.debtGain);
        assertEq(outcome.profit, outcome.debtGain);
    }

    function testFork_AaveWallet() public {
        uint256 amount = _openAave();
        Plan memory plan = Plans.wallet(address(chain.pool), borrower, chain.weth, chain.usdc, amount, chain.fee);
        Outcome memory outcome = _liquidateAave(plan);
        assertEq(_balance(chain.usdc, operator), amount, "it gets back what it lent");
        assertEq(_balance(chain.usdc, receiver), outcome.debtGain);
    }

    function testFork_AaveWalletWithATokens() public {
        uint256 amount = _openAave();
        Plan memory plan = Plans.wallet(address(chain.pool), borrower, chain.weth, chain.usdc, amount, chain.fee);
        plan.selling = Selling.None;
        plan.target.data = abi.encode(true);
        address aToken = chain.pool.getReserveData(chain.weth).aTokenAddress;
        uint256 before = _balance(aToken, receiver);
        Outcome memory outcome = _liquidateAave(plan);
        assertApproxEqAbs(_balance(aToken, receiver) - before, outcome.collateralGain, 2);
        assertEq(_balance(aToken, address(_last)), 0);
        assertEq(_balance(chain.usdc, operator), amount - outcome.repaid);
    }

    function testFork_MorphoCallback() public {
        (MorphoMarketParams memory params, uint256 shares) = _openMorpho();
        Plan memory plan = Plans.morphoCallback(address(chain.morpho), borrower, params, shares / 2, true, chain.fee);
        Outcome memory outcome = _liquidateMorpho(plan);
        assertEq(_balance(chain.usdc, receiver), outcome.debtGain);
        assertEq(outcome.profit, outcome.debtGain);
    }

    function testFork_MorphoWallet() public {
        (MorphoMarketParams memory params,) = _openMorpho();
        Plan memory plan = Plans.morphoCallback(address(chain.morpho), borrower, params, 2e18, false, chain.fee);
        plan.funding = Funding(FundingSource.Wallet, address(0), 50_000e6);
        Outcome memory outcome = _liquidateMorpho(plan);
        assertEq(outcome.seized, 2e18);
        assertEq(_balance(chain.usdc, operator), 50_000e6, "it gets back what it lent");
        assertEq(_balance(chain.usdc, receiver), outcome.debtGain);
    }

    function _liquidateAave(Plan memory plan) private returns (Outcome memory outcome) {
        outcome = _liquidate("AaveV3Liquidator", plan);
        (uint256 repaid, uint256 seized) = ProtocolEvents.aaveV3(vm.getRecordedLogs(), address(chain.pool));
        assertEq(outcome.repaid, repaid, "repaid");
        assertApproxEqAbs(outcome.seized, seized, plan.target.data.length == 0 ? 0 : 2, "seized");
    }

    function _liquidateMorpho(Plan memory plan) private returns (Outcome memory outcome) {
        outcome = _liquidate("MorphoLiquidator", plan);
        (uint256 repaid, uint256 seized) = ProtocolEvents.morpho(vm.getRecordedLogs(), address(chain.morpho));
        assertEq(outcome.repaid, repaid, "repaid");
        assertEq(outcome.seized, seized, "seized");
    }

    function _liquidate(string memory leaf, Plan memory plan) private returns (Outcome memory outcome) {
        _last = _deploy(leaf, plan.target.market);
        if (plan.funding.source == FundingSource.Wallet) {
            deal(chain.usdc, operator, plan.funding.amount);
            vm.prank(operator);
            IERC20(chain.usdc).approve(address(_last), plan.funding.amount);
        }
        vm.recordLogs();
        vm.prank(operator);
        outcome = _last.liquidate(plan);
        assertGt(outcome.profit, 0);
        assertEq(_balance(chain.usdc, address(_last)) + _balance(chain.weth, address(_last)), 0, "at rest");
        assertEq(IERC20(chain.usdc).allowance(address(_last), plan.target.market), 0, "allowance");
    }

    function _deploy(string memory leaf, address market) private returns (FlashLiquidator) {
        Setup memory setup = Setup({
            owner: address(this),
            receiver: receiver,
            wrappedNative: chain.weth,
            minBonusShareBps: 5_000,
            maxTipBps: 0,
            operators: new address[](1),
            markets: new address[](1),
            lenders: new address[](1),
            seller: address(0),
            deployments: Deployments(chain.uniswapFactory, chain.poolInitCodeHash)
        });
        (setup.operators[0], setup.markets[0], setup.lenders[0]) = (operator, market, address(chain.pool));
        return FlashLiquidator(payable(deployCode(string.concat(leaf, ".sol:", leaf), abi.encode(setup))));
    }

    /// @dev 10 WETH, nearly all that may be borrowed against them, then ether falls until the health factor is 0.98.
    /// @return amount A little less than half of the debt, which is what may be repaid at once.
    function _openAave() private returns (uint256 amount) {
        IPool pool = chain.pool;
        _liftCaps(chain.weth);
        _liftCaps(chain.usdc);
        deal(chain.weth, borrower, 10e18);
        vm.startPrank(borrower);
        IERC20(chain.weth).approve(address(pool), 10e18);
        pool.supply(chain.weth, 10e18, borrower, 0);
        (,, uint256 available,,,) = pool.getUserAccountData(borrower);
        IAaveOracle oracle = IAaveOracle(pool.ADDRESSES_PROVIDER().getPriceOracle());
        uint256 debt = available * 99 / 100 * 1e6 / oracle.getAssetPrice(chain.usdc);
        pool.borrow(chain.usdc, debt, 2, 0, borrower);
        vm.stopPrank();

        (,,,,, uint256 healthFactor) = pool.getUserAccountData(borrower);
        int256 price = int256(oracle.getAssetPrice(chain.weth) * 0.98e18 / healthFactor);
        vm.mockCall(oracle.getSourceOfAsset(chain.weth), abi.encodeWithSignature("latestAnswer()"), abi.encode(price));
        (,,,,, healthFactor) = pool.getUserAccountData(borrower);
        assertApproxEqRel(healthFactor, 0.98e18, 0.001e18, "the feed is not what the oracle reads");
        return debt * 49 / 100;
    }

    /// @dev A market may be full, which is not what these tests are about. Bits 80 to 151 of a reserve's configuration are the
    /// borrow and the supply cap; zero means none.
    function _liftCaps(address asset) private {
        DataTypes.ReserveConfigurationMap memory configuration = chain.pool.getConfiguration(asset);
        configuration.data &= ~(uint256(type(uint72).max) << 80);
        vm.prank(chain.pool.ADDRESSES_PROVIDER().getPoolConfigurator());
        chain.pool.setConfiguration(asset, configuration);
    }

    /// @dev An own market of 86 % without interest, whose oracle says what Aave's says, then 2 % too little for the loan.
    function _openMorpho() private returns (MorphoMarketParams memory params, uint256 shares) {
        IMorphoMarkets morpho = chain.morpho;
        params = MorphoMarketParams(chain.usdc, chain.weth, makeAddr("oracle"), address(0), 0.86e18);
        vm.startPrank(morpho.owner());
        if (!morpho.isIrmEnabled(params.irm)) morpho.enableIrm(params.irm);
        if (!morpho.isLltvEnabled(params.lltv)) morpho.enableLltv(params.lltv);
        vm.stopPrank();
        morpho.createMarket(params);
        deal(chain.usdc, address(this), 100_000e6);
        IERC20(chain.usdc).approve(address(morpho), 100_000e6);
        morpho.supply(params, 100_000e6, 0, address(this), "");

        IAaveOracle oracle = IAaveOracle(chain.pool.ADDRESSES_PROVIDER().getPriceOracle());
        uint256 price = oracle.getAssetPrice(chain.weth) * 1e24 / oracle.getAssetPrice(chain.usdc);
        _mockMorphoPrice(params.oracle, price);
        uint256 debt = 5e18 * price / 1e36 * 85 / 100;
        deal(chain.weth, borrower, 5e18);
        vm.startPrank(borrower);
        IERC20(chain.weth).approve(address(morpho), 5e18);
        morpho.supplyCollateral(params, 5e18, borrower, "");
        (, shares) = morpho.borrow(params, debt, 0, borrower, borrower);
        vm.stopPrank();
        _mockMorphoPrice(params.oracle, price * 97 / 100);
    }

    function _mockMorphoPrice(address oracle, uint256 price) private {
        vm.mockCall(oracle, abi.encodeWithSignature("price()"), abi.encode(price));
    }

    function _balance(address token, address who) private view returns (uint256) {
        return IERC20(token).balanceOf(who);
    }
}
