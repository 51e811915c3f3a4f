// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {Funding, FundingSource, Plan, Selling} from "../../contracts/types/Plan.sol";
import {DevnetToken} from "../devnet/DevnetToken.sol";
import {SettableOracle} from "../mocks/SettableOracle.sol";
import {Liquidity} from "../utils/Liquidity.sol";
import {MorphoTest} from "../utils/MorphoTest.sol";

/// @notice Attack: a debt whose unit is worth a house. What is measured in it is rounded, and a thief with an operator's key
/// looks for the liquidation where every rounding is his.
contract FewDecimalsTest is MorphoTest {
    DevnetToken private house;
    DevnetToken private land;
    SettableOracle private oracle;

    /// @dev 1,000 houses against 2,000 pieces of land, which are worth half a house each.
    function setUp() public override {
        super.setUp();
        house = new DevnetToken("House", "HOUSE", 0);
        land = new DevnetToken("Land", "LAND", 18);
        oracle = new SettableOracle();
        params = MorphoMarketParams(address(house), address(land), address(oracle), params.irm, params.lltv);
        oracle.set(1e18, false);
        blue.createMarket(params);
        house.mint(address(this), 1_000);
        _approve(address(house), 1_000);
        blue.supply(params, 1_000, 0, address(this), "");
        _openMorpho(borrower, 2_000e18, 1_000);
        oracle.set(0.5e18, false);
    }

    /// @dev What is seized and the floor are rounded down to the unit: of half of the bonus the receiver may lack a unit and a half, each
    /// time.
    /// @param kept Pieces of land that the thief's pool leaves, of the bonus.
    function testFuzz_HalfOfTheBonusIsLeftButForAUnitAndAHalf(uint256 seized, uint256 kept, uint16 tipBps) public {
        Plan memory plan = _callback(bound(seized, 100e18, 400e18), 100);
        uint256 repaid = _repaidBy(plan);
        uint256 bonus = plan.target.amount - repaid * 2e18;
        kept = bound(kept, 0, bonus);
        Liquidity maker = new Liquidity(uniswapFactory);
        house.mint(address(maker), 1e15);
        land.mint(address(maker), 1e40);
        maker.open(address(land), (plan.target.amount - kept) * 1e10, address(house), repaid * 1e10, 100);
        plan.funding = Funding(FundingSource.UniswapV3FlashSwap, address(0), repaid);
        plan.selling = Selling.None;
        (plan.terms.tipBps, plan.terms.tipRecipient) = (uint16(bound(tipBps, 0, 5_000)), stranger);
        vm.prank(operator);
        try liquidator.liquidate(plan) {
            assertGt(land.balanceOf(receiver) + 3e18, bonus / 2);
        } catch {
            assertEq(land.balanceOf(receiver) + land.balanceOf(stranger), 0);
        }
    }

    /// @return repaid What a wallet that keeps the collateral would pay for it.
    function _repaidBy(Plan memory plan) private returns (uint256 repaid) {
        uint256 snapshot = vm.snapshotState();
        _fundWallet(address(house), 1_000);
        (plan.funding, plan.selling) = (Funding(FundingSource.Wallet, address(0), 1_000), Selling.None);
        repaid = _liquidate(plan).repaid;
        vm.revertToState(snapshot);
    }
}
