// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {FlashLiquidator} from "../FlashLiquidator.sol";
import {Plan} from "../types/Plan.sol";

/// @title WalletFunding
/// @notice The caller lends from its own wallet, by allowance, and gets the same amount of debt asset back.
/// @dev Only `caller` is ever charged, never a third party that left an allowance. If the collateral is kept
/// (nobody sells, aTokens or not), there is no debt asset to give back: the collateral goes to the receiver, and what the wallet paid
/// counts as cost.
abstract contract WalletFunding is FlashLiquidator {
    using SafeERC20 for IERC20;

    /// @return unreturned Debt units that the caller put in and did not get back in kind.
    function _fundByWallet(Plan calldata plan, address caller) internal returns (uint256 unreturned) {
        IERC20 debt = IERC20(plan.target.debt);
        uint256 before = debt.balanceOf(address(this));
        uint256 lent = plan.funding.amount;
        debt.safeTransferFrom(caller, address(this), lent);
        // Only what arrived can be spent. What a token keeps on the way is a cost, because the whole loan is given back.
        _seizeAndSell(plan, debt.balanceOf(address(this)) - before);

        // A market may have taken a unit of what lay here, of a debt that rounds: the exit judges that.
        uint256 returned = Math.min(Math.saturatingSub(debt.balanceOf(address(this)), before), lent);
        _sendToken(address(debt), caller, returned);
        return lent - returned;
    }
}
