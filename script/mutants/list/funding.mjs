// funding/: who lends, what it gets back.

/** @type {Record<string, Omit<import("../all.mjs").Mutant, "file">[]>} */
export const FUNDING = {
  "funding/AaveV2FlashLoan.sol": [
    { breaks: "the plan is read elsewhere", snippet: "5,\n            4,", by: "4,\n            4," },
    {
      breaks: "anybody may have asked for the loan",
      snippet: "5,\n            4,",
      by: "5,\n            Lenders.NOWHERE,",
    },
    { breaks: "the premium is forgotten", snippet: "11,", by: "Lenders.NOWHERE," },
    { breaks: "the lender is told that it failed", snippet: "Lenders.TRUE", by: "0" },
    {
      breaks: "the loan may become a debt",
      snippet: "0x1a0, 0, 1, debt, 1, amount, 1, 0)",
      by: "0x1a0, 0, 1, debt, 1, amount, 1, 2)",
    },
  ],
  "funding/AaveV3FlashLoan.sol": [
    {
      breaks: "anybody may have asked for the loan",
      snippet: "5,\n            4,",
      by: "5,\n            Lenders.NOWHERE,",
    },
    { breaks: "the premium is forgotten", snippet: "4,\n            3,", by: "4,\n            Lenders.NOWHERE," },
    { breaks: "the lender is told that it failed", snippet: "Lenders.TRUE", by: "0" },
  ],
  "funding/MorphoFlashLoan.sol": [
    { breaks: "the plan is read elsewhere", snippet: "2,", by: "1," },
    { breaks: "the lender is sent what it takes itself", snippet: "Lenders.PULLED", by: "Lenders.SENT" },
  ],
  "funding/BalancerV2FlashLoan.sol": [
    { breaks: "the fee is forgotten", snippet: "10,", by: "Lenders.NOWHERE," },
    { breaks: "the vault may take what it waits for", snippet: "Lenders.SENT", by: "Lenders.PULLED" },
  ],
  "funding/ERC3156FlashLoan.sol": [
    {
      breaks: "anybody may have asked for the loan",
      snippet: "5,\n            1,",
      by: "5,\n            Lenders.NOWHERE,",
    },
    { breaks: "the fee is forgotten", snippet: "1,\n            4,", by: "1,\n            Lenders.NOWHERE," },
    { breaks: "the lender hears that it was refused", snippet: "Lenders.ERC3156", by: "Lenders.TRUE" },
  ],
  "funding/UniswapV3FlashLoan.sol": [
    {
      breaks: "anybody may lend",
      snippet: "require(_poolAt(token0, token1, fee) == pool, LenderNotAllowed(pool));",
      by: "",
    },
    {
      breaks: "the first token is never the debt",
      snippet: "bool isFirst = token0 == debt;",
      by: "bool isFirst = false;",
    },
    {
      breaks: "the first token is always the debt",
      snippet: "bool isFirst = token0 == debt;",
      by: "bool isFirst = true;",
    },
    { breaks: "the pool's fee is forgotten", snippet: "isFirst ? 1 : 2,", by: "Lenders.NOWHERE," },
  ],
  "funding/UniswapV4FlashLoan.sol": [
    {
      breaks: "nothing is taken",
      snippet: "IPoolManager(msg.sender).take(address(debt), address(this), amount);",
      by: "",
    },
    { breaks: "the manager does not notice what it is sent", snippet: "manager.sync(address(debt));", by: "" },
    { breaks: "nothing is paid back", snippet: "debt.safeTransfer(address(manager), amount);", by: "" },
    { breaks: "nothing is settled", snippet: "manager.settle();", by: "" },
  ],
  "funding/UniswapV2FlashSwap.sol": [
    {
      breaks: "anybody may have asked for the loan",
      snippet: "4, 1, Lenders.NOWHERE",
      by: "4, Lenders.NOWHERE, Lenders.NOWHERE",
    },
    {
      breaks: "the parameters may be of any length",
      snippet: "require(parameters.length == PARAMETERS, VenueParametersInvalid(parameters));",
      by: "",
    },
    { breaks: "the pair is paid a unit less", snippet: "* kept) + 1;", by: "* kept);" },
    { breaks: "the pair's fee is forgotten", snippet: "WHOLE - uint16(bytes2(parameters[20:]))", by: "WHOLE" },
    {
      breaks: "the reserves change sides",
      snippet: "if (plan.target.debt < arriving)",
      by: "if (plan.target.debt > arriving)",
    },
    {
      breaks: "the debt changes sides",
      snippet: "bool isFirst = debt < _arriving;",
      by: "bool isFirst = debt > _arriving;",
    },
  ],
  "funding/FlashLoan.sol": [
    {
      breaks: "what is left of a lender's allowance stays",
      snippet: "if (lender.payment() == Lenders.PULLED) _clearAllowance(debt, from);",
      by: "",
    },
    { breaks: "anybody may say that a loan has come", snippet: "_enterCallback(data);", by: "" },
    {
      breaks: "a loan that somebody else asked for is taken",
      snippet: "require(initiator == address(this), InitiatorUnexpected(initiator));",
      by: "",
    },
    { breaks: "the premium is not told", snippet: "_premium = isAlone ? premium : _premium + premium;", by: "" },
    { breaks: "only the last premium counts", snippet: "isAlone ? premium : _premium + premium", by: "premium" },
    {
      breaks: "premiums of earlier legs count",
      snippet: "isAlone ? premium : _premium + premium",
      by: "_premium + premium + (isAlone ? 0 : 0)",
    },
    { breaks: "the premium is not paid", snippet: "owed = amount + premium;", by: "owed = amount;" },
    {
      breaks: "one of several is paid for all",
      snippet: "isAlone ? plan.funding.amount : _lending",
      by: "plan.funding.amount",
    },
    { breaks: "only the first of several is asked", snippet: "if (isAlone || _unlent == 0)", by: "if (true)" },
    {
      breaks: "the lender may take anything",
      snippet: "debt.forceApprove(msg.sender, owed)",
      by: "debt.forceApprove(msg.sender, type(uint256).max)",
    },
    {
      breaks: "several begin where others stopped",
      snippet: "(_unlent, _next) = (plan.funding.amount, 0);",
      by: "_unlent = plan.funding.amount;",
    },
    { breaks: "the last of several lends nothing", snippet: "if (amount == 0) amount = unlent;", by: "" },
    { breaks: "the same of several lends again", snippet: "++_next;", by: "" },
  ],
  "funding/FlashSwap.sol": [
    { breaks: "the route may have more hops", snippet: "require(hops == 1 && ", by: "require(" },
    { breaks: "the route may have more splits", snippet: "rest.length == 0 && ", by: "" },
    { breaks: "somebody may sell as well", snippet: " && plan.selling == Selling.None,", by: "," },
    {
      breaks: "any venue is the right one",
      snippet: "require(named == uint8(venue), VenueUnsupported(named));",
      by: "named;",
    },
    { breaks: "the route may end elsewhere", snippet: "require(tokenOut == plan.target.debt,", by: "require(true," },
  ],
  "funding/AllSources.sol": [
    { breaks: "anybody may lend", snippet: "_requireLender(from);", by: "" },
    { breaks: "a wallet cannot pay", snippet: "source == FundingSource.Wallet", by: "false" },
    { breaks: "a flash swap is a loan", snippet: "source == FundingSource.UniswapV3FlashSwap", by: "false" },
    { breaks: "a callback is a loan", snippet: "source == FundingSource.Callback)", by: "false)" },
    { breaks: "several are one", snippet: "source == FundingSource.Several", by: "false" },
    { breaks: "a flash loan is one of Uniswap V4", snippet: "source == FundingSource.AaveV3FlashLoan", by: "false" },
    { breaks: "one of Aave V2 is one of Uniswap V4", snippet: "source == FundingSource.AaveV2FlashLoan", by: "false" },
    { breaks: "one of Morpho is one of Uniswap V4", snippet: "source == FundingSource.MorphoFlashLoan", by: "false" },
    {
      breaks: "one of Balancer is one of Uniswap V4",
      snippet: "source == FundingSource.BalancerV2FlashLoan",
      by: "false",
    },
    {
      breaks: "one of a pair is one of Uniswap V4",
      snippet: "source == FundingSource.UniswapV2FlashSwap",
      by: "false",
    },
    {
      breaks: "one of ERC-3156 is one of Uniswap V4",
      snippet: "source == FundingSource.ERC3156FlashLoan",
      by: "false",
    },
    { breaks: "a pool must be listed", snippet: "source == FundingSource.UniswapV3FlashLoan", by: "false" },
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
