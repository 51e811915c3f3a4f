import { type Address, parseAbi } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { DevnetBorrower, SharedAddresses } from "../../part.ts";
import { devnetAccount } from "../../shared/accounts.ts";
import { type TokenAmount, tokenAmounts } from "../../shared/amounts.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import { approveUnlimited, giveEther, giveToken } from "../../shared/tokens.ts";
import { SPARK_BORROWERS, type SparkBorrowerPlan } from "./borrowers.ts";

const POOL = parseAbi([
  "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)",
  "function borrow(address asset, uint256 amount, uint256 rateMode, uint16 referralCode, address onBehalfOf)",
  "function setUserEMode(uint8 category)",
]);
const VARIABLE = 2n;
/** Base units of any token. */
const A_LITTLE = 1_000n;

export interface SparkContext extends Pick<SharedAddresses, "tokens"> {
  readonly pool: Address;
}

/** Mints tokens for `from` and lends them. At most once per account and token: USDT refuses a second approval. */
export async function supplyToSpark(
  deployer: Deployer,
  { tokens, pool }: SparkContext,
  from: Address,
  amounts: readonly TokenAmount[],
): Promise<void> {
  for (const { symbol, amount } of amounts) {
    const token = tokens[symbol];
    await giveToken(deployer, symbol, token, from, BigInt(amount));
    await approveUnlimited(deployer, token, from, pool);
    await deployer.send({ from, to: pool, abi: POOL, functionName: "supply", args: [token, BigInt(amount), from, 0] });
  }
}

/** Gives the treasury a little of every reserve that is a collateral, as on a market in use: to fill an empty balance costs more gas. */
export async function openTreasury(
  deployer: Deployer,
  { tokens, pool }: SparkContext,
  [from, treasury]: readonly [Address, Address],
  symbols: readonly TokenSymbol[],
): Promise<void> {
  for (const symbol of symbols) {
    await giveToken(deployer, symbol, tokens[symbol], from, A_LITTLE);
    const args = [tokens[symbol], A_LITTLE, treasury, 0] as const;
    await deployer.send({ from, to: pool, abi: POOL, functionName: "supply", args });
  }
}

/** Opens every position of the scenario, in order, the first by the account `firstIndex`. */
export async function openSparkPositions(
  deployer: Deployer,
  context: SparkContext,
  firstIndex: number,
): Promise<DevnetBorrower[]> {
  const borrowers: DevnetBorrower[] = [];
  for (const [at, plan] of SPARK_BORROWERS.entries()) {
    borrowers.push(await openPosition(deployer, context, plan, firstIndex + at));
  }
  return borrowers;
}

async function openPosition(
  deployer: Deployer,
  context: SparkContext,
  { label, about, collateral, debt, eMode }: SparkBorrowerPlan,
  accountIndex: number,
): Promise<DevnetBorrower> {
  const from = devnetAccount(accountIndex);
  const call = { from, to: context.pool, abi: POOL } as const;
  const amounts = { collateral: tokenAmounts(collateral), debt: tokenAmounts(debt) };
  await giveEther(deployer, from, "10000");
  await supplyToSpark(deployer, context, from, amounts.collateral);
  if (eMode) await deployer.send({ ...call, functionName: "setUserEMode", args: [eMode] });
  for (const { symbol, amount } of amounts.debt) {
    const args = [context.tokens[symbol], BigInt(amount), VARIABLE, 0, from] as const;
    await deployer.send({ ...call, functionName: "borrow", args });
  }
  return { label, about, address: from, accountIndex, market: "sparklend", ...amounts };
}
