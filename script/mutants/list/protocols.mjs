// protocols/: how to seize, what the oracle says.

/** @type {Record<string, Omit<import("../all.mjs").Mutant, "file">[]>} */
export const PROTOCOLS = {
  "protocols/AaveV3Liquidator.sol": [
    {
      breaks: "more is repaid than there is",
      snippet: "target.amount < budget ? target.amount : budget",
      by: "target.amount",
    },
    { breaks: "all that there is is repaid", snippet: "target.amount < budget ? target.amount : budget", by: "budget" },
    {
      breaks: "no aTokens are asked for",
      snippet: "_receiveAToken(target.data)\n            );",
      by: "false\n            );",
    },
    {
      breaks: "no aTokens are looked for",
      snippet: "if (!_receiveAToken(target.data)) return target.collateral;",
      by: "if (true) return target.collateral;",
    },
    { breaks: "no data must be spelled out", snippet: "data.length != 0 && abi", by: "abi" },
    { breaks: "any data asks for aTokens", snippet: "&& abi.decode(data, (bool))", by: "" },
    { breaks: "a price of zero is a price", snippet: "require(price != 0, OraclePriceZero(asset));", by: "" },
    {
      breaks: "the debt is priced as the collateral",
      snippet: "_price(oracle, debt)",
      by: "_price(oracle, collateral)",
    },
    {
      breaks: "the collateral is priced as the debt",
      snippet: "_price(oracle, collateral)",
      by: "_price(oracle, debt)",
    },
    {
      breaks: "the debt has the collateral's decimals",
      snippet: "_unit(market, debt)",
      by: "_unit(market, collateral)",
    },
    {
      breaks: "the collateral has the debt's decimals",
      snippet: "_unit(market, collateral)",
      by: "_unit(market, debt)",
    },
    {
      breaks: "what stands behind the decimals counts",
      snippet: "getConfiguration(asset) >> 48 & 0xff",
      by: "getConfiguration(asset) >> 48",
    },
  ],
  "protocols/MorphoLiquidator.sol": [
    { breaks: "anybody may say that collateral has come", snippet: "_enterCallback(data);", by: "" },
    {
      breaks: "collateral at rest was seized",
      snippet: "balanceOf(address(this)) - _arrivingBefore;",
      by: "balanceOf(address(this));",
    },
    { breaks: "nothing says what was repaid", snippet: "_repaid = repaidAssets;", by: "" },
    { breaks: "nothing says what was seized", snippet: "_seized = seized;", by: "" },
    { breaks: "nothing is sold in the callback", snippet: "_sell(plan, seized);", by: "" },
    {
      breaks: "Morpho may take anything",
      snippet: "forceApprove(msg.sender, repaidAssets)",
      by: "forceApprove(msg.sender, type(uint256).max)",
    },
    {
      breaks: "an allowance that is not counted down stays",
      snippet: "_clearAllowance(IERC20(plan.target.debt), plan.target.market);",
      by: "",
    },
    {
      breaks: "another collateral may come",
      snippet: "require(params.collateralToken == target.collateral,",
      by: "require(true,",
    },
    { breaks: "another debt may be repaid", snippet: "require(params.loanToken == target.debt,", by: "require(true," },
    { breaks: "shares are collateral", snippet: "if (byShares) return", by: "if (false) return" },
    {
      breaks: "the last unit is seized",
      snippet: "realizeBadDebt ? collateral : _butForAUnit(collateral, borrowShares)",
      by: "collateral",
    },
    {
      breaks: "the last unit is never seized",
      snippet: "realizeBadDebt ? collateral : _butForAUnit(collateral, borrowShares)",
      by: "_butForAUnit(collateral, borrowShares)",
    },
    {
      breaks: "more shares are repaid than are owed",
      snippet: "Math.min(target.amount, borrowShares);\n        (uint256 seized,)",
      by: "target.amount;\n        (uint256 seized,)",
    },
    { breaks: "a debt that is left is bad", snippet: "seized == collateral && shares", by: "shares" },
    { breaks: "a debt that is repaid is bad", snippet: " && shares < borrowShares", by: "" },
    {
      breaks: "bad debt is never allowed",
      snippet: "require(realizeBadDebt || !isBadDebt,",
      by: "require(!isBadDebt,",
    },
    {
      breaks: "bad debt is always allowed",
      snippet: "require(realizeBadDebt || !isBadDebt,",
      by: "require(realizeBadDebt || isBadDebt || true,",
    },
    { breaks: "more is seized than there is", snippet: "Math.min(target.amount, most)", by: "target.amount" },
    {
      breaks: "a debt that just covers it is too small",
      snippet: "params) > borrowShares",
      by: "params) >= borrowShares",
    },
    {
      breaks: "every panic is a debt that is too small",
      snippet: "isDebtTooSmall ? (uint256(0), borrowShares) : (seizedAssets, 0)",
      by: "true || isDebtTooSmall ? (uint256(0), borrowShares) : (seizedAssets, 0)",
    },
    {
      breaks: "no debt is too small",
      snippet: "isDebtTooSmall ? (uint256(0), borrowShares) : (seizedAssets, 0)",
      by: "false && isDebtTooSmall ? (uint256(0), borrowShares) : (seizedAssets, 0)",
    },
    {
      breaks: "a single unit asks for nothing",
      snippet: "require(collateral != 1, BadDebtRealized(0, borrowShares));",
      by: "borrowShares;",
    },
    { breaks: "no collateral is a panic", snippet: "Math.saturatingSub(collateral, 1)", by: "collateral - 1" },
    { breaks: "shares are counted without interest", snippet: "IMorpho(market).accrueInterest(params);", by: "" },
    { breaks: "the incentive has no end", snippet: "Math.min(MAX_INCENTIVE, ", by: "Math.min(2 * MAX_INCENTIVE, " },
    { breaks: "the incentive is the largest", snippet: "Math.min(MAX_INCENTIVE, ", by: "Math.max(MAX_INCENTIVE, " },
    {
      breaks: "the worth is rounded down",
      snippet: "price, ORACLE_PRICE_SCALE, Math.Rounding.Ceil",
      by: "price, ORACLE_PRICE_SCALE",
    },
    { breaks: "the assets are rounded down", snippet: "WAD, incentive, Math.Rounding.Ceil", by: "WAD, incentive" },
    {
      breaks: "the shares are rounded down",
      snippet: "totalAssets + VIRTUAL_ASSETS, Math.Rounding.Ceil",
      by: "totalAssets + VIRTUAL_ASSETS",
    },
    { breaks: "there are no virtual assets", snippet: "totalAssets + VIRTUAL_ASSETS", by: "totalAssets" },
    { breaks: "there are no virtual shares", snippet: "totalShares + VIRTUAL_SHARES", by: "totalShares" },
    {
      breaks: "a price of zero is a price",
      snippet: "require(numerator != 0, OraclePriceZero(target.collateral));",
      by: "",
    },
    {
      breaks: "a pre-liquidation calls back as Morpho does",
      snippet: "isEarly ? this.onPreLiquidate.selector : this.onMorphoLiquidate.selector",
      by: "this.onMorphoLiquidate.selector",
    },
    {
      breaks: "any factory vouches for what is called",
      snippet: "require(isMarket[address(factory)], MarketNotAllowed(address(factory)));",
      by: "",
    },
    {
      breaks: "pre-liquidations go on where Morpho is no longer allowed",
      snippet: "require(isMarket[morpho], MarketNotAllowed(morpho));",
      by: "morpho;",
    },
    {
      breaks: "a factory need not know what is called",
      snippet: "require(factory.isPreLiquidation(target.market), MarketNotAllowed(target.market));",
      by: "",
    },
    {
      breaks: "a pre-liquidation repays more than is owed",
      snippet: "Math.min(target.amount, borrowShares);\n        try",
      by: "target.amount;\n        try",
    },
    {
      breaks: "more is repaid than was asked for, if the contract says so",
      snippet: "Math.min(shares, _repayable())",
      by: "_repayable()",
    },
    {
      breaks: "what the contract says could be repaid is not",
      snippet: "Math.min(shares, _repayable())",
      by: "(_repayable() == 0 ? 0 : shares)",
    },
    { breaks: "longer data says what could be repaid", snippet: "eq(size, 0x44)", by: "1" },
    {
      breaks: "any error says what could be repaid",
      snippet: "eq(shr(0xe0, mload(answer)), shr(0xe0, tooLarge))",
      by: "1",
    },
    {
      breaks: "the market's oracle judges what the terms judge",
      snippet: ".preLiquidationParams().preLiquidationOracle",
      by: ".marketParams().oracle",
    },
  ],
  "protocols/CompoundV2Liquidator.sol": [
    { breaks: "any comptroller vouches", snippet: "super._requireMarket(target);", by: "" },
    { breaks: "any debt's market is listed", snippet: "_requireListed(comptroller, pair.borrowed);", by: "" },
    { breaks: "any collateral's market is listed", snippet: "_requireListed(comptroller, pair.collateral);", by: "" },
    { breaks: "any debt will do", snippet: "_requireAsset(_underlying(pair, pair.borrowed), target.debt);", by: "" },
    {
      breaks: "kept cTokens go by their underlying",
      snippet: "_requireAsset(pair.keepsCTokens ? pair.collateral : ",
      by: "_requireAsset(false ? pair.collateral : ",
    },
    {
      breaks: "what lies here of the cTokens is redeemed",
      snippet: "ICToken(pair.collateral).balanceOf(address(this)) - before);",
      by: "ICToken(pair.collateral).balanceOf(address(this)));",
    },
    { breaks: "more is repaid than is asked for", snippet: "Math.min(target.amount, budget)", by: "budget" },
    { breaks: "a shrunk debt stops everything", snippet: "if (most != 0 && most < amount)", by: "if (false)" },
    { breaks: "a code is no refusal", snippet: 'return (answer == 0, answer, "");', by: 'return (true, answer, "");' },
    {
      breaks: "the comptroller's word is not asked for",
      snippet: "if (code != COMPTROLLER_REJECTION) return 0;",
      by: "if (true) return 0;",
    },
    {
      breaks: "refused ether stays ether",
      snippet: "            _wrapSince(before);\n            return (false",
      by: "            return (false",
    },
    {
      breaks: "the collateral is thought to be enough",
      snippet: "if (cTokens > held) most = Math.mulDiv(most, held, cTokens);",
      by: "",
    },
    { breaks: "a redemption that is refused is one", snippet: "require(code == 0, RedemptionRefused(code));", by: "" },
    { breaks: "a market may pay ether for ever", snippet: "_payer = address(0);", by: "" },
    {
      breaks: "a market of ether may pay in anything",
      snippet: "require(_wrapSince(before) != 0, NothingRedeemed(pair.collateral));",
      by: "_wrapSince(before);",
    },
    { breaks: "anybody may send ether", snippet: "sender == _payer || super", by: "true || super" },
    { breaks: "kept cTokens are worth their underlying", snippet: "if (pair.keepsCTokens) {", by: "if (false) {" },
    { breaks: "a price of zero is a price", snippet: "require(price != 0, OraclePriceZero(cToken));", by: "" },
    {
      breaks: "the debt is priced as the collateral",
      snippet: "_price(oracle, pair.borrowed)",
      by: "_price(oracle, pair.collateral)",
    },
    {
      breaks: "the market of ether is asked for its underlying",
      snippet: "cToken == pair.native ? WRAPPED_NATIVE : ",
      by: "false ? WRAPPED_NATIVE : ",
    },
  ],
};
