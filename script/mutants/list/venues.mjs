// venues/: what is sold, to whom, what may be asked for it.

/** @type {Record<string, Omit<import("../all.mjs").Mutant, "file">[]>} */
export const VENUES = {
  "venues/ERC4626Venue.sol": [
    {
      breaks: "more shares are redeemed than there is cash for",
      snippet: "paid = Most.cap(amount, parameters, 0);",
      by: "paid = amount;",
    },
  ],
  "venues/LeafSale.sol": [
    { breaks: "several lenders are a route", snippet: "plan.funding.source == FundingSource.Several", by: "false" },
    { breaks: "what is to be kept is sold", snippet: "if (selling == Selling.None) return;", by: "" },
    { breaks: "the leaf's sale goes to the seller", snippet: "if (selling == Selling.Leaf)", by: "if (false)" },
    {
      breaks: "what a seller without code is sent is gone",
      snippet: "require(companion.code.length != 0, SellerMissing(companion));",
      by: "",
    },
    {
      breaks: "what lies in the seller is sold",
      snippet: "token.balanceOf(companion) - before;",
      by: "token.balanceOf(companion);",
    },
    {
      breaks: "what was sent has arrived",
      snippet: "sell(address(token), arrived,",
      by: "sell(address(token), amount,",
    },
    {
      breaks: "any venue is Uniswap V3",
      snippet: "require(venue == uint8(Venue.UniswapV3), VenueUnsupported(venue));",
      by: "venue;",
    },
    { breaks: "what rests here may be sold", snippet: "amount, _arrivingBefore);", by: "amount, 0);" },
  ],
  "venues/RouteRunner.sol": [
    { breaks: "a share of zero is nothing", snippet: "share == 0 ? left : ", by: "" },
    { breaks: "a share is of what is left", snippet: "amount * share / ALL", by: "left * share / ALL" },
    { breaks: "more may be offered than there is", snippet: "require(offered <= left, RouteInvalid(route));", by: "" },
    { breaks: "a split offers what the one before took", snippet: "if (left != amount) {", by: "if (false) {" },
    {
      breaks: "a pool may say that it took nothing",
      snippet: "if (left != amount) {",
      by: "if (true) {",
    },
    {
      breaks: "what rests here makes up for it",
      snippet: "balanceOf(address(this)), resting));",
      by: "balanceOf(address(this)), 0));",
    },
    { breaks: "what was sold is sold again", snippet: "left -= paid;", by: "paid;" },
    {
      breaks: "a split may end elsewhere",
      snippet: "require(left != 1 || tokenOut == last, AssetsMismatch(last, tokenOut));",
      by: "",
    },
    {
      breaks: "what lies here of a token on the way is sold",
      snippet: "uint256 before = left == 1 ? 0 : IERC20(tokenOut).balanceOf(address(this));",
      by: "uint256 before = 0;",
    },
    {
      breaks: "what lies here of the last token is asked for",
      snippet: "uint256 before = left == 1 ? 0 : IERC20",
      by: "uint256 before = IERC20",
      equivalent: "nobody reads it behind the last hop; it only costs gas",
    },
    { breaks: "a dry pool's rest is sold", snippet: "paid = taken;", by: "paid = offered;" },
    {
      breaks: "a token on the way may be stranded",
      snippet: "require(taken == offered, SaleIncomplete(taken, offered));",
      by: "",
    },
    {
      breaks: "a sender's fee is paid from what lies here",
      snippet: "require(balance + ROUNDING >= resting,",
      by: "require(true,",
    },
    {
      breaks: "a unit that was rounded away on the way stops it",
      snippet: "require(balance + ROUNDING >= resting,",
      by: "require(balance >= resting,",
    },
    { breaks: "what a venue left on the way stays", snippet: "_onStranded(token, balance - resting);", by: "resting;" },
    {
      breaks: "a token's fee is made up from what lies here",
      snippet: "(token, resting) = (tokenOut, before);",
      by: "(token, resting) = (tokenOut, 0);",
    },
  ],
  "venues/UniswapV2PairVenue.sol": [
    {
      breaks: "parameters may be of any length",
      snippet: "require(parameters.length == PARAMETERS, VenueParametersInvalid(parameters));",
      by: "",
    },
    { breaks: "the fee is another", snippet: "uint16(bytes2(parameters[20:]))", by: "30" },
    { breaks: "every pair has one order", snippet: "if (!zeroForOne) (reserveIn", by: "if (false) (reserveIn" },
    {
      breaks: "what was sent has arrived",
      snippet: "IERC20(tokenIn).balanceOf(address(pair)) - reserveIn",
      by: "amount",
    },
    { breaks: "the pair takes no fee", snippet: "amountIn * (BPS - feeBps)", by: "amountIn * BPS" },
    { breaks: "the price is that before the sale", snippet: "(reserveIn * BPS + counted)", by: "(reserveIn * BPS)" },
  ],
  "venues/UniswapV3PoolVenue.sol": [
    {
      breaks: "parameters may be of any length",
      snippet: "require(parameters.length == PARAMETERS, VenueParametersInvalid(parameters));",
      by: "",
    },
    { breaks: "a pool need not ask for its money", snippet: "_requireCalledBack();", by: "" },
    {
      breaks: "a pool may say that it took more",
      snippet: "require(paid <= amount, SwapOverpaid(paid, amount));",
      by: "",
    },
    {
      breaks: "a pool may ask for more than it was offered",
      snippet: "require(asked <= offered, SwapOverpaid(asked, offered));",
      by: "",
    },
    {
      breaks: "PancakeSwap's callback pays nothing",
      snippet: "_paySwap(amount0Delta, amount1Delta, data);",
      by: "data; (amount0Delta, amount1Delta);",
    },
    {
      breaks: "PancakeSwap calls back as Uniswap does",
      snippet: "this.pancakeV3SwapCallback.selector",
      by: "this.uniswapV3SwapCallback.selector",
    },
  ],
  "venues/UniswapV3Swap.sol": [
    { breaks: "anybody may ask for a pool's money", snippet: "_enterCallback(data);", by: "" },
    {
      breaks: "a pool that wants nothing is paid",
      snippet: "require(amount0Delta > 0 || amount1Delta > 0, SwapUnpaid(amount0Delta, amount1Delta));",
      by: "",
    },
    { breaks: "the pool is not paid", snippet: "IERC20(tokenIn).safeTransfer(msg.sender, asked);", by: "" },
    { breaks: "a pool without code is asked", snippet: "require(pool.code.length != 0, PoolMissing(pool));", by: "" },
    {
      breaks: "nobody is awaited",
      snippet: "_expectCallback(pool, callback, data);",
      by: "",
    },
    {
      breaks: "a pool of the one order wants nothing",
      snippet: "amount0Delta > 0 || amount1Delta > 0, SwapUnpaid",
      by: "amount0Delta > 0, SwapUnpaid",
    },
    {
      breaks: "a pool of the other order wants nothing",
      snippet: "amount0Delta > 0 || amount1Delta > 0, SwapUnpaid",
      by: "amount1Delta > 0, SwapUnpaid",
    },
    {
      breaks: "every pool has one order",
      snippet: "bool zeroForOne = tokenIn < tokenOut;",
      by: "bool zeroForOne = true;",
    },
    {
      breaks: "a pool said the other amount",
      snippet: "uint256(zeroForOne ? amount0 : amount1)",
      by: "uint256(zeroForOne ? amount1 : amount0)",
    },
  ],
  "venues/UniswapV3Venue.sol": [
    {
      breaks: "parameters may be of any length",
      snippet: "require(parameters.length == PARAMETERS, VenueParametersInvalid(parameters));",
      by: "",
    },
    {
      breaks: "tokens are not sorted",
      snippet: "tokenIn < tokenOut ? (tokenIn, tokenOut) : (tokenOut, tokenIn)",
      by: "(tokenIn, tokenOut)",
    },
    { breaks: "every pool has one fee", snippet: "uint24(bytes3(parameters))", by: "uint24(3000)" },
    {
      breaks: "any factory's pools are honoured",
      snippet: "INIT_CODE_HASH, UNISWAP_V3_FACTORY)",
      by: "INIT_CODE_HASH, msg.sender)",
    },
    {
      breaks: "the leaf sells for another token",
      snippet: "return address(bytes20(rest));",
      by: "return address(uint160(bytes20(rest)) + 1);",
    },
  ],
};
