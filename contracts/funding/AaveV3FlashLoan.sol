// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {FlashLiquidator} from "../FlashLiquidator.sol";
import {InitiatorUnexpected} from "../types/Errors.sol";
import {Plan} from "../types/Plan.sol";
import {PlanData} from "../types/PlanData.sol";

/// @title AaveV3FlashLoan
/// @notice Borrows the debt asset by `flashLoanSimple` of an allowed Aave V3 Pool; the premium comes out of the proceeds.
abstract contract AaveV3FlashLoan is FlashLiquidator {
    using SafeERC20 for IERC20;

    function _fundByAaveV3(Plan calldata plan) internal {
        address lender = plan.funding.lender;
        _requireLender(lender);
        bytes memory data = PlanData.encode(plan);
        _expectCallback(lender, this.executeOperation.selector, data);
        IPool(lender).flashLoanSimple(address(this), plan.target.debt, plan.funding.amount, data, 0);
        _clearAllowance(IERC20(plan.target.debt), lender);
    }

    /// @notice Called by the lending Pool, after it sent `amount`, for a loan that this contract asked for.
    /// @param amount Debt units received.
    /// @param premium Debt units to pay on top.
    /// @param initiator Who asked for the loan; only this contract is accepted.
    /// @param data The plan, as sent.
    /// @return Always true; every failure reverts.
    function executeOperation(address, uint256 amount, uint256 premium, address initiator, bytes calldata data)
        external
        returns (bool)
    {
        _enterCallback(data);
        require(initiator == address(this), InitiatorUnexpected(initiator));

        Plan calldata plan = PlanData.decode(data);
        _premium = premium;
        _seizeAndSell(plan, amount);
        // The debt asset of the plan, whatever the lender calls it: no other allowance is cleared afterwards.
        IERC20(plan.target.debt).forceApprove(msg.sender, amount + premium);
        return true;
    }
}
