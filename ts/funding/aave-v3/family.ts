import { type Address, erc20Abi, parseAbi, zeroAddress } from "viem";
import type { AdapterAddresses } from "../../core/adapter/define-addresses.ts";
import type { PoolOfProvider } from "../../core/adapter/pools-of-providers.ts";
import type { Context } from "../../core/context.ts";
import { BPS } from "../../core/math/math.ts";
import type { FundingName } from "../../core/names/names.ts";
import { readAtOnce } from "../../core/rpc/read-at-once.ts";
import { readsAt } from "../../core/rpc/reads-at.ts";
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

/** Of a loan, measured on v3.6, and before that on v3.0.2. */
const GAS = { gas: 120_000n, gasOfCallee: 62_000n };
const GAS_OF_FIRST_REVISIONS = { gas: 145_000n, gasOfCallee: 66_000n };

/** A fork of Aave V3 whose pools lend, or Aave V3 itself. */
export interface AaveV3Lenders {
  readonly name: FundingName;
  /** What people call the protocol. */
  readonly title: string;
  readonly addresses: AdapterAddresses<readonly PoolOfProvider[]>;
}

/** `flashLoanSimple` of any of the chain's markets; the premium, which each pool says itself, is charged on top. */
export function aaveV3FlashLoans({ name: funding, title, addresses }: AaveV3Lenders): Funding {
  return {
    name: funding,
    describe: (lender) => `${title} flash loan from the market ${lender}`,
    errors: {
      abi: parseAbi(["error FlashloanDisabled()", "error InvalidFlashloanExecutorReturn()"]),
      words: { FlashloanDisabled: ["flash-loan-disabled", "the lender does not lend this asset"] },
    },
    addresses,
    lenders: (book) => addresses.of(book).map(({ pool }) => pool),
    offers: (context, request) =>
      askLenders(context, addresses.of(context.book), (pool) => offersOf(context, funding, pool, request)),
  };
}

async function offersOf(
  { client }: Context,
  funding: FundingName,
  pool: Address,
  { debt, blockNumber }: OfferRequest,
): Promise<Offer[]> {
  const readContract = readsAt(client, blockNumber);
  const read = { address: pool, abi: POOL_ABI } as const;
  const [configuration, revision, premiumBps, ownAccount, aToken] = await Promise.all([
    readContract({ ...read, functionName: "getConfiguration", args: [debt.address] }),
    readContract({ ...read, functionName: "POOL_REVISION" }),
    readContract({ ...read, functionName: "FLASHLOAN_PREMIUM_TOTAL" }),
    // asked before it is known whether this revision has it: an older one reverts
    readAtOnce(() => readContract({ ...read, functionName: "getVirtualUnderlyingBalance", args: [debt.address] })),
    readAtOnce(() => aTokenOf(client, pool, { debt, blockNumber })),
  ]);
  const has = (bit: bigint) => ((configuration >> bit) & 1n) === 1n;
  if (!has(ACTIVE) || has(PAUSED) || !has(FLASH_LOANS)) return [];

  const available =
    revision >= FIRST_REVISION_WITH_VIRTUAL_BALANCE
      ? ownAccount()
      : await cashOf(client, aToken(), { debt, blockNumber });
  if (available === 0n) return [];
  return [
    {
      funding,
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
      ...(revision >= FIRST_REVISION_WITH_VIRTUAL_BALANCE ? GAS : GAS_OF_FIRST_REVISIONS),
    },
  ];
}

type Asked = Pick<OfferRequest, "debt" | "blockNumber">;

/** Until v3.0 what the aToken holds is what can be lent. */
function cashOf(client: Context["client"], aToken: Address, { debt, blockNumber }: Asked): Promise<bigint> {
  const read = { address: debt.address, abi: erc20Abi, functionName: "balanceOf" } as const;
  return readsAt(client, blockNumber)({ ...read, args: [aToken] });
}

/** By client, pool and asset. A reserve has its aToken for good. */
const A_TOKENS = new WeakMap<object, Map<string, Address>>();

async function aTokenOf(client: Context["client"], pool: Address, { debt, blockNumber }: Asked): Promise<Address> {
  const known = A_TOKENS.get(client) ?? new Map<string, Address>();
  A_TOKENS.set(client, known);
  const key = `${pool}/${debt.address}`.toLowerCase();
  const before = known.get(key);
  if (before !== undefined) return before;
  const read = { address: pool, abi: RESERVE_DATA_ABI, functionName: "getReserveData" } as const;
  const { aTokenAddress } = await readsAt(client, blockNumber)({ ...read, args: [debt.address] });
  if (aTokenAddress !== zeroAddress) known.set(key, aTokenAddress);
  return aTokenAddress;
}

const RESERVE_DATA_ABI = parseAbi([
  "struct ReserveData { uint256 configuration; uint128 liquidityIndex; uint128 currentLiquidityRate; uint128 variableBorrowIndex; uint128 currentVariableBorrowRate; uint128 currentStableBorrowRate; uint40 lastUpdateTimestamp; uint16 id; address aTokenAddress; address stableDebtTokenAddress; address variableDebtTokenAddress; address interestRateStrategyAddress; uint128 accruedToTreasury; uint128 unbacked; uint128 isolationModeTotalDebt; }",
  "function getReserveData(address asset) view returns (ReserveData)",
]);
