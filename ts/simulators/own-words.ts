import type { RevertWords } from "../core/errors/revert-words.ts";

/**
 * What the errors of this project's contracts, of the libraries in them and of tokens mean. `{name}` is the argument of that
 * name, `{contract}` the liquidator.
 */
export const OWN_WORDS: RevertWords["words"] = {
  // who may call
  OwnableUnauthorizedAccount: ["not-owner", "{account} is not the owner"],
  OwnableInvalidOwner: ["owner-invalid", "{owner} cannot be the owner"],
  OwnerNeeded: ["owner-needed", "ownership cannot be given up: hand it over instead"],
  NotSelf: ["not-self", "only a batch may run a leg"],
  ReentrancyGuardReentrantCall: ["reentrant", "a contract on the way called back into the liquidator or its seller"],
  NotOperator: ["not-operator", "{caller} is not an operator of {contract}: the owner must call setOperator"],
  Paused: ["paused", "the liquidator is paused: the owner must call setPaused(false)"],
  MarketNotAllowed: ["market-not-allowed", "the market is not allowed: the owner must call setMarket"],
  LenderNotAllowed: ["lender-not-allowed", "the lender is not allowed: the owner must call setLender"],
  BonusShareBelowLimit: [
    "bonus-share-limit",
    "the share of the bonus asked for, {asked} bps, is below the owner's limit of {limit} bps",
  ],
  TipAboveLimit: ["tip-limit", "the tip asked for, {asked} bps, is above the owner's limit of {limit} bps"],
  LimitInvalid: ["limit-invalid", "a limit must be at most 100 %, and for the share of the bonus more than 0"],
  ReceiverInvalid: [
    "receiver-invalid",
    "the receiver must not be zero, the liquidator, its seller or the wrapped native token",
  ],
  SellerInvalid: [
    "seller-invalid",
    "the seller must not be the receiver of the profits: what comes there is for anybody to take",
  ],
  TipRecipientInvalid: ["tip-recipient-invalid", "the tip would come back to the liquidator"],
  // what the plan says
  DeadlinePassed: ["deadline", "the plan's deadline has passed"],
  MinProfitZero: ["min-profit-zero", "a plan must ask for some profit"],
  FundingUnsupported: ["funding-unsupported", "the liquidator does not know source of money {source}"],
  VenueUnsupported: ["venue-unsupported", "whoever sells does not know venue {venue} of the route"],
  VenueParametersInvalid: ["venue-parameters-invalid", "a hop of the route has other parameters than its venue takes"],
  RouteInvalid: ["route-invalid", "the route cannot be read to its end, or its shares are more than the whole"],
  LoansInvalid: [
    "loans-invalid",
    "the lenders of the plan end before its amount, or one of them cannot lend with others",
  ],
  PlanMalformed: ["plan-malformed", "the plan is not encoded as the contract reads it"],
  AssetsMismatch: [
    "assets-mismatch",
    "{actual} stands where {expected} is needed: at an end of the route, or in the plan",
  ],
  PoolMissing: ["no-pool", "a pool of the route does not exist"],
  OraclePriceZero: ["oracle-zero", "the protocol's oracle has a price of zero"],
  ProfitBelowMinimum: ["profit-below-minimum", "the profit on chain would be below the minimum"],
  ProfitBelowOracleFloor: ["bonus-share", "sale and tip would leave less of the bonus than allowed"],
  Loss: ["loss", "the liquidation would end with less than it began with"],
  BadDebtRealized: ["bad-debt", "the liquidation would leave bad debt with the lenders"],
  LiquidationRefused: [
    "liquidation-refused",
    "the market refuses the liquidation with code {code}, its comptroller with {detail}: 3 and 3 mean that the account is healthy, 3 and 17 that more would be repaid than the close factor allows",
  ],
  RedemptionRefused: [
    "redemption-refused",
    "the market refuses to redeem what was seized with code {code}: 14 means that its cash is lent out",
  ],
  NothingRedeemed: ["nothing-redeemed", "the market {cToken} is not paid out in ether, as the plan says"],
  GasBelowLimit: ["gas-below-limit", "less gas is left than the limit of a leg: send more"],
  CandidatesMissing: ["candidates-missing", "the lens was given fewer pre-liquidation contracts than it was told"],
  CallbackMissing: ["no-callback", "a lender or a pool never called back"],
  CallbackPending: ["callback-pending", "something was asked of a pool while another call was awaited"],
  CallbackUnexpected: ["callback-unexpected", "{caller} called back, and was not asked or not like this"],
  InitiatorUnexpected: ["initiator-unexpected", "the loan was begun by {initiator}, not by the liquidator"],
  SwapUnpaid: ["swap-pays-nothing", "a pool wants nothing for what it would pay, or has nothing to pay"],
  SwapOverpaid: ["swap-overpaid", "a pool of the route asks for {asked} units, and was offered {offered}"],
  HookNotAllowed: ["hook-not-allowed", "the pool runs the code of {hooks}, and the route does not say that it may"],
  RouterUnknown: ["router-unknown", "{router} is none of the routers that the seller calls"],
  RoutersTooMany: ["too-many-routers", "{count} routers were named, and the seller has room for four"],
  AddressEmptyCode: ["no-router", "there is no router at {target} on this chain"],
  InsufficientBalance: ["ether-missing", "the seller has {balance} wei and needs {needed}"],
  FailedCall: ["router-failed", "the router failed without saying why"],
  SafeCastOverflowedIntToUint: ["pool-lies", "the pool asks for {value} units, and pays for having sold"],
  SellerMissing: ["no-seller", "the liquidator has no seller: the owner must call setSeller"],
  SaleIncomplete: ["too-little-liquidity", "a pool of the route cannot take the whole amount"],
  EtherTransferFailed: ["tip-refused", "the tip's recipient does not take ether"],
  EtherStranded: ["ether-stranded", "a hop of the route brought {amount} wei of ether that it is not marked for"],
  ATokenUnknown: ["not-its-token", "the pool {pool} does not give out its asset for the token {aToken}"],
  EtherUnexpected: ["ether-unexpected", "{sender} sent ether that was not asked for"],
  // libraries
  SafeERC20FailedOperation: ["token-refused", "the token {token} refused to move, or does not exist"],
  SafeCastOverflowedUintToInt: ["amount-too-large", "the amount {value} is too large for a pool"],
  // tokens
  ERC20InsufficientBalance: ["insufficient-balance", "a token balance does not cover what is owed"],
  ERC20InsufficientAllowance: ["insufficient-allowance", "a token allowance does not cover what is taken"],
};
