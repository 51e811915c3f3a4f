// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {FlashLiquidator} from "../FlashLiquidator.sol";
import {CappedCall} from "../guards/CappedCall.sol";
import {InitiatorUnexpected} from "../types/Errors.sol";
import {Lender, Lenders} from "../types/Lender.sol";
import {Loans} from "../types/Loans.sol";
import {FundingSource, Plan} from "../types/Plan.sol";
import {PlanData} from "../types/PlanData.sol";

/// @title FlashLoan
/// @notice What every loan has in common that is given and paid back within one call of the lender.
/// @dev A lender says how it is asked, and where its callback says what. That only it answers, once, and gets what it lent and its premium
/// and nothing else, is settled here. All callbacks come in by one door: a function for each would cost 130 bytes apiece.
abstract contract FlashLoan is FlashLiquidator {
    using SafeERC20 for IERC20;
    using Lenders for Lender;

    bytes32 private constant ERC3156_ANSWER = keccak256("ERC3156FlashBorrower.onFlashLoan");

    Lender private transient _asked; // who is to call back
    uint256 private transient _lending; // debt units that it was asked for, where several lend
    uint256 private transient _unlent; // debt units that those who are left are to lend
    uint256 private transient _next; // which of them is asked next

    function _fundByLoan(Plan calldata plan) internal {
        _borrow(plan, plan.funding.source, plan.funding.lender, plan.funding.amount, PlanData.encode(plan));
    }

    /// @dev The second is asked when the first has lent, and is paid back before it.
    function _fundBySeveral(Plan calldata plan) internal {
        (_unlent, _next) = (plan.funding.amount, 0);
        _borrowNext(plan, PlanData.encode(plan));
    }

    function _borrowNext(Plan calldata plan, bytes calldata data) private {
        uint256 unlent = _unlent;
        (FundingSource source, address lender, uint256 amount) = Loans.loan(plan.route, _next);
        if (amount == 0) amount = unlent;
        (_lending, _unlent) = (amount, unlent - amount);
        unchecked {
            ++_next;
        }
        _borrow(plan, source, lender, amount, data);
    }

    /// @param data Of the plan, which the lender hands back.
    function _borrow(Plan calldata plan, FundingSource source, address from, uint256 amount, bytes calldata data)
        private
    {
        IERC20 debt = IERC20(plan.target.debt);
        (Lender lender, bytes memory head) = _requestOf(source, from, address(debt), amount);
        _asked = lender;
        _expectCallback(from, lender.callback(), data);
        // What it answers is of no interest. Nobody home: then the callback is missing at the end.
        CappedCall.run(from, 0, false, bytes.concat(lender.request(), head, bytes32(data.length), data));
        if (lender.payment() == Lenders.PULLED) _clearAllowance(debt, from);
    }

    /// @notice Called by a lender that this contract has asked. Everybody and everything else is refused.
    /// @dev What was asked for is what is spent and paid back, whatever the lender says that it lent.
    // solhint-disable-next-line no-complex-fallback
    fallback(bytes calldata) external returns (bytes memory) {
        Lender lender = _asked;
        bytes calldata data = _bytes(lender.plan());
        _enterCallback(data);
        uint256 place = lender.initiator();
        if (place != Lenders.NOWHERE) {
            address initiator = address(uint160(_argument(place)));
            require(initiator == address(this), InitiatorUnexpected(initiator));
        }

        Plan calldata plan = PlanData.decode(data);
        // The debt asset of the plan, whatever the lender calls it: no other allowance is cleared afterwards.
        IERC20 debt = IERC20(plan.target.debt);
        bool isAlone = plan.funding.source != FundingSource.Several;
        uint256 amount = isAlone ? plan.funding.amount : _lending;
        uint256 owed;
        // A lender whose premium leads beyond the last number is paid less than it lent, and tells the floor of less outlay.
        unchecked {
            uint256 premium = _argument(lender.premium());
            _premium = isAlone ? premium : _premium + premium;
            owed = amount + premium;
        }
        uint256 payment = lender.payment();
        if (payment == Lenders.SETTLED) _take(debt, amount);
        if (isAlone || _unlent == 0) _seizeAndSell(plan, plan.funding.amount);
        else _borrowNext(plan, data);
        _pay(payment, plan, debt, owed);
        uint256 answer = lender.answer();
        return abi.encode(answer == Lenders.ERC3156 ? uint256(ERC3156_ANSWER) : answer, 0);
    }

    function _pay(uint256 payment, Plan calldata plan, IERC20 debt, uint256 owed) private {
        if (payment == Lenders.PULLED) debt.forceApprove(msg.sender, owed);
        else if (payment == Lenders.SETTLED) _settleDebt(debt, owed);
        else if (payment == Lenders.SWAPPED) _payPair(plan);
        else debt.safeTransfer(msg.sender, owed);
    }

    /// @dev How a lender is asked for a loan to this contract. Reverts unless it is allowed.
    /// @return lender What is known of it.
    /// @return head Arguments of the request, up to the plan, which comes last.
    function _requestOf(FundingSource source, address from, address debt, uint256 amount)
        internal
        view
        virtual
        returns (Lender lender, bytes memory head);

    /// @dev Uniswap V4 sends what it is told to.
    function _take(IERC20 debt, uint256 amount) internal virtual;

    function _settleDebt(IERC20 debt, uint256 amount) internal virtual;

    function _payPair(Plan calldata plan) internal virtual;

    /// @param place Of the words behind the callback's selector, from 1. Nowhere lies behind every calldata, where only zeros are.
    function _argument(uint256 place) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(sub(mul(place, 0x20), 0x1c))
        }
    }

    function _bytes(uint256 place) private pure returns (bytes calldata data) {
        uint256 offset = _argument(place);
        assembly ("memory-safe") {
            data.offset := add(offset, 0x24)
            data.length := calldataload(add(offset, 4))
        }
    }
}
