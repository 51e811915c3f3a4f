import { type Address, erc20Abi, parseAbi, zeroAddress } from "viem";
import type { Context } from "../../core/context.ts";
import { BPS } from "../../core/math/math.ts";
import { readsAt } from "../../core/rpc/reads-at.ts";
import { AAVE_V2_ADDRESSES } from "../../protocols/aave-v2/addresses.ts";
import { askLenders } from "../ask-lenders.ts";
import type { Funding, Offer, OfferRequest } from "../funding.ts";

const POOL_ABI = parseAbi([
  "struct ReserveData { uint256 configuration; uint128 liquidityIndex; uint128 variableBorrowIndex; uint128 currentLiquidityRate; uint128 currentVariableBorrowRate; uint128 currentStableBorrowRate; uint40 lastUpdateTimestamp; address aTokenAddress; address stableDebtTokenAddress; address variableDebtTokenAddress; address interestRateStrategyAddress; uint8 id; }",
  "function getReserveData(address asset) view returns (ReserveData)",
  "function FLASHLOAN_PREMIUM_TOTAL() view returns (uint256)",
  "function paused() view returns (bool)",
]);

/** `flashLoan` of any Aave V2 market of the chain, of one asset; the premium is charged on top. */
export const aaveV2: Funding = {
  name: "aave-v2",
  describe: (lender) => `Aave V2 flash loan from the market ${lender}`,
  errors: {
    abi: [],
    // Source: @aave/protocol-v2 1.0.1, Errors.sol
    words: {
      "64": ["pool-paused", "the pool is paused"],
      "SafeERC20: low-level call failed": ["loan-unpaid", "there is not so much to lend, or too little to pay it back"],
      "66": ["loan-not-taken", "the borrower of the flash loan did not answer as the lender wants"],
    },
  },
  addresses: AAVE_V2_ADDRESSES,
  lenders: (book) => AAVE_V2_ADDRESSES.of(book).map(({ pool }) => pool),
  offers: (context, request) =>
    askLenders(context, AAVE_V2_ADDRESSES.of(context.book), (pool) => offersOf(context, pool, request)),
};

/** What an aToken holds can be lent, also of a frozen reserve. */
async function offersOf({ client }: Context, pool: Address, { debt, blockNumber }: OfferRequest): Promise<Offer[]> {
  const readContract = readsAt(client, blockNumber);
  const read = { address: pool, abi: POOL_ABI } as const;
  const [{ aTokenAddress }, premiumBps, paused] = await Promise.all([
    readContract({ ...read, functionName: "getReserveData", args: [debt.address] }),
    readContract({ ...read, functionName: "FLASHLOAN_PREMIUM_TOTAL" }),
    readContract({ ...read, functionName: "paused" }),
  ]);
  if (paused || aTokenAddress === zeroAddress) return [];
  const cash = { address: debt.address, abi: erc20Abi, args: [aTokenAddress] } as const;
  const available = await readContract({ ...cash, functionName: "balanceOf" });
  if (available === 0n) return [];
  return [
    {
      funding: "aave-v2",
      source: 4,
      lender: pool,
      sale: "exact-input",
      available,
      premium: { rate: premiumBps, scale: BPS, rounding: "floor" },
      locks: [],
      gas: 190_000n,
      gasOfCallee: 68_000n,
    },
  ];
}
