// venues/: what only the seller runs.

/** @type {Record<string, Omit<import("../all.mjs").Mutant, "file">[]>} */
export const SELLER_VENUES = {
  "venues/Allowance.sol": [
    {
      breaks: "a venue may take more than it is offered",
      snippet: "forceApprove(spender, amount);",
      by: "forceApprove(spender, amount + 1);",
    },
    {
      breaks: "an allowance stays",
      snippet: "allowance(address(this), spender) != 0)",
      by: "allowance(address(this), spender) != 0 && false)",
    },
  ],
  "venues/Most.sol": [
    { breaks: "without a most there is none", snippet: "if (parameters.length == head) return amount;", by: "" },
    {
      breaks: "a most may be of any length",
      snippet: "require(parameters.length == head + WORD, VenueParametersInvalid(parameters));",
      by: "",
    },
    {
      breaks: "more is sold than is here",
      snippet: "Math.min(amount, uint256(bytes32(parameters[head:])))",
      by: "uint256(bytes32(parameters[head:]))",
    },
  ],
  "venues/Native.sol": [
    {
      breaks: "a token that pays no ether has paid it",
      snippet: "return address(this).balance - resting;",
      by: "resting; return amount;",
    },
    {
      breaks: "ether that lies here is spent",
      snippet: "deposit{value: here - resting}();",
      by: "deposit{value: here}();",
    },
    { breaks: "ether stays ether", snippet: "if (here > resting)", by: "if (here < resting)" },
  ],
  "venues/CurveVenue.sol": [
    {
      breaks: "parameters may be of any length",
      snippet: "require(parameters.length == PARAMETERS, VenueParametersInvalid(parameters));",
      by: "",
    },
    {
      breaks: "where no pool is, something was sold",
      snippet: "require(pool.code.length != 0, PoolMissing(pool));",
      by: "",
    },
    {
      breaks: "coins change places",
      snippet: "(uint8(parameters[20]), uint8(parameters[21]),",
      by: "(uint8(parameters[21]), uint8(parameters[20]),",
    },
    { breaks: "no pool takes ether", snippet: "if (flags & ETHER_IN != 0) {", by: "if (false) {" },
    { breaks: "what a pool does not take it may take later", snippet: "Allowance.clear(tokenIn, pool);", by: "" },
    {
      breaks: "ether that a pool pays stays here",
      snippet: "if (flags & (ETHER_IN | ETHER_OUT) != 0)",
      by: "if (flags & ETHER_IN != 0)",
    },
    {
      breaks: "ether is wrapped as what was sold",
      snippet: "flags & ETHER_OUT != 0 ? tokenOut : tokenIn",
      by: "tokenIn",
    },
    {
      breaks: "every pool counts its coins in one way",
      snippet: "if (flags & WIDE != 0) ICurvePool",
      by: "if (flags & WIDE == 0) ICurvePool",
    },
  ],
  "venues/WstETHVenue.sol": [
    {
      breaks: "parameters may be of any length",
      snippet: "require(parameters.length == 0, VenueParametersInvalid(parameters));",
      by: "parameters;",
    },
    { breaks: "less is unwrapped", snippet: "unwrap(amount)", by: "unwrap(amount - 1)" },
  ],
  "venues/ATokenVenue.sol": [
    {
      breaks: "parameters may be shorter",
      snippet: "require(parameters.length >= HEAD, VenueParametersInvalid(parameters));",
      by: "",
    },
    {
      breaks: "where no pool is, something was sold",
      snippet: "require(pool.code.length != 0, PoolMissing(pool));",
      by: "",
    },
    {
      breaks: "more is withdrawn than there is cash for",
      snippet: "paid = Most.cap(amount, parameters, HEAD);",
      by: "paid = amount;",
    },
    {
      breaks: "what lies here is burnt for what is sold",
      snippet: "require(words[VERSION_2] == sold || words[VERSION_3] == sold, ATokenUnknown(pool, aToken));",
      by: "words; sold;",
    },
    { breaks: "version 2 has no aTokens", snippet: "words[VERSION_2] == sold || words", by: "words" },
    { breaks: "version 3 has no aTokens", snippet: " || words[VERSION_3] == sold,", by: "," },
  ],
  "venues/CTokenVenue.sol": [
    {
      breaks: "parameters may be shorter",
      snippet: "require(parameters.length >= HEAD, VenueParametersInvalid(parameters));",
      by: "",
    },
    {
      breaks: "more is redeemed than there is cash for",
      snippet: "paid = Most.cap(amount, parameters, HEAD);",
      by: "paid = amount;",
    },
    {
      breaks: "a market that refuses has redeemed",
      snippet: "require(code == 0, RedemptionRefused(code));",
      by: "code;",
    },
    { breaks: "ether that a market pays stays here", snippet: "if (paysEther) Native", by: "if (false) Native" },
  ],
  "venues/BalancerV2Venue.sol": [
    { breaks: "parameters may be shorter", snippet: "parameters.length >= HEAD && ", by: "" },
    { breaks: "a path may end anywhere", snippet: " && (parameters.length - HEAD) % STEP == 0", by: "" },
    { breaks: "what the vault does not take it may take later", snippet: "Allowance.clear(tokenIn, vault);", by: "" },
    { breaks: "the last token is one on the way", snippet: "if (i + 1 < count) assets", by: "assets" },
    { breaks: "every step sells the amount", snippet: "i == 0 ? amount : 0", by: "amount" },
    { breaks: "a step ends where it begins", snippet: "(bytes32(step), i, i + 1,", by: "(bytes32(step), i, i," },
    {
      breaks: "nothing may be paid in",
      snippet: "(tokenIn, tokenOut, SafeCast.toInt256(amount));",
      by: "(tokenIn, tokenOut, int256(0));",
    },
  ],
  "venues/UniswapV4Venue.sol": [
    {
      breaks: "parameters may be of any length",
      snippet: "require(parameters.length == HEAD || parameters.length == HOOKED, VenueParametersInvalid(parameters));",
      by: "",
    },
    {
      breaks: "every hook is allowed",
      snippet: "require(order.hooks == address(0) || flags & HOOK_ALLOWED != 0, HookNotAllowed(order.hooks));",
      by: "",
    },
    {
      breaks: "no hook is allowed",
      snippet: "order.hooks == address(0) || flags & HOOK_ALLOWED != 0,",
      by: "order.hooks == address(0),",
    },
    { breaks: "no pool takes ether", snippet: "if (flags & ETHER_IN != 0) (order", by: "if (false) (order" },
    { breaks: "no pool pays ether", snippet: "if (flags & ETHER_OUT != 0) order", by: "if (false) order" },
    {
      breaks: "a manager may say that it took more",
      snippet: "require(paid <= amount, SwapOverpaid(paid, amount));",
      by: "",
    },
    {
      breaks: "a manager may ask for more",
      snippet: "require(owed <= order.amount, SwapOverpaid(owed, order.amount));",
      by: "",
    },
    {
      breaks: "ether that is left stays ether",
      snippet: "if (flags & (ETHER_IN | ETHER_OUT) != 0) {",
      by: "if (flags & ETHER_OUT != 0) {",
    },
    {
      breaks: "ether is wrapped as what was sold",
      snippet: "flags & ETHER_OUT != 0 ? tokenOut : tokenIn",
      by: "tokenIn",
    },
    {
      breaks: "ether is paid to whoever asked",
      snippet: "flags & ETHER_OUT != 0 ? address(this) : to",
      by: "to",
    },
    { breaks: "anybody may have it pay", snippet: "_enterCallback(data);", by: "" },
    {
      breaks: "what anybody told the manager before holds for ether",
      snippet: "manager.sync(order.currencyIn);",
      by: "if (order.currencyIn != address(0)) manager.sync(order.currencyIn);",
    },
    { breaks: "ether is paid as a token", snippet: "if (order.currencyIn == address(0)) {", by: "if (false) {" },
    { breaks: "one that never asks is awaited", snippet: "_requireCalledBack();", by: "" },
    {
      breaks: "where no manager is, something was sold",
      snippet: "require(manager.code.length != 0, PoolMissing(manager));",
      by: "",
    },
    {
      breaks: "a manager said the other amount",
      snippet: "zeroForOne ? (delta0, delta1) : (delta1, delta0)",
      by: "(delta0, delta1)",
    },
    {
      breaks: "every pool has one order",
      snippet: "bool zeroForOne = order.currencyIn < order.currencyOut;",
      by: "bool zeroForOne = true;",
    },
  ],
  "venues/RouterVenue.sol": [
    {
      breaks: "there may be any number of routers",
      snippet: "require(routers.length <= 4, RoutersTooMany(routers.length));",
      by: "",
    },
    {
      breaks: "the second router is none",
      snippet: "if (routers.length > 1) _ROUTER_1 = routers[1];",
      by: "_ROUTER_1 = address(0);",
    },
    {
      breaks: "the fourth router is none",
      snippet: "router == _ROUTER_2 || router == _ROUTER_3",
      by: "router == _ROUTER_2",
    },
    { breaks: "nobody is a router", snippet: "if (router == address(0)) return false;", by: "" },
    {
      breaks: "parameters may be shorter",
      snippet: "require(parameters.length > HEAD, VenueParametersInvalid(parameters));",
      by: "",
    },
    { breaks: "anybody is a router", snippet: "require(isRouter(router), RouterUnknown(router));", by: "" },
    { breaks: "what a router does not take it may take later", snippet: "Allowance.clear(tokenIn, router);", by: "" },
    {
      breaks: "a router took all that it was offered",
      snippet: "return Math.min(Math.saturatingSub(before, IERC20(tokenIn).balanceOf(address(this))), amount);",
      by: "before; return amount;",
    },
  ],
};
