// seller/: what lies there is nobody's, what comes is sold, what is left goes back.

/** @type {Record<string, Omit<import("../all.mjs").Mutant, "file">[]>} */
export const SELLER = {
  "seller/Seller.sol": [
    { breaks: "a sale may happen inside a sale", snippet: "external nonReentrant {", by: "external {" },
    { breaks: "what has not arrived is sold", snippet: "require(balance >= amount, Loss(balance, amount));", by: "" },
    {
      breaks: "what lay there is given back",
      snippet: "uint256 restingIn = balance - amount;",
      by: "uint256 restingIn = 0;",
    },
    { breaks: "what lay there is sold", snippet: "amount, restingIn);", by: "amount, 0);" },
    { breaks: "what lay there was bought", snippet: "tokenOut == tokenIn ? restingIn : _balance(tokenOut)", by: "0" },
    {
      breaks: "with one token on both sides all of it lay there",
      snippet: "tokenOut == tokenIn ? restingIn : _balance",
      by: "_balance",
    },
    {
      breaks: "what was bought stays",
      snippet: "_giveBack(tokenOut, restingOut",
      by: "if (false) _giveBack(tokenOut, restingOut",
    },
    { breaks: "what was not sold stays", snippet: "if (tokenIn != tokenOut) _giveBack", by: "if (false) _giveBack" },
    {
      breaks: "what a venue left on the way stays",
      snippet: "IERC20(token).safeTransfer(msg.sender, amount);",
      by: "",
    },
    { breaks: "what lay there may be lost", snippet: "balance + ROUNDING >= resting,", by: "true," },
    {
      breaks: "a unit that a sale rounded away stops it",
      snippet: "balance + ROUNDING >= resting,",
      by: "balance >= resting,",
    },
    {
      breaks: "ether that nobody can ask for stays",
      snippet: "require(stranded == 0, EtherStranded(stranded));",
      by: "stranded;",
    },
    {
      breaks: "ether that lay there stops every sale",
      snippet: "address(this).balance - restingEther;",
      by: "restingEther == 0 ? 0 : address(this).balance;",
    },
    {
      breaks: "a hop on the way pays whoever asked",
      snippet: "isLast ? msg.sender : address(this)",
      by: "msg.sender",
    },
    { breaks: "a Uniswap V3 pool is no venue", snippet: "venue == uint8(Venue.UniswapV3Pool)", by: "false" },
    { breaks: "a Uniswap V2 pair is no venue", snippet: "venue == uint8(Venue.UniswapV2Pair)", by: "false" },
    {
      breaks: "ether may be sent at any time",
      snippet: "require(_reentrancyGuardEntered(), EtherUnexpected(msg.sender));",
      by: "",
    },
    { breaks: "a PancakeSwap pool is no venue", snippet: "venue == uint8(Venue.PancakeV3Pool)", by: "false" },
    { breaks: "Uniswap V4 is no venue", snippet: "venue == uint8(Venue.UniswapV4)", by: "false" },
    { breaks: "a router is no venue", snippet: "venue == uint8(Venue.Router)", by: "false" },
    { breaks: "an aToken is no venue", snippet: "venue == uint8(Venue.AToken)", by: "false" },
    { breaks: "a cToken is no venue", snippet: "venue == uint8(Venue.CToken)", by: "false" },
    { breaks: "Curve is no venue", snippet: "venue == uint8(Venue.Curve)", by: "false" },
    { breaks: "Balancer is no venue", snippet: "venue == uint8(Venue.BalancerV2)", by: "false" },
    { breaks: "wrapped staked ether is no venue", snippet: "venue == uint8(Venue.WstETH)", by: "false" },
    { breaks: "a vault is no venue", snippet: "venue == uint8(Venue.ERC4626)", by: "false" },
    {
      breaks: "a venue that it does not know sells nothing",
      snippet: "else require(false, VenueUnsupported(venue));",
      by: "",
    },
  ],
};
