import { type Address, decodeFunctionData, type Hex, parseAbi, toFunctionSelector } from "viem";

/** `AllowanceHolder.sol` and `ISettlerTakerSubmitted.sol` of 0x-settler. */
const HOLDER = parseAbi([
  "function exec(address operator, address token, uint256 amount, address target, bytes data) returns (bytes)",
]);
const SETTLER = parseAbi([
  "struct Slippage { address recipient; address buyToken; uint256 minAmountOut; }",
  "function execute(Slippage slippage, bytes[] actions, bytes32 zid) returns (bool)",
]);

/** Actions that need an order signed by somebody: `ISettlerActions.sol`. */
const OF_ORDERS: ReadonlySet<string> = new Set([
  toFunctionSelector("RFQ(address,((address,uint256),uint256,uint256),address,bytes,address,uint256)"),
  toFunctionSelector(
    "RFQ_VIP(address,((address,uint256),uint256,uint256),address,bytes,((address,uint256),uint256,uint256),bytes)",
  ),
]);

/** What a call of the allowance holder does. */
export interface HolderCall {
  /** May take the tokens, and is called. */
  readonly operator: Address;
  readonly target: Address;
  readonly tokenIn: Address;
  readonly amount: bigint;
  readonly receiver: Address;
  readonly tokenOut: Address;
  readonly least: bigint;
  /** Whether it fills an order of a market maker. */
  readonly fillsOrder: boolean;
}

/** What a call of the allowance holder does; null for anything else than a sale by a taker. */
export function readHolderCall(data: Hex): HolderCall | null {
  try {
    const [operator, tokenIn, amount, target, inner] = decodeFunctionData({ abi: HOLDER, data }).args;
    const [{ recipient, buyToken, minAmountOut }, actions] = decodeFunctionData({ abi: SETTLER, data: inner }).args;
    return {
      operator,
      target,
      tokenIn,
      amount,
      receiver: recipient,
      tokenOut: buyToken,
      least: minAmountOut,
      fillsOrder: actions.some((action) => OF_ORDERS.has(action.slice(0, 10).toLowerCase())),
    };
  } catch {
    return null;
  }
}
