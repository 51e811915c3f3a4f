// FlashLiquidator.sol, from the entry to the exit.

/** @type {Record<string, Omit<import("../all.mjs").Mutant, "file">[]>} */
export const BASE = {
  "FlashLiquidator.sol": [
    // Entry
    {
      breaks: "a liquidation may be entered again",
      snippet: "liquidate(Plan calldata plan) external nonReentrant onlyOperator",
      by: "liquidate(Plan calldata plan) external onlyOperator",
    },
    {
      breaks: "anybody may liquidate",
      snippet: "liquidate(Plan calldata plan) external nonReentrant onlyOperator",
      by: "liquidate(Plan calldata plan) external nonReentrant",
    },
    {
      breaks: "a batch may be entered again",
      snippet: "nonReentrant\n        onlyOperator\n        returns (LegResult[]",
      by: "onlyOperator\n        returns (LegResult[]",
    },
    {
      breaks: "anybody may run a batch",
      snippet: "nonReentrant\n        onlyOperator\n        returns (LegResult[]",
      by: "nonReentrant\n        returns (LegResult[]",
    },
    {
      breaks: "anybody may run a leg, in anybody's name",
      snippet: "require(msg.sender == address(this), NotSelf(msg.sender));",
      by: "",
    },
    {
      breaks: "a batch charges itself, not its caller",
      snippet: "leg.plan, msg.sender)",
      by: "leg.plan, address(this))",
    },
    { breaks: "a leg's gas has no limit", snippet: "leg.gasLimit, leg.mayFail", by: "0, leg.mayFail" },
    { breaks: "every leg may fail", snippet: "leg.gasLimit, leg.mayFail", by: "leg.gasLimit, true" },
    { breaks: "no leg may fail", snippet: "leg.gasLimit, leg.mayFail", by: "leg.gasLimit, false" },
    {
      breaks: "a leg that went well is not said to have",
      snippet: "= (true, abi.decode(",
      by: "= (false, abi.decode(",
    },
    { breaks: "nobody learns why a leg failed", snippet: "results[i].revertData = answer;", by: "" },
    {
      breaks: "a failed leg leaves no event",
      snippet: "emit LegFailed(i, leg.plan.target.borrower, answer);",
      by: "",
    },
    {
      breaks: "anybody may rescue",
      snippet: "uint256 amount) external nonReentrant onlyOwner",
      by: "uint256 amount) external nonReentrant",
    },
    {
      breaks: "a rescue may happen in the middle of a liquidation",
      snippet: "uint256 amount) external nonReentrant onlyOwner",
      by: "uint256 amount) external onlyOwner",
    },
    {
      breaks: "what is rescued goes to the owner",
      snippet: "_send(token, settings.receiver,",
      by: "_send(token, msg.sender,",
    },
    { breaks: "the wrapper may be the receiver", snippet: "receiver != WRAPPED_NATIVE && super", by: "super" },
    { breaks: "only the wrapper may not be the receiver", snippet: " && super._mayReceive(receiver)", by: "" },
    // Steps
    { breaks: "a pause stops nothing", snippet: "_requireNotPaused(current);", by: "" },
    { breaks: "any contract is a market", snippet: "_requireMarket(target);", by: "" },
    { breaks: "a lender need not have called back", snippet: "_requireCalledBack();", by: "" },
    { breaks: "what was repaid is not accounted", snippet: "outcome.repaid = ", by: "uint256 repaid = " },
    { breaks: "a premium is not accounted", snippet: "outcome.premium = ", by: "uint256 premium = " },
    { breaks: "what was seized is not accounted", snippet: "outcome.seized = ", by: "uint256 taken = " },
    { breaks: "one asset on both sides is gained twice", snippet: "if (start.collateral != debt)", by: "if (true)" },
    {
      breaks: "a flash swap may take two units that lie here",
      snippet: "plan.selling == Selling.None ? 0 :",
      by: "false ? 0 :",
    },
    {
      breaks: "a sale that takes a unit more is stopped",
      snippet: "plan.selling == Selling.None ? 0 :",
      by: "true ? 0 :",
    },
    {
      breaks: "a callback or a loan is paid with units that lie here",
      snippet: "_isPaidFirst(plan.funding.source) ? ROUNDING : 0",
      by: "ROUNDING",
    },
    {
      breaks: "a unit of the debt that a market rounded away stops it",
      snippet: "_isPaidFirst(plan.funding.source) ? ROUNDING : 0",
      by: "0",
    },
    {
      breaks: "a wallet's market may not round",
      snippet: "source == FundingSource.Wallet || source == FundingSource.UniswapV3FlashSwap",
      by: "source == FundingSource.UniswapV3FlashSwap",
    },
    {
      breaks: "a flash swap's market may not round",
      snippet: "source == FundingSource.Wallet || source == FundingSource.UniswapV3FlashSwap",
      by: "source == FundingSource.Wallet",
    },
    { breaks: "debt at rest is a gain", snippet: "start.debtBalance = _balance(target.debt);", by: "" },
    {
      breaks: "collateral at rest is a gain",
      snippet: "start.collateralBalance = collateral == target.debt ? start.debtBalance : _balance(collateral);",
      by: "",
    },
    {
      breaks: "collateral at rest is sold",
      snippet: "_openAccount(collateral, start.collateralBalance)",
      by: "_openAccount(collateral, 0)",
    },
    {
      breaks: "nobody reads the price",
      snippet: "        _readPrice(target);\n        // With one",
      by: "        // With one",
    },
    {
      breaks: "nobody reads the price for a callback",
      snippet: "if (plan.funding.source == FundingSource.Callback) _readPrice(target);",
      by: "",
    },
    {
      breaks: "the price is that behind the seizure",
      snippet: "        uint256 repaid = _repayAndSeize(target, budget);\n        uint256 seized",
      by: "        uint256 repaid = _repayAndSeize(target, budget);\n        _readPrice(target);\n        uint256 seized",
    },
    // Exit
    {
      breaks: "the price is that of the exit",
      snippet: "uint256 gained = outcome.debtGain",
      by: "(start.numerator, start.denominator) = _oraclePrice(plan.target, start.collateral);\n        uint256 gained = outcome.debtGain",
    },
    { breaks: "debt that is left is no gain", snippet: "gained = outcome.debtGain + ", by: "gained = " },
    {
      breaks: "collateral that is left is no gain",
      snippet: "outcome.debtGain + _value(outcome.collateralGain, start)",
      by: "outcome.debtGain",
    },
    { breaks: "a loss has no name", snippet: "require(gained >= unreturned, Loss(gained, unreturned));", by: "" },
    { breaks: "what the wallet paid is no cost", snippet: "= gained - unreturned;", by: "= gained;" },
    {
      breaks: "the floor does not know what was seized",
      snippet: "_value(outcome.seized, start),",
      by: "0,",
    },
    {
      breaks: "the floor asks for nothing",
      snippet: "outcome.repaid, terms.minBonusShareBps",
      by: "outcome.repaid, 0",
    },
    { breaks: "the tip eats the floor", snippet: "requireBonusShare(left,", by: "requireBonusShare(outcome.profit," },
    {
      breaks: "what a tip cost on top is left",
      snippet: "Math.saturatingSub(debtLeft + _value(collateralLeft, start), unreturned)",
      by: "outcome.profit - outcome.tip",
    },
    {
      breaks: "behind a tip, what the wallet paid is left",
      snippet: "Math.saturatingSub(debtLeft + _value(collateralLeft, start), unreturned)",
      by: "debtLeft + _value(collateralLeft, start)",
    },
    {
      breaks: "behind a tip, no debt is left",
      snippet: "Math.saturatingSub(debtLeft + _value(collateralLeft, start), unreturned)",
      by: "Math.saturatingSub(_value(collateralLeft, start), unreturned)",
    },
    {
      breaks: "behind a tip, no collateral is left",
      snippet: "Math.saturatingSub(debtLeft + _value(collateralLeft, start), unreturned)",
      by: "Math.saturatingSub(debtLeft, unreturned)",
    },
    {
      breaks: "a tip that cost all and more is a panic",
      snippet: "Math.saturatingSub(debtLeft + _value(collateralLeft, start), unreturned)",
      by: "debtLeft + _value(collateralLeft, start) - unreturned",
    },
    {
      breaks: "what is left without a tip is counted as with one",
      snippet: "terms.tipBps == 0\n",
      by: "false\n",
      equivalent: "it is the gain less what the wallet paid, which is the profit; it only costs gas",
    },
    {
      breaks: "a premium is an outlay",
      snippet: "outcome.repaid, terms.minBonusShareBps",
      by: "outcome.repaid + outcome.premium, terms.minBonusShareBps",
    },
    {
      breaks: "the tip eats the minimum",
      snippet: "requireMinimum(left,",
      by: "requireMinimum(outcome.profit,",
    },
    {
      breaks: "a tip of nothing is divided by nothing",
      snippet: "terms.tipBps == 0 || gained == 0",
      by: "terms.tipBps == 0",
    },
    {
      breaks: "a tip of zero is paid",
      snippet: "terms.tipBps == 0 || gained == 0",
      by: "gained == 0",
      equivalent: "a share of zero is a tip of zero, of which nothing is sent; it only costs gas",
    },
    {
      breaks: "the tip takes of what the wallet paid for",
      snippet: "outcome.profit * terms.tipBps",
      by: "gained * terms.tipBps",
    },
    { breaks: "a tip in debt is not accounted", snippet: "outcome.tip = debtTip + ", by: "outcome.tip = " },
    {
      breaks: "what was not tipped is counted again",
      snippet: "if (debtTip != 0) debtLeft",
      by: "debtLeft",
      equivalent: "nothing has left the balance that the gain was counted from; it only costs gas",
    },
    { breaks: "debt that was tipped is sent again", snippet: "debtLeft - debtTip)", by: "debtLeft)" },
    {
      breaks: "collateral that was tipped is sent again",
      snippet: "collateralLeft - collateralTip)",
      by: "collateralLeft)",
    },
    {
      breaks: "the receiver of the exit gets the debt",
      snippet: "start.receiver, debtLeft",
      by: "settings.receiver, debtLeft",
    },
    {
      breaks: "the receiver of the exit gets the collateral",
      snippet: "start.receiver, collateralLeft",
      by: "settings.receiver, collateralLeft",
    },
    {
      breaks: "the debt that is left stays",
      snippet: "_sendToken(plan.target.debt, start.receiver, debtLeft);",
      by: "",
    },
    {
      breaks: "the collateral that is left stays",
      snippet: "_sendToken(start.collateral, start.receiver, collateralLeft);",
      by: "",
    },
    {
      breaks: "the event of a leg names the liquidator",
      snippet: "emit Liquidated(target.market, target.borrower, caller,",
      by: "emit Liquidated(target.market, target.borrower, msg.sender,",
    },
    // Parts of the steps
    {
      breaks: "collateral at rest was seized",
      snippet: "_balance(collateral) : _arrivingBefore;",
      by: "_balance(collateral) : 0;",
    },
    {
      breaks: "with one asset what is repaid was not seized",
      snippet: "(isSame ? repaid : 0)",
      by: "0",
    },
    {
      breaks: "with one asset what a lender says has come",
      snippet: "isSame ? _balance(collateral) : _arrivingBefore",
      by: "isSame ? _arrivingBefore + budget : _arrivingBefore",
    },
    { breaks: "the market says nothing of what was repaid", snippet: "_repaid = repaid;", by: "" },
    { breaks: "the market says nothing of what was seized", snippet: "_seized = seized;", by: "" },
    { breaks: "all that lies here is sold", snippet: "_sell(plan, seized);", by: "_sell(plan, _balance(collateral));" },
    {
      breaks: "what is left of an allowance stays",
      snippet: "if (unused != 0) token.forceApprove(spender, 0);",
      by: "",
    },
    {
      breaks: "an allowance that is used up is cleared",
      snippet: "if (unused != 0) token.forceApprove(spender, 0);",
      by: "token.forceApprove(spender, 0);",
    },
    {
      breaks: "what the market did not take was repaid",
      snippet: "return budget - _clearAllowance(debt, spender);",
      by: "_clearAllowance(debt, spender);\n        return budget;",
    },
    {
      breaks: "the market may take anything",
      snippet: "debt.forceApprove(spender, budget);",
      by: "debt.forceApprove(spender, type(uint256).max);",
    },
    {
      breaks: "what a market was not paid was repaid",
      snippet: "return before - _balance(target.debt);",
      by: "return budget;",
    },
    // Checks
    { breaks: "a plan never ends", snippet: "block.timestamp <= terms.deadline,", by: "true," },
    {
      breaks: "a plan ends a second early",
      snippet: "block.timestamp <= terms.deadline,",
      by: "block.timestamp < terms.deadline,",
    },
    { breaks: "no minimum need be named", snippet: "require(terms.minProfit != 0, MinProfitZero());", by: "" },
    {
      breaks: "the owner's share of the bonus binds nobody",
      snippet: "terms.minBonusShareBps >= current.minBonusShareBps,",
      by: "true,",
    },
    { breaks: "the owner's tip binds nobody", snippet: "terms.tipBps <= current.maxTipBps,", by: "true," },
    { breaks: "the liquidator may be tipped", snippet: "recipient == address(this) || (", by: "(" },
    {
      breaks: "the wrapper may be tipped",
      snippet: "(recipient == WRAPPED_NATIVE && recipient != address(0))",
      by: "false",
    },
    {
      breaks: "without a wrapper nobody can be tipped by no name",
      snippet: "(recipient == WRAPPED_NATIVE && recipient != address(0))",
      by: "recipient == WRAPPED_NATIVE",
    },
    {
      breaks: "what comes in while a tip is paid is sent out",
      snippet: "Math.min(expected, _gain(token, before, ROUNDING))",
      by: "_gain(token, before, ROUNDING)",
    },
    {
      breaks: "a unit too much that a tip took is sent again",
      snippet: "Math.min(expected, _gain(token, before, ROUNDING))",
      by: "expected",
    },
    { breaks: "what lies here may be lost", snippet: "balance + rounding >= before,", by: "true," },
    {
      breaks: "a unit that a sale rounded away stops it",
      snippet: "return Math.saturatingSub(balance, before);",
      by: "return balance - before;",
    },
  ],
};
