// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Every error of the project, one per cause, with the values that were compared. A callee's revert data passes unchanged.

// Who may call

/// @notice Only operators liquidate.
/// @param caller Who is none.
error NotOperator(address caller);

/// @notice A leg is executed from `liquidateBatch` only.
/// @param caller Who is not the liquidator itself.
error NotSelf(address caller);

/// @notice The owner has stopped liquidations.
error Paused();

// What the owner has allowed

/// @notice The market is not on the owner's list, nor vouched for by what is.
/// @param market The market, or what should have vouched for it.
error MarketNotAllowed(address market);

/// @notice The lender is not on the owner's list.
/// @param lender As the plan names it.
error LenderNotAllowed(address lender);

/// @notice The operator would leave too little of the bonus.
/// @param asked Basis points that the plan leaves.
/// @param limit Basis points that the owner demands at least.
error BonusShareBelowLimit(uint256 asked, uint256 limit);

/// @notice The operator would give too much of the profit away.
/// @param asked Basis points that the plan gives.
/// @param limit Basis points that the owner allows at most.
error TipAboveLimit(uint256 asked, uint256 limit);

/// @notice What this one is sent would be lost, stay here, or be whoever's asks first.
/// @param receiver Zero, the liquidator, the wrapped native token or the seller.
error ReceiverInvalid(address receiver);

/// @notice The receiver cannot be the seller: what lies there is whoever's asks first.
/// @param seller Who is the receiver.
error SellerInvalid(address seller);

/// @notice A limit is more than all, or asks for none of the bonus.
/// @param bps Basis points.
error LimitInvalid(uint256 bps);

/// @notice Ownership can be handed over, not given up.
error OwnerNeeded();

// What the plan says

/// @notice The plan came too late.
/// @param deadline Last timestamp at which it holds, seconds.
/// @param timestamp Of the block, seconds.
error DeadlinePassed(uint256 deadline, uint256 timestamp);

/// @notice A plan must say what it wants to earn.
error MinProfitZero();

/// @notice The tip would come back here.
/// @param recipient The liquidator, or the wrapped native token.
error TipRecipientInvalid(address recipient);

/// @notice The leaf cannot pay this way.
/// @param source Of FundingSource.
error FundingUnsupported(uint8 source);

/// @notice Whoever runs the route cannot sell there.
/// @param venue Of Venue, or a number that is none.
error VenueUnsupported(uint8 venue);

/// @notice The parameters of a hop are not as long as its venue's are.
/// @param parameters Of the hop.
error VenueParametersInvalid(bytes parameters);

/// @notice The route cannot be read, or is not what the plan needs.
/// @param rest What cannot be read of it, to its end.
error RouteInvalid(bytes rest);

/// @notice Several are to lend, and there are fewer of them than the amount needs, or one is a pair of Uniswap V2.
error LoansInvalid();

/// @notice A part of the plan begins before the plan.
error PlanMalformed();

/// @notice Another token than the plan's.
/// @param expected What it must be.
/// @param actual What it is.
error AssetsMismatch(address expected, address actual);

/// @notice A leg could fail for nothing but want of gas.
/// @param available Gas that can be given to it.
/// @param limit Gas that the plan gives it.
error GasBelowLimit(uint256 available, uint256 limit);

// Callbacks

/// @notice A second callback would be awaited before the first has come.
error CallbackPending();

/// @notice Nobody waits for this callback: another caller, another function, other data, or none at all.
/// @param caller Who called back.
error CallbackUnexpected(address caller);

/// @notice Who was to call back did not.
error CallbackMissing();

/// @notice Somebody else asked for the loan.
/// @param initiator Who did, as the lender says.
error InitiatorUnexpected(address initiator);

/// @notice There is no such pool.
/// @param pool Address without code.
error PoolMissing(address pool);

/// @notice A pool wants nothing: then nothing was sold.
/// @param amount0Delta Token0 units, zero or negative.
/// @param amount1Delta Token1 units, zero or negative.
error SwapUnpaid(int256 amount0Delta, int256 amount1Delta);

/// @notice A venue left something of a token on the way, which nobody would get.
/// @param sold Units that it took.
/// @param offered Units that it should have taken.
error SaleIncomplete(uint256 sold, uint256 offered);

/// @notice A pool wants more than it was offered.
/// @param asked Units that it wants, or says that it took.
/// @param offered Units that it may take.
error SwapOverpaid(uint256 asked, uint256 offered);

/// @notice The pool has a hook, and the route does not say that it may.
/// @param hooks Whose code would run.
error HookNotAllowed(address hooks);

/// @notice What is sold is not what the pool burns for the asset.
/// @param pool That was named.
/// @param aToken What is sold.
error ATokenUnknown(address pool, address aToken);

/// @notice The seller calls the routers that it was deployed with, and nobody else.
/// @param router Who is none of them.
error RouterUnknown(address router);

/// @notice The seller has room for four routers.
/// @param count That it was given.
error RoutersTooMany(uint256 count);

/// @notice The plan sells through the seller, and there is none.
/// @param seller Address without code; zero where the owner has set none.
error SellerMissing(address seller);

// Exit

/// @notice The market's oracle has no price.
/// @param asset Of what.
error OraclePriceZero(address asset);

/// @notice Less is left than the caller asked for.
/// @param left Debt units, after the tip.
/// @param minimum Debt units.
error ProfitBelowMinimum(uint256 left, uint256 minimum);

/// @notice Less is left than the share of the bonus that was asked for.
/// @param left Debt units, after the tip.
/// @param floor Debt units.
error ProfitBelowOracleFloor(uint256 left, uint256 floor);

/// @notice Less is here than must be.
/// @param actual Units that are here, or were gained.
/// @param required Units that were here before, or were paid.
error Loss(uint256 actual, uint256 required);

/// @notice Lenders would bear what no collateral is left for, and the plan does not allow that.
/// @param repaidShares Borrow shares that are repaid.
/// @param borrowShares Borrow shares that there are.
error BadDebtRealized(uint256 repaidShares, uint256 borrowShares);

// A protocol that answers with codes

/// @notice The protocol refused with a code instead of reverting.
/// @param code Of TokenErrorReporter of Compound V2.
/// @param detail Of its ComptrollerErrorReporter, where the comptroller is who refused; else zero.
error LiquidationRefused(uint256 code, uint256 detail);

/// @notice What was seized cannot be redeemed.
/// @param code Of TokenErrorReporter of Compound V2.
error RedemptionRefused(uint256 code);

/// @notice A market of ether paid none.
/// @param cToken The market.
error NothingRedeemed(address cToken);

// Ether

/// @notice Only those send ether who are asked for it.
/// @param sender Who is not.
error EtherUnexpected(address sender);

/// @notice A sale brought ether that no hop of it is marked for, and that would lie in the seller for good.
/// @param amount Wei.
error EtherStranded(uint256 amount);

/// @notice Ether was refused.
/// @param to By whom.
/// @param amount Wei.
error EtherTransferFailed(address to, uint256 amount);
