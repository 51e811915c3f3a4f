// guards/: who may do what, what is honoured, what is judged, what leaves.

/** A setter that anybody may call. */
function open(setter) {
  return {
    breaks: `anybody may call ${setter}`,
    snippet: `function ${setter} external onlyOwner`,
    by: `function ${setter} external`,
  };
}

/** A change that leaves no event. */
function silent(event) {
  return { breaks: `no event: ${event}`, snippet: `emit ${event};`, by: "" };
}

/** @type {Record<string, Omit<import("../all.mjs").Mutant, "file">[]>} */
export const GUARDS = {
  "guards/CallbackGuard.sol": [
    { breaks: "two callbacks may be awaited", snippet: "require(_awaited == 0, CallbackPending());", by: "" },
    { breaks: "a callback is honoured twice", snippet: "_awaited = 0;\n        // Idle", by: "// Idle" },
    { breaks: "any callback is honoured", snippet: "require(isAwaited,", by: "require(true || isAwaited," },
    {
      breaks: "one that nobody awaits is honoured",
      snippet: "awaited != 0 && awaited == _key",
      by: "awaited == 0 || awaited == _key",
    },
    { breaks: "nobody need have called back", snippet: "require(_awaited == 0, CallbackMissing());", by: "" },
    {
      breaks: "anybody may call back",
      snippet: "bytes32(selector) | bytes32(uint256(uint160(caller)))",
      by: "bytes32(selector)",
    },
    {
      breaks: "any function may be called back",
      snippet: "bytes32(selector) | bytes32(uint256(uint160(caller)))",
      by: "bytes32(uint256(uint160(caller)))",
    },
    {
      breaks: "other data may come back",
      snippet: "bytes32(uint256(uint160(caller))), dataHash)",
      by: "bytes32(uint256(uint160(caller))), 0)",
    },
  ],
  "guards/CappedCall.sol": [
    {
      breaks: "the EVM gives less than the limit",
      snippet: "require(available >= gasLimit + CALL_COST,",
      by: "require(true || available >= CALL_COST,",
    },
    { breaks: "the 64th that the EVM keeps counts", snippet: "gasleft() - gasleft() / 64", by: "gasleft()" },
    { breaks: "the call itself costs nothing", snippet: "gasLimit + CALL_COST,", by: "gasLimit," },
    { breaks: "a limit limits nothing", snippet: "call(gasLimit, to,", by: "call(gas(), to," },
    { breaks: "an answer may be of any length", snippet: "LONGEST_ANSWER = 1_024;", by: "LONGEST_ANSWER = 1_000_000;" },
    { breaks: "an answer is cut too short", snippet: "LONGEST_ANSWER = 1_024;", by: "LONGEST_ANSWER = 1_023;" },
    { breaks: "one that must not fail may", snippet: "if iszero(or(success, mayFail)) {", by: "if 0 {" },
    { breaks: "one that may fail must not", snippet: "iszero(or(success, mayFail))", by: "iszero(success)" },
    { breaks: "a failure loses its reason", snippet: "revert(answer, size)", by: "revert(0, 0)" },
    {
      breaks: "the next answer is written over this one",
      snippet: "mstore(0x40, add(add(answer, 0x20), and(add(size, 0x1f), not(0x1f))))",
      by: "",
    },
  ],
  "guards/Governed.sol": [
    { breaks: "anybody is an operator", snippet: "require(isOperator[msg.sender], NotOperator(msg.sender));", by: "" },
    open("setReceiver(address receiver)"),
    open("setSeller(address newSeller)"),
    open("setPaused(bool paused)"),
    open("setOperator(address operator, bool allowed)"),
    open("setMarket(address market, bool allowed)"),
    open("setLender(address lender, bool allowed)"),
    {
      breaks: "anybody may call setLimits",
      snippet: "uint16 maxTipBps) external onlyOwner",
      by: "uint16 maxTipBps) external",
    },
    {
      breaks: "a stranger learns that an owner is needed",
      snippet: "public view override onlyOwner",
      by: "public view override",
    },
    { breaks: "ownership may be renounced", snippet: "revert OwnerNeeded();", by: "" },
    {
      breaks: "a new liquidator has no operator",
      snippet: "_setOperator(setup.operators[i], true)",
      by: "_setOperator(setup.operators[i], false)",
    },
    {
      breaks: "a new liquidator has no market",
      snippet: "_setMarket(setup.markets[i], true)",
      by: "_setMarket(setup.markets[i], false)",
    },
    {
      breaks: "a new liquidator has no lender",
      snippet: "_setLender(setup.lenders[i], true)",
      by: "_setLender(setup.lenders[i], false)",
    },
    {
      breaks: "a new liquidator has no seller",
      snippet: "if (setup.seller != address(0)) _setSeller(setup.seller);",
      by: "",
    },
    {
      breaks: "a new liquidator says that it has no seller",
      snippet: "if (setup.seller != address(0)) _setSeller(setup.seller);",
      by: "_setSeller(setup.seller);",
    },
    {
      breaks: "no operator can be revoked",
      snippet: "isOperator[operator] = allowed;",
      by: "isOperator[operator] = true;",
    },
    { breaks: "no market can be revoked", snippet: "isMarket[market] = allowed;", by: "isMarket[market] = true;" },
    { breaks: "no lender can be revoked", snippet: "isLender[lender] = allowed;", by: "isLender[lender] = true;" },
    { breaks: "a pause cannot be ended", snippet: "settings.paused = paused;", by: "settings.paused = true;" },
    { breaks: "any market is allowed", snippet: "require(isMarket[target.market],", by: "require(true," },
    { breaks: "any lender is allowed", snippet: "require(isLender[lender],", by: "require(true," },
    { breaks: "paused or not, it goes on", snippet: "require(!current.paused, Paused());", by: "" },
    { breaks: "nobody may be the receiver", snippet: "receiver != address(0) && ", by: "" },
    { breaks: "the liquidator may be the receiver", snippet: "receiver != address(this) && ", by: "" },
    { breaks: "the seller may be the receiver", snippet: " && receiver != seller", by: "" },
    {
      breaks: "the receiver may be the seller",
      snippet: "require(newSeller != settings.receiver,",
      by: "require(true,",
    },
    { breaks: "more than the whole profit may be tipped", snippet: "require(maxTipBps <= BPS,", by: "require(true," },
    {
      breaks: "the whole profit may not be tipped",
      snippet: "require(maxTipBps <= BPS,",
      by: "require(maxTipBps < BPS,",
    },
    {
      breaks: "none of the bonus need be left",
      snippet: "minBonusShareBps != 0 && minBonusShareBps",
      by: "minBonusShareBps",
    },
    { breaks: "more than the bonus may be asked for", snippet: " && minBonusShareBps <= BPS", by: "" },
    {
      breaks: "all of the bonus may not be asked for",
      snippet: "minBonusShareBps <= BPS",
      by: "minBonusShareBps < BPS",
    },
    silent("ReceiverSet(receiver)"),
    silent("LimitsSet(minBonusShareBps, maxTipBps)"),
    silent("PausedSet(paused)"),
    silent("SellerSet(newSeller)"),
    silent("OperatorSet(operator, allowed)"),
    silent("MarketSet(market, allowed)"),
    silent("LenderSet(lender, allowed)"),
  ],
  "guards/LegAccount.sol": [
    { breaks: "what arrives has no name", snippet: "_arriving = arriving;", by: "" },
    { breaks: "what lay here has arrived", snippet: "_arrivingBefore = balance;", by: "" },
    {
      breaks: "the account of the leg before is open",
      snippet: "(_repaid, _seized, _premium, _denominator) = (0, 0, 0, 0);",
      by: "",
    },
  ],
  "guards/ProfitCheck.sol": [
    { breaks: "all of the bonus must be left", snippet: "minBonusShareBps, BPS", by: "BPS, BPS" },
    {
      breaks: "without a bonus nothing is liquidated",
      snippet: "Math.saturatingSub(seizedValue, repaid)",
      by: "seizedValue - repaid",
    },
    {
      breaks: "a profit of the floor is too small",
      snippet: "require(left >= floor,",
      by: "require(left > floor || left == 0,",
    },
    {
      breaks: "a unit below the floor is enough",
      snippet: "require(left >= floor,",
      by: "require(left + 1 >= floor,",
    },
    {
      breaks: "a profit of the minimum is too small",
      snippet: "require(left >= minimum,",
      by: "require(left > minimum,",
    },
    {
      breaks: "a unit below the minimum is enough",
      snippet: "require(left >= minimum,",
      by: "require(left + 1 >= minimum,",
    },
  ],
  "guards/Treasury.sol": [
    {
      breaks: "anybody may send ether",
      snippet: "require(_acceptsEtherFrom(msg.sender), EtherUnexpected(msg.sender));",
      by: "",
    },
    { breaks: "nobody may send ether", snippet: "return sender == WRAPPED_NATIVE;", by: "return false;" },
    { breaks: "a tip of nothing calls its recipient", snippet: "if (amount == 0) return 0;", by: "" },
    {
      breaks: "the builder gets what it cannot use",
      snippet: "token == WRAPPED_NATIVE ? _tipBuilder(amount) : 0",
      by: "_tipBuilder(amount)",
    },
    { breaks: "the builder gets nothing", snippet: "token == WRAPPED_NATIVE ? _tipBuilder(amount) : 0", by: "0" },
    {
      breaks: "a tip to nobody is burned",
      snippet: "builder == address(0) || builder",
      by: "builder",
    },
    {
      breaks: "a builder that is the wrapper is tipped",
      snippet: "builder == WRAPPED_NATIVE || builder == address(this)) return 0",
      by: "builder == address(this)) return 0",
    },
    {
      breaks: "a builder that is the liquidator is tipped",
      snippet: "builder == WRAPPED_NATIVE || builder == address(this)) return 0",
      by: "builder == WRAPPED_NATIVE) return 0",
    },
    {
      breaks: "ether is sent that is not there",
      snippet: "_unwrap(amount);\n        _send(address(0), recipient",
      by: "_send(address(0), recipient",
    },
    { breaks: "a builder may use up all gas", snippet: "BUILDER_GAS = 50_000;", by: "BUILDER_GAS = 5_000_000;" },
    {
      breaks: "what a builder refuses stays here as ether",
      snippet: "IWrappedNative(WRAPPED_NATIVE).deposit{value: amount}();",
      by: "",
    },
    {
      breaks: "ether that lay here is wrapped",
      snippet: "address(this).balance - before;",
      by: "address(this).balance;",
    },
    { breaks: "what a market sent is not wrapped", snippet: "wrapped != 0", by: "false" },
    {
      breaks: "nothing is wrapped",
      snippet: "if (wrapped != 0) IWrapped",
      by: "IWrapped",
      equivalent: "the wrapper takes a deposit of nothing; it only costs gas",
    },
    {
      breaks: "nothing is sent all the same",
      snippet: "if (amount != 0) IERC20(token).safeTransfer(to, amount);",
      by: "IERC20(token).safeTransfer(to, amount);",
    },
    {
      breaks: "ether that is refused is forgotten",
      snippet: "require(_trySend(to, amount, gasleft()), EtherTransferFailed(to, amount));",
      by: "_trySend(to, amount, gasleft());",
    },
  ],
};
