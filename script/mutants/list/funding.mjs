// funding/: who lends, what it gets back.

/** @type {Record<string, Omit<import("../all.mjs").Mutant, "file">[]>} */
export const FUNDING = {
  "funding/AaveV2FlashLoan.sol": [
    { breaks: "anybody may lend", snippet: "_requireLender(lender);", by: "" },
    {
      breaks: "what is left of the lender's allowance stays",
      snippet: "_clearAllowance(IERC20(plan.target.debt), lender);",
      by: "",
    },
    { breaks: "anybody may say that a loan has come", snippet: "_enterCallback(data);", by: "" },
    {
      breaks: "a loan that somebody else asked for is taken",
      snippet: "require(initiator == address(this), InitiatorUnexpected(initiator));",
      by: "",
    },
    { breaks: "the premium is forgotten", snippet: "_premium = premiums[0];", by: "" },
    {
      breaks: "the lender may take anything",
      snippet: "forceApprove(msg.sender, amounts[0] + premiums[0])",
      by: "forceApprove(msg.sender, type(uint256).max)",
    },
    {
      breaks: "the lender may not take its premium",
      snippet: "forceApprove(msg.sender, amounts[0] + premiums[0])",
      by: "forceApprove(msg.sender, amounts[0])",
    },
    {
      breaks: "what was asked for has come",
      snippet: "_seizeAndSell(plan, amounts[0])",
      by: "_seizeAndSell(plan, plan.funding.amount)",
    },
    { breaks: "the lender is told that it failed", snippet: "return true;", by: "return false;" },
  ],
  "funding/AaveV3FlashLoan.sol": [
    { breaks: "anybody may lend", snippet: "_requireLender(lender);", by: "" },
    {
      breaks: "what is left of the lender's allowance stays",
      snippet: "_clearAllowance(IERC20(plan.target.debt), lender);",
      by: "",
    },
    { breaks: "anybody may say that a loan has come", snippet: "_enterCallback(data);", by: "" },
    {
      breaks: "a loan that somebody else asked for is taken",
      snippet: "require(initiator == address(this), InitiatorUnexpected(initiator));",
      by: "",
    },
    { breaks: "the premium is forgotten", snippet: "_premium = premium;", by: "" },
    {
      breaks: "the lender may take anything",
      snippet: "forceApprove(msg.sender, amount + premium)",
      by: "forceApprove(msg.sender, type(uint256).max)",
    },
    {
      breaks: "the lender may not take its premium",
      snippet: "forceApprove(msg.sender, amount + premium)",
      by: "forceApprove(msg.sender, amount)",
    },
    { breaks: "the lender is told that it failed", snippet: "return true;", by: "return false;" },
  ],
  "funding/AllSources.sol": [
    { breaks: "a wallet cannot pay", snippet: "source == FundingSource.Wallet", by: "false" },
    { breaks: "a flash swap is a callback", snippet: "source == FundingSource.UniswapV3FlashSwap", by: "false" },
    { breaks: "a flash loan is a callback", snippet: "source == FundingSource.AaveV3FlashLoan", by: "false" },
    {
      breaks: "a flash loan of Aave V2 is a callback",
      snippet: "source == FundingSource.AaveV2FlashLoan",
      by: "false",
    },
    {
      breaks: "what the wallet paid is given up",
      snippet: "return _fundByWallet(plan, caller);",
      by: "_fundByWallet(plan, caller);",
    },
    {
      breaks: "a callback that a leaf does not know is no error",
      snippet: "require(false, FundingUnsupported(uint8(FundingSource.Callback)));",
      by: "",
    },
    { breaks: "a sale is a flash swap", snippet: "purpose == SwapPurpose.FlashSwap ?", by: "true ?" },
    { breaks: "a flash swap is a sale", snippet: "purpose == SwapPurpose.FlashSwap ?", by: "false ?" },
  ],
  "funding/UniswapV3FlashSwap.sol": [
    { breaks: "the route may have more hops", snippet: "require(hops == 1 && ", by: "require(" },
    { breaks: "the route may have more splits", snippet: "rest.length == 0 && ", by: "" },
    { breaks: "somebody may sell as well", snippet: " && plan.selling == Selling.None,", by: "," },
    {
      breaks: "any venue is Uniswap V3",
      snippet: "require(venue == uint8(Venue.UniswapV3), VenueUnsupported(venue));",
      by: "venue;",
    },
    { breaks: "the route may end elsewhere", snippet: "require(tokenOut == plan.target.debt,", by: "require(true," },
    {
      breaks: "what was asked for has come",
      snippet: "PlanData.decode(rest), received)",
      by: "PlanData.decode(rest), PlanData.decode(rest).funding.amount)",
    },
  ],
  "funding/WalletFunding.sol": [
    {
      breaks: "what was lent has come",
      snippet: "_seizeAndSell(plan, debt.balanceOf(address(this)) - before)",
      by: "_seizeAndSell(plan, lent)",
    },
    {
      breaks: "what lay here was lent",
      snippet: "_seizeAndSell(plan, debt.balanceOf(address(this)) - before)",
      by: "_seizeAndSell(plan, debt.balanceOf(address(this)))",
    },
    {
      breaks: "the wallet gets what lay here",
      snippet: "Math.min(Math.saturatingSub(debt.balanceOf(address(this)), before), lent)",
      by: "Math.min(debt.balanceOf(address(this)), lent)",
    },
    {
      breaks: "the wallet gets the profit",
      snippet: "Math.min(Math.saturatingSub(debt.balanceOf(address(this)), before), lent)",
      by: "debt.balanceOf(address(this)) - before",
    },
    {
      breaks: "a unit that a market rounded away stops a wallet",
      snippet: "Math.saturatingSub(debt.balanceOf(address(this)), before)",
      by: "debt.balanceOf(address(this)) - before",
    },
    { breaks: "the wallet gets nothing back", snippet: "_sendToken(address(debt), caller, returned);", by: "" },
    {
      breaks: "the receiver gets the loan",
      snippet: "_sendToken(address(debt), caller,",
      by: "_sendToken(address(debt), settings.receiver,",
    },
    { breaks: "what did not come back is no cost", snippet: "return lent - returned;", by: "return 0;" },
  ],
};
