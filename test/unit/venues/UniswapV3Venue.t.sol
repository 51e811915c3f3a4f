// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IQuoterV2} from "@uniswap/v3-periphery/contracts/interfaces/IQuoterV2.sol";
import {stdJson} from "forge-std/StdJson.sol";

import {PathInvalid, PoolMissing, SaleIncomplete} from "../../../contracts/types/Errors.sol";
import {Outcome, Plan} from "../../../contracts/types/Plan.sol";
import {HookToken} from "../../mocks/HookToken.sol";
import {AaveTest} from "../../utils/AaveTest.sol";
import {Liquidity} from "../../utils/Liquidity.sol";
import {Plans} from "../../utils/Plans.sol";

/// @notice
/// sale on Uniswap V3
/// ├── one hop, both orders of the pool's tokens       → exactly what the real quoter says
/// ├── several hops                                    → the same
/// ├── a path that comes back through the collateral   → the same
/// ├── when the path is broken (length, start, end)    → PathInvalid
/// ├── when a pool of it does not exist                → PoolMissing, with the address it would have
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

    function test_RevertWhen_PathIsBroken() public {
        _openReference();
        bytes[8] memory paths = [
            bytes(""),
            abi.encodePacked(weth),
            abi.encodePacked(weth, uint24(3000)),
            abi.encodePacked(weth, uint24(3000), usdc, uint8(0)),
            abi.encodePacked(weth, uint24(3000), bytes19(bytes20(usdc))),
            abi.encodePacked(usdc, uint24(3000), usdc),
            abi.encodePacked(weth, uint24(3000), weth),
            abi.encodePacked(weth, uint24(3000), usdc, uint24(100), dai)
        ];
        for (uint256 i; i < paths.length; ++i) {
            Plan memory plan = _flashLoan();
            plan.sale.path = paths[i];
            vm.expectRevert(abi.encodeWithSelector(PathInvalid.selector, paths[i]));
            _liquidate(plan);
        }
    }

    function test_RevertGiven_PoolIsMissing() public {
        _openReference();
        Plan memory plan = _flashLoan();
        plan.sale.path = abi.encodePacked(weth, uint24(100), usdc);
        address missing = _create2(weth, usdc, 100);
        vm.expectRevert(abi.encodeWithSelector(PoolMissing.selector, missing));
        _liquidate(plan);

        plan.sale.path = abi.encodePacked(weth, uint24(3000), dai, uint24(500), usdc);
        missing = usdc < dai ? _create2(usdc, dai, 500) : _create2(dai, usdc, 500);
        vm.expectRevert(abi.encodeWithSelector(PoolMissing.selector, missing));
        _liquidate(plan);
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
        plan.sale.path = abi.encodePacked(weth, uint24(100), usdc);

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
        plan.sale.path = abi.encodePacked(weth, uint24(3000), between, uint24(3000), usdc);
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
        plan.sale.path = path;
        uint256 snapshot = vm.snapshotState();
        uint256 seized = _liquidate(plan).seized;
        vm.revertToState(snapshot);
        (uint256 quoted,,,) = quoter.quoteExactInput(path, seized);

        Outcome memory outcome = _liquidate(plan);
        assertEq(outcome.debtGain, quoted - outcome.repaid - outcome.premium);
        assertEq(outcome.collateralGain, 0);
        _assertNothingAtRest(liquidator);
    }

    function _create2(address token0, address token1, uint24 fee) private view returns (address) {
        return vm.computeCreate2Address(keccak256(abi.encode(token0, token1, fee)), POOL_INIT_CODE_HASH, uniswapFactory);
    }
}
