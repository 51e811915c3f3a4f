// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Every error of the project, one per cause, with the values that were compared. A callee's revert data passes unchanged.

// Who may call
error NotOperator(address caller);
error NotSelf(address caller);
error Paused();

// What the owner has allowed
error MarketNotAllowed(address market);
error LenderNotAllowed(address lender);
error BonusShareBelowLimit(uint256 asked, uint256 limit);
error TipAboveLimit(uint256 asked, uint256 limit);
error ReceiverInvalid(address receiver);
error SellerInvalid(address seller);
error LimitInvalid(uint256 bps);
error OwnerNeeded();

// What the plan says
error DeadlinePassed(uint256 deadline, uint256 timestamp);
error MinProfitZero();
error TipRecipientInvalid(address recipient);
error FundingUnsupported(uint8 source);
error VenueUnsupported(uint8 venue);
error VenueParametersInvalid(bytes parameters);
error RouteInvalid(bytes rest); // what cannot be read of it, to its end
error PlanMalformed();
error AssetsMismatch(address expected, address actual);
error GasBelowLimit(uint256 available, uint256 limit);

// Callbacks
error CallbackPending();
error CallbackUnexpected(address caller);
error CallbackMissing();
error InitiatorUnexpected(address initiator);
error PoolMissing(address pool);
error SwapUnpaid(int256 amount0Delta, int256 amount1Delta);
error SaleIncomplete(uint256 sold, uint256 offered);
error SwapOverpaid(uint256 asked, uint256 offered);
error SellerMissing(address seller);

// Exit
error OraclePriceZero(address asset);
error ProfitBelowMinimum(uint256 left, uint256 minimum); // after the tip
error ProfitBelowOracleFloor(uint256 left, uint256 floor); // after the tip
error Loss(uint256 received, uint256 owed);
error BadDebtRealized(uint256 repaidShares, uint256 borrowShares); // when no collateral is left

// Ether
error EtherUnexpected(address sender);
error EtherTransferFailed(address to, uint256 amount);
