// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FundingSource, Plan} from "../../contracts/types/Plan.sol";
import {Routes} from "../utils/Routes.sol";
import {ChargingLenderTest, CollectingLenderTest, HostileLenderTest, NamingLenderTest} from "./HostileLender.t.sol";

/// @notice Attack: one of the lenders of one debt cheats, the other one is Morpho itself.
abstract contract HostileAmongSeveralTest is HostileLenderTest {
    uint128 private constant PART = 4_900e6; // what the first one lends

    function setUp() public virtual override {
        super.setUp();
        vm.prank(owner);
        liquidator.setLender(morpho, true);
    }

    function _plan() internal view virtual override returns (Plan memory plan) {
        plan = _flashLoan();
        plan.funding.source = FundingSource.Several;
        bytes memory own = abi.encodePacked(uint8(_source()), address(lender));
        bytes memory other = abi.encodePacked(uint8(FundingSource.MorphoFlashLoan), morpho);
        (bytes memory first, bytes memory last) = _isFirst() ? (own, other) : (other, own);
        bytes memory loans = abi.encodePacked(uint8(2), first, PART, last, uint128(0));
        plan.route = bytes.concat(loans, Routes.split(0, 1, Routes.v3(3000, usdc)));
    }

    function _lent() internal view virtual override returns (uint256) {
        return _isFirst() ? PART : 11_000e6 - PART;
    }

    function _isFirst() internal pure virtual returns (bool);
}

abstract contract HostileERC3156AmongSeveralTest is
    HostileAmongSeveralTest,
    NamingLenderTest,
    ChargingLenderTest,
    CollectingLenderTest
{
    function setUp() public override(HostileAmongSeveralTest, HostileLenderTest) {
        HostileAmongSeveralTest.setUp();
    }

    function _plan() internal view override(HostileAmongSeveralTest, HostileLenderTest) returns (Plan memory) {
        return HostileAmongSeveralTest._plan();
    }

    function _lent() internal view override(HostileAmongSeveralTest, HostileLenderTest) returns (uint256) {
        return HostileAmongSeveralTest._lent();
    }

    function _source() internal pure override returns (FundingSource) {
        return FundingSource.ERC3156FlashLoan;
    }
}

contract HostileERC3156LendsFirstTest is HostileERC3156AmongSeveralTest {
    function _isFirst() internal pure override returns (bool) {
        return true;
    }
}

/// @notice Inside the loan of the other one, which it may leave unpaid.
contract HostileERC3156LendsLastTest is HostileERC3156AmongSeveralTest {
    function _isFirst() internal pure override returns (bool) {
        return false;
    }
}
