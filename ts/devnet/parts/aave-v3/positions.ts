import { type Address, parseAbi, parseUnits } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { DevnetBorrower, SharedAddresses } from "../../part.ts";
import { devnetAccount } from "../../shared/accounts.ts";
import { type TokenAmount, tokenAmounts } from "../../shared/amounts.ts";
import { ASSETS } from "../../shared/assets.ts";
import { approveUnlimited, giveEther, giveToken } from "../../shared/tokens.ts";
import type { AaveAddresses } from "./addresses.ts";
import { AAVE_BORROWERS, type AaveBorrowerPlan } from "./borrowers.ts";

const POOL = parseAbi([
  "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)",
  "function borrow(address asset, uint256 amount, uint256 rateMode, uint16 referralCode, address onBehalfOf)",
  "function withdraw(address asset, uint256 amount, address to)",
  "function setUserEMode(uint8 category)",
]);

/** Aave's only rate mode since v3.2. */
const VARIABLE = 2n;

type Context = Pick<SharedAddresses, "tokens"> & { aave: AaveAddresses };

/** Mints tokens for `from` and lends them to an Aave market. At most once per account, token and market: USDT refuses a second approval. */
export async function supplyToAave(
  deployer: Deployer,
  context: Context,
  market: "main" | "l2",
  from: Address,
  amounts: readonly TokenAmount[],
): Promise<void> {
  const { pool } = context.aave[market];
  for (const { symbol, amount } of amounts) {
    const token = context.tokens[symbol];
    await giveToken(deployer, symbol, token, from, BigInt(amount));
    await approveUnlimited(deployer, token, from, pool);
    await deployer.send({ from, to: pool, abi: POOL, functionName: "supply", args: [token, BigInt(amount), from, 0] });
  }
}

/** Opens every Aave position of the scenario, in order, the first by the account `firstIndex`. */
export async function openAavePositions(
  deployer: Deployer,
  context: Context,
  firstIndex: number,
): Promise<DevnetBorrower[]> {
  const borrowers: DevnetBorrower[] = [];
  for (const [at, plan] of AAVE_BORROWERS.entries()) {
    borrowers.push(await openPosition(deployer, context, plan, firstIndex + at));
  }
  return borrowers;
}

async function openPosition(
  deployer: Deployer,
  context: Context,
  plan: AaveBorrowerPlan,
  accountIndex: number,
): Promise<DevnetBorrower> {
  const from = devnetAccount(accountIndex);
  const call = { from, to: context.aave[plan.market].pool, abi: POOL } as const;
  await giveEther(deployer, from, "10000");
  await supplyToAave(deployer, context, plan.market, from, withScaffold(plan));
  if (plan.eMode) await deployer.send({ ...call, functionName: "setUserEMode", args: [plan.eMode] });
  for (const { symbol, amount } of tokenAmounts(plan.debt)) {
    const args = [context.tokens[symbol], BigInt(amount), VARIABLE, 0, from] as const;
    await deployer.send({ ...call, functionName: "borrow", args });
  }
  for (const { symbol, amount } of tokenAmounts(plan.scaffold ?? {})) {
    await deployer.send({ ...call, functionName: "withdraw", args: [context.tokens[symbol], BigInt(amount), from] });
  }
  return {
    label: plan.label,
    about: plan.about,
    address: from,
    accountIndex,
    market: plan.market,
    collateral: tokenAmounts(plan.collateral),
    debt: tokenAmounts(plan.debt),
  };
}

/** The collateral together with what is withdrawn later. */
function withScaffold({ collateral, scaffold = {} }: AaveBorrowerPlan): TokenAmount[] {
  return tokenAmounts(collateral).map(({ symbol, amount }) => {
    const extra = parseUnits(scaffold[symbol] ?? "0", ASSETS[symbol].decimals);
    return { symbol, amount: (BigInt(amount) + extra).toString() };
  });
}
