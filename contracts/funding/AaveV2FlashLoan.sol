// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {FlashLiquidator} from "../FlashLiquidator.sol";
import {IAaveV2Pool} from "../interfaces/IAaveV2Pool.sol";
import {InitiatorUnexpected} from "../types/Errors.sol";
import {Plan} from "../types/Plan.sol";
import {PlanData} from "../types/PlanData.sol";

/// @title AaveV2FlashLoan
/// @notice Borrows the debt asset by `flashLoan` of an allowed pool of Aave V2 or of a fork; the premium comes out of the proceeds.
abstract contract AaveV2FlashLoan is FlashLiquidator {
    using SafeERC20 for IERC20;

    function _fundByAaveV2(Plan calldata plan) internal {
        address lender = plan.funding.lender;
        _requireLender(lender);
        bytes memory data = PlanData.encode(plan);
        _expectCallback(lender, this.executeOperation.selector, data);
        (address[] memory assets, uint256[] memory amounts) = (new address[](1), new uint256[](1));
        (assets[0], amounts[0]) = (plan.target.debt, plan.funding.amount);
        // Mode 0: whatever is not paid back reverts, and never becomes a debt.
        IAaveV2Pool(lender).flashLoan(address(this), assets, amounts, new uint256[](1), address(this), data, 0);
        _clearAllowance(IERC20(plan.target.debt), lender);
    }

    /// @notice Called by the lending pool, after it sent the one amount, for a loan that this contract asked for.
    /// @param amounts Debt units received.
    /// @param premiums Debt units to pay on top.
    /// @param initiator Who asked for the loan; only this contract is accepted.
    /// @param data The plan, as sent.
    /// @return Always true; every failure reverts.
    function executeOperation(
        address[] calldata,
        uint256[] calldata amounts,
        uint256[] calldata premiums,
        address initiator,
        bytes calldata data
    ) external returns (bool) {
        _enterCallback(data);
        require(initiator == address(this), InitiatorUnexpected(initiator));

        Plan calldata plan = PlanData.decode(data);
        _premium = premiums[0];
        _seizeAndSell(plan, amounts[0]);
        // The debt asset of the plan, whatever the lender calls it: no other allowance is cleared afterwards.
        IERC20(plan.target.debt).forceApprove(msg.sender, amounts[0] + premiums[0]);
        return true;
    }
}
