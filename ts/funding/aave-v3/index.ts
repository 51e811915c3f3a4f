import { type Address, erc20Abi, parseAbi } from "viem";
import type { Context } from "../../core/context.ts";
import { BPS } from "../../core/math/math.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { askLenders } from "../ask-lenders.ts";
import type { Funding, Offer, OfferRequest } from "../funding.ts";

const POOL_ABI = parseAbi([
  "function POOL_REVISION() view returns (uint256)",
  "function FLASHLOAN_PREMIUM_TOTAL() view returns (uint128)",
  "function getConfiguration(address asset) view returns (uint256)",
  "function getVirtualUnderlyingBalance(address asset) view returns (uint128)",
]);

// Bits of a reserve's configuration, the same in every revision
const ACTIVE = 56n;
const PAUSED = 60n;
const FLASH_LOANS = 63n;

/** From v3.5 on the premium rounds up; before, half up. */
const FIRST_REVISION_ROUNDING_UP = 9n;
/** From v3.1 on the pool keeps its own account of the cash. */
const FIRST_REVISION_WITH_VIRTUAL_BALANCE = 4n;

/** `flashLoanSimple` of any Aave V3 market of the chain; the premium is charged on top. */
export const aave: Funding = {
  name: "aave",
  describe: (lender) => `Aave V3 flash loan from the market ${lender}`,
  errors: {
    abi: parseAbi(["error FlashloanDisabled()", "error InvalidFlashloanExecutorReturn()"]),
    words: { FlashloanDisabled: ["flash-loan-disabled", "the lender does not lend this asset"] },
  },
  addresses: AAVE_V3_ADDRESSES,
  lenders: (book) => AAVE_V3_ADDRESSES.of(book).map(({ pool }) => pool),
  offers: (context, request) =>
    askLenders(context, AAVE_V3_ADDRESSES.of(context.book), (pool) => offersOf(context, pool, request)),
};

async function offersOf({ client }: Context, pool: Address, { debt, blockNumber }: OfferRequest): Promise<Offer[]> {
  const read = { address: pool, abi: POOL_ABI, blockNumber } as const;
  const [configuration, revision, premiumBps, ownAccount] = await Promise.all([
    client.readContract({ ...read, functionName: "getConfiguration", args: [debt.address] }),
    client.readContract({ ...read, functionName: "POOL_REVISION" }),
    client.readContract({ ...read, functionName: "FLASHLOAN_PREMIUM_TOTAL" }),
    // asked before it is known whether this revision has it: an older one reverts
    readAtOnce(() =>
      client.readContract({ ...read, functionName: "getVirtualUnderlyingBalance", args: [debt.address] }),
    ),
  ]);
  const has = (bit: bigint) => ((configuration >> bit) & 1n) === 1n;
  if (!has(ACTIVE) || has(PAUSED) || !has(FLASH_LOANS)) return [];

  const available =
    revision >= FIRST_REVISION_WITH_VIRTUAL_BALANCE ? ownAccount() : await cashOf(client, pool, { debt, blockNumber });
  if (available === 0n) return [];
  return [
    {
      funding: "aave",
      source: 3,
      lender: pool,
      sale: "exact-input",
      available,
      premium: {
        rate: premiumBps,
        scale: BPS,
        rounding: revision >= FIRST_REVISION_ROUNDING_UP ? "ceil" : "half-up",
      },
      locks: [],
      gas: 120_000n,
      gasOfCallee: 62_000n,
    },
  ];
}

/** Starts a read; its failure is thrown only where the answer is wanted. */
async function readAtOnce<T>(read: () => Promise<T>): Promise<() => T> {
  try {
    const answer = await read();
    return () => answer;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** Until v3.0 what the aToken holds is what can be lent. */
async function cashOf(
  client: Context["client"],
  pool: Address,
  { debt, blockNumber }: Pick<OfferRequest, "debt" | "blockNumber">,
): Promise<bigint> {
  const words = await client.readContract({
    address: pool,
    abi: RESERVE_DATA_ABI,
    functionName: "getReserveData",
    args: [debt.address],
    blockNumber,
  });
  return client.readContract({
    address: debt.address,
    abi: erc20Abi,
    functionName: "balanceOf",
    args: [words.aTokenAddress],
    blockNumber,
  });
}

const RESERVE_DATA_ABI = parseAbi([
  "struct ReserveData { uint256 configuration; uint128 liquidityIndex; uint128 currentLiquidityRate; uint128 variableBorrowIndex; uint128 currentVariableBorrowRate; uint128 currentStableBorrowRate; uint40 lastUpdateTimestamp; uint16 id; address aTokenAddress; address stableDebtTokenAddress; address variableDebtTokenAddress; address interestRateStrategyAddress; uint128 accruedToTreasury; uint128 unbacked; uint128 isolationModeTotalDebt; }",
  "function getReserveData(address asset) view returns (ReserveData)",
]);
