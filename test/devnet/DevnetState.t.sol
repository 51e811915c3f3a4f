// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IUniswapV3Pool} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Pool.sol";
import {stdJson} from "forge-std/StdJson.sol";
import {Test} from "forge-std/Test.sol";

import {MorphoFeedOracle} from "./MorphoFeedOracle.sol";
import {SettablePriceFeed} from "./SettablePriceFeed.sol";

/// @notice The cached state, loaded into forge's own chain in the second in which it was built: nothing has accrued.
contract DevnetStateTest is Test {
    using stdJson for string;

    string private constant STATE = ".cache/devnet/allocs.json";
    string private constant INFO = ".cache/devnet/devnet.json";

    string private info;

    function setUp() public {
        if (!vm.exists(STATE)) vm.skip(true, "no devnet state: run npx tsx ts/devnet/build.ts");
        info = vm.readFile(INFO);
        vm.warp(info.readUint(".timestamp")); // first, else interest timestamps lie in the future
        vm.loadAllocs(STATE);
    }

    function test_ReferenceFallsToTheKnownHealthFactor() public {
        address borrower = _borrower("reference");
        assertEq(_healthFactor(borrower), 1.125e18);
        _feed("WETH").setAnswer(2600e8);
        assertEq(_healthFactor(borrower), 0.975e18);
    }

    function test_OneFeedMovesAaveAndMorpho() public {
        MorphoFeedOracle oracle = MorphoFeedOracle(info.readAddress(".addresses.morpho.markets[0].oracle"));
        assertEq(oracle.price(), 3000e24); // 36 + 6 - 18 decimals
        _feed("WETH").setAnswer(2600e8);
        assertEq(oracle.price(), 2600e24);
    }

    function test_PoolsHoldTheirLiquidity() public view {
        for (uint256 i; i < 10; ++i) {
            string memory key = string.concat(".addresses.uniswap.pools[", vm.toString(i), "].address");
            assertGt(IUniswapV3Pool(info.readAddress(key)).liquidity(), 0);
        }
    }

    function testFuzz_MorphoOracleIsTheRatioOfItsFeeds(
        uint64 collateral,
        uint64 loan,
        uint8 decimals,
        uint8 loanDecimals
    ) public {
        vm.assume(collateral > 0 && loan > 0);
        decimals = uint8(bound(decimals, 0, 18));
        loanDecimals = uint8(bound(loanDecimals, 0, 18));
        SettablePriceFeed feed = new SettablePriceFeed("collateral", int256(uint256(collateral)));
        SettablePriceFeed loanFeed = new SettablePriceFeed("loan", int256(uint256(loan)));
        MorphoFeedOracle oracle = new MorphoFeedOracle(feed, loanFeed, decimals, loanDecimals);

        uint256 numerator = uint256(collateral) * 10 ** (36 + uint256(loanDecimals) - decimals);
        assertLe(oracle.price() * loan, numerator);
        assertGt((oracle.price() + 1) * loan, numerator);
    }

    function test_FeedAnswersAsChainlinkDoes() public {
        SettablePriceFeed feed = new SettablePriceFeed("ETH / USD", 3000e8);
        vm.warp(block.timestamp + 1 hours);
        feed.setAnswer(2600e8);
        (uint80 round, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredIn) = feed.latestRoundData();
        assertEq(round, 2);
        assertEq(answeredIn, 2);
        assertEq(answer, 2600e8);
        assertEq(startedAt, block.timestamp);
        assertEq(updatedAt, block.timestamp);

        feed.setRound(-1, 7);
        (round, answer,, updatedAt,) = feed.latestRoundData();
        assertEq(round, 2);
        assertEq(answer, -1);
        assertEq(updatedAt, 7);
    }

    function _healthFactor(address borrower) private view returns (uint256 factor) {
        (,,,,, factor) = IPool(info.readAddress(".addresses.aave.main.pool")).getUserAccountData(borrower);
    }

    function _feed(string memory symbol) private view returns (SettablePriceFeed) {
        return SettablePriceFeed(info.readAddress(string.concat(".addresses.feeds.", symbol)));
    }

    /// @dev Address of the Aave borrower with this label.
    function _borrower(string memory label) private view returns (address) {
        for (uint256 i; info.keyExists(string.concat(".borrowers.aave[", vm.toString(i), "]")); ++i) {
            string memory key = string.concat(".borrowers.aave[", vm.toString(i), "]");
            if (keccak256(bytes(info.readString(string.concat(key, ".label")))) == keccak256(bytes(label))) {
                return info.readAddress(string.concat(key, ".address"));
            }
        }
        revert(string.concat("no borrower ", label));
    }
}
