import { type Address, concat, encodeFunctionData, getAddress, type Hex, parseAbi, zeroHash } from "viem";
import type { AggregatorRequest } from "../aggregator.ts";

export const SELLER: Address = getAddress("0x5e11e50000000000000000000000000000000001");
export const THIEF: Address = getAddress("0x7000000000000000000000000000000000000007");
const SETTLER: Address = getAddress("0x5e77000000000000000000000000000000000002");
const EXECUTOR: Address = getAddress("0xe000000000000000000000000000000000000003");
export const HOLDER: Address = "0x0000000000001fF3684f28c67538d4D072C22734";
export const ROUTER_V6: Address = "0x111111125421cA6dc452d289314280a0f8842A65";

export const REQUEST: AggregatorRequest = {
  chainId: 1,
  tokenIn: "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
  tokenOut: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
  amount: 10n ** 18n,
  taker: SELLER,
  origin: "0x0000000000000000000000000000000000000e0a",
  slippageBps: 50,
};
export const AMOUNT_OUT = 3_000_000_000n;
export const LEAST = 2_985_000_000n;

const ABI = parseAbi([
  "struct Slippage { address recipient; address buyToken; uint256 minAmountOut; }",
  "struct Description { address srcToken; address dstToken; address srcReceiver; address dstReceiver; uint256 amount; uint256 minReturnAmount; uint256 flags; }",
  "function exec(address operator, address token, uint256 amount, address target, bytes data)",
  "function execute(Slippage slippage, bytes[] actions, bytes32 zid)",
  "function swap(address executor, Description description, bytes data)",
  "function unoswap(uint256 token, uint256 amount, uint256 minReturn, uint256 dex)",
  "function unoswapTo(uint256 to, uint256 token, uint256 amount, uint256 minReturn, uint256 dex)",
  "function ethUnoswap(uint256 minReturn, uint256 dex)",
  "function clipperSwap(address exchange, uint256 token, address dst, uint256 amount, uint256 least, uint256 until, bytes32 r, bytes32 vs)",
]);

/** What the calldata of 0x may say otherwise. */
export interface HolderChange {
  readonly operator?: Address;
  readonly target?: Address;
  readonly token?: Address;
  readonly amount?: bigint;
  readonly recipient?: Address;
  readonly buyToken?: Address;
  readonly least?: bigint;
  readonly action?: Hex;
}

export function holderCall(change: HolderChange = {}): Hex {
  const slippage = {
    recipient: change.recipient ?? SELLER,
    buyToken: change.buyToken ?? REQUEST.tokenOut,
    minAmountOut: change.least ?? LEAST,
  };
  const actions = [concat(["0x8d68a156", zeroHash]), ...(change.action ? [change.action] : [])];
  const inner = encodeFunctionData({ abi: ABI, functionName: "execute", args: [slippage, actions, zeroHash] });
  const { operator = SETTLER, target = SETTLER, token = REQUEST.tokenIn, amount = REQUEST.amount } = change;
  return encodeFunctionData({ abi: ABI, functionName: "exec", args: [operator, token, amount, target, inner] });
}

/** As 0x documents it. */
export function zeroXAnswer(call: HolderChange = {}, transaction: object = {}, rest: object = {}): object {
  return {
    allowanceTarget: HOLDER.toLowerCase(),
    blockNumber: "20114692",
    buyAmount: AMOUNT_OUT.toString(),
    buyToken: REQUEST.tokenOut.toLowerCase(),
    fees: { integratorFee: null, zeroExFee: null, gasFee: null },
    issues: {
      allowance: { actual: "0", spender: HOLDER.toLowerCase() },
      balance: { token: REQUEST.tokenIn.toLowerCase(), actual: "0", expected: REQUEST.amount.toString() },
      simulationIncomplete: false,
      invalidSourcesPassed: [],
    },
    liquidityAvailable: true,
    minBuyAmount: LEAST.toString(),
    route: { fills: [{ source: "Uniswap_V3", proportionBps: "10000" }], tokens: [] },
    sellAmount: REQUEST.amount.toString(),
    sellToken: REQUEST.tokenIn.toLowerCase(),
    totalNetworkFee: "1393685870940000",
    transaction: {
      to: HOLDER.toLowerCase(),
      data: holderCall(call),
      gas: "288079",
      gasPrice: "4837860000",
      value: "0",
      ...transaction,
    },
    zid: zeroHash,
    ...rest,
  };
}

/** What the calldata of 1inch may say otherwise. */
export interface SwapChange {
  readonly source?: Address;
  readonly target?: Address;
  readonly receiver?: Address;
  readonly amount?: bigint;
  readonly least?: bigint;
  readonly flags?: bigint;
}

export function swapCall(change: SwapChange = {}): Hex {
  const description = {
    srcToken: change.source ?? REQUEST.tokenIn,
    dstToken: change.target ?? REQUEST.tokenOut,
    srcReceiver: EXECUTOR,
    dstReceiver: change.receiver ?? SELLER,
    amount: change.amount ?? REQUEST.amount,
    minReturnAmount: change.least ?? LEAST,
    flags: change.flags ?? 0n,
  };
  return encodeFunctionData({ abi: ABI, functionName: "swap", args: [EXECUTOR, description, "0x1234"] });
}

export function unoswapCall({ to, pool = 1n }: { readonly to?: Address; readonly pool?: bigint } = {}): Hex {
  const words = [BigInt(REQUEST.tokenIn), REQUEST.amount, LEAST, pool] as const;
  return to === undefined
    ? encodeFunctionData({ abi: ABI, functionName: "unoswap", args: words })
    : encodeFunctionData({ abi: ABI, functionName: "unoswapTo", args: [BigInt(to), ...words] });
}

export const ETHER_CALL = encodeFunctionData({ abi: ABI, functionName: "ethUnoswap", args: [LEAST, 1n] });
export const CLIPPER_CALL = encodeFunctionData({
  abi: ABI,
  functionName: "clipperSwap",
  args: [THIEF, BigInt(REQUEST.tokenIn), REQUEST.tokenOut, REQUEST.amount, LEAST, 0n, zeroHash, zeroHash],
});

/** As 1inch documents it. */
export function oneInchAnswer(data: Hex = swapCall(), transaction: object = {}, rest: object = {}): object {
  return {
    srcToken: { address: REQUEST.tokenIn.toLowerCase(), symbol: "WETH", name: "Wrapped Ether", decimals: 18 },
    dstToken: { address: REQUEST.tokenOut.toLowerCase(), symbol: "USDC", name: "USD Coin", decimals: 6 },
    dstAmount: AMOUNT_OUT.toString(),
    protocols: [[[{ name: "UNISWAP_V3", part: 100, fromTokenAddress: "0x", toTokenAddress: "0x" }]]],
    tx: {
      from: SELLER.toLowerCase(),
      to: ROUTER_V6.toLowerCase(),
      data,
      value: "0",
      gas: 210_000,
      gasPrice: "4837860000",
      ...transaction,
    },
    ...rest,
  };
}
