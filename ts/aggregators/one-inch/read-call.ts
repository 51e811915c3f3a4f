import { type Address, decodeFunctionData, getAddress, type Hex, parseAbi, toHex } from "viem";

/** The functions of 1inch's AggregationRouterV6 that sell a token; those of orders and of ether are left out, and so refused. */
const ROUTER = parseAbi([
  "struct Description { address srcToken; address dstToken; address srcReceiver; address dstReceiver; uint256 amount; uint256 minReturnAmount; uint256 flags; }",
  "function swap(address executor, Description description, bytes data)",
  "function unoswap(uint256 token, uint256 amount, uint256 minReturn, uint256 dex)",
  "function unoswap2(uint256 token, uint256 amount, uint256 minReturn, uint256 dex, uint256 dex2)",
  "function unoswap3(uint256 token, uint256 amount, uint256 minReturn, uint256 dex, uint256 dex2, uint256 dex3)",
  "function unoswapTo(uint256 to, uint256 token, uint256 amount, uint256 minReturn, uint256 dex)",
  "function unoswapTo2(uint256 to, uint256 token, uint256 amount, uint256 minReturn, uint256 dex, uint256 dex2)",
  "function unoswapTo3(uint256 to, uint256 token, uint256 amount, uint256 minReturn, uint256 dex, uint256 dex2, uint256 dex3)",
]);

/** What a call of the router does. */
export interface RouterCall {
  readonly tokenIn: Address;
  /** Null: the pools decide, and only they know. */
  readonly tokenOut: Address | null;
  /** Null: whoever calls. */
  readonly receiver: Address | null;
  readonly amount: bigint;
  readonly least: bigint;
  /** Partial fills, more ether, permits, native ether out: anything beside a plain sale. */
  readonly isPlain: boolean;
}

/** Of a pool's word: unwrap the wrapped native token, pay by Permit2. */
const [UNWRAPS, BY_PERMIT] = [1n << 252n, 1n << 250n];

/** What a call of the router does; null for anything else than a sale of a token. */
export function readRouterCall(data: Hex): RouterCall | null {
  try {
    const { functionName, args } = decodeFunctionData({ abi: ROUTER, data });
    if (functionName === "swap") {
      const [, { srcToken, dstToken, dstReceiver, amount, minReturnAmount, flags }] = args;
      return {
        tokenIn: srcToken,
        tokenOut: dstToken,
        receiver: dstReceiver,
        amount,
        least: minReturnAmount,
        isPlain: flags === 0n,
      };
    }
    const words: readonly bigint[] = args;
    const isTo = functionName.startsWith("unoswapTo");
    const [token, amount, least, ...pools] = (isTo ? words.slice(1) : words) as [bigint, bigint, bigint, ...bigint[]];
    return {
      tokenIn: addressIn(token),
      tokenOut: null,
      receiver: isTo ? addressIn(words[0]!) : null,
      amount,
      least,
      isPlain: pools.every((pool) => (pool & (UNWRAPS | BY_PERMIT)) === 0n),
    };
  } catch {
    return null;
  }
}

/** The router looks at the lowest 20 bytes alone. */
function addressIn(word: bigint): Address {
  return getAddress(toHex(word & ((1n << 160n) - 1n), { size: 20 }));
}
