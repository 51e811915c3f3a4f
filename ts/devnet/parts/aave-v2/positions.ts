import { type Address, parseAbi } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { DevnetBorrower, SharedAddresses } from "../../part.ts";
import { devnetAccount } from "../../shared/accounts.ts";
import { tokenAmounts } from "../../shared/amounts.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import { approveUnlimited, giveEther, giveToken } from "../../shared/tokens.ts";
import type { AaveV2BorrowerPlan } from "./borrowers.ts";

const POOL = parseAbi([
  "function deposit(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)",
  "function borrow(address asset, uint256 amount, uint256 rateMode, uint16 referralCode, address onBehalfOf)",
]);
const STABLE = 1n;
const VARIABLE = 2n;

type Tokens = Pick<SharedAddresses, "tokens">;

/** Mints tokens for `from` and lends them to a pool. At most once per account, token and pool: USDT refuses a second approval. */
export async function depositTo(
  deployer: Deployer,
  { tokens }: Tokens,
  pool: Address,
  from: Address,
  amounts: readonly (readonly [TokenSymbol, bigint])[],
): Promise<void> {
  for (const [symbol, amount] of amounts) {
    const token = tokens[symbol];
    await giveToken(deployer, symbol, token, from, amount);
    await approveUnlimited(deployer, token, from, pool);
    await deployer.send({ from, to: pool, abi: POOL, functionName: "deposit", args: [token, amount, from, 0] });
  }
}

/**
 * Opens positions in markets of Aave V2 or of a fork, in order, the first by the account `firstIndex`.
 * @param poolOf by name of the market
 */
export async function openAaveV2Positions(
  deployer: Deployer,
  shared: Tokens,
  poolOf: (market: string) => Address,
  plans: readonly AaveV2BorrowerPlan[],
  firstIndex: number,
): Promise<DevnetBorrower[]> {
  const borrowers: DevnetBorrower[] = [];
  for (const [at, { label, about, market, ...plan }] of plans.entries()) {
    const accountIndex = firstIndex + at;
    const address = devnetAccount(accountIndex);
    const [collateral, debt, stableDebt] = [plan.collateral, plan.debt, plan.stableDebt ?? {}].map(tokenAmounts);
    const pool = poolOf(market);
    await giveEther(deployer, address, "10000");
    const lent = collateral!.map(({ symbol, amount }) => [symbol, BigInt(amount)] as const);
    await depositTo(deployer, shared, pool, address, lent);
    for (const [mode, loans] of [[VARIABLE, debt!] as const, [STABLE, stableDebt!] as const]) {
      for (const { symbol, amount } of loans) {
        const args = [shared.tokens[symbol], BigInt(amount), mode, 0, address] as const;
        await deployer.send({ from: address, to: pool, abi: POOL, functionName: "borrow", args });
      }
    }
    borrowers.push({
      label,
      about,
      address,
      accountIndex,
      market,
      collateral: collateral!,
      debt: [...debt!, ...stableDebt!],
    });
  }
  return borrowers;
}
