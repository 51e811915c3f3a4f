// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";

import {AllSources} from "../../contracts/funding/AllSources.sol";
import {Plan, Target} from "../../contracts/types/Plan.sol";
import {Setup} from "../../contracts/types/Setup.sol";

/// @notice A leaf on an Aave V3 Pool whose own way to pay, out of a purse, forgets to say what was repaid and what was seized.
/// @dev `Target.data`: `abi.encode(uint256 numerator, uint256 denominator)`, its price. Not shipped. It is compiled as tests are, which
/// shows that a leaf needs no IR pipeline.
contract ForgetfulLeaf is AllSources {
    using SafeERC20 for IERC20;

    address private immutable PURSE;

    constructor(Setup memory setup, address purse) AllSources(setup) {
        PURSE = purse;
    }

    function _fundByCallback(Plan calldata plan) internal override {
        IERC20(plan.target.debt).safeTransferFrom(PURSE, address(this), plan.funding.amount);
        _repayAndSeize(plan.target, plan.funding.amount);
    }

    function _seize(Target calldata target, uint256 budget) internal override {
        IPool(target.market).liquidationCall(target.collateral, target.debt, target.borrower, budget, false);
    }

    function _seizedToken(Target calldata target) internal pure override returns (address) {
        return target.collateral;
    }

    function _oraclePrice(Target calldata target, address) internal pure override returns (uint256, uint256) {
        return abi.decode(target.data, (uint256, uint256));
    }
}
