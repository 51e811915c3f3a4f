import { type Address, parseAbi, parseUnits } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { DevnetBorrower, SharedAddresses } from "../../part.ts";
import { devnetAccount } from "../../shared/accounts.ts";
import { type TokenAmount, tokenAmounts } from "../../shared/amounts.ts";
import { ASSETS } from "../../shared/assets.ts";
import { approveUnlimited, giveEther, giveToken } from "../../shared/tokens.ts";
import type { CompoundAddresses, CompoundMarketAddresses } from "./addresses.ts";
import { COMPOUND_BORROWERS, type CompoundBorrowerPlan } from "./borrowers.ts";
import { COMPTROLLERS } from "./plans.ts";

const CTOKEN = parseAbi([
  "function mint(uint256 amount) returns (uint256)",
  "function borrow(uint256 amount) returns (uint256)",
]);
const CETHER = parseAbi(["function mint() payable"]);
const COMPTROLLER = parseAbi(["function enterMarkets(address[] cTokens) returns (uint256[])"]);
const OWED = parseAbi(["function borrowBalanceStored(address account) view returns (uint256)"]);

type Context = Pick<SharedAddresses, "tokens">;

/** Lends the cash of all markets. */
export async function fillCompound(
  deployer: Deployer,
  { tokens, accounts }: SharedAddresses,
  addresses: CompoundAddresses,
): Promise<void> {
  for (const [name, { cTokens }] of Object.entries(COMPTROLLERS)) {
    const market = addresses[name as keyof CompoundAddresses];
    const cash = cTokens.map(({ symbol, cash }) => {
      return { symbol, amount: parseUnits(cash, ASSETS[symbol].decimals).toString() };
    });
    await supply(deployer, { tokens }, market, accounts.supplier, cash);
  }
}

/** Opens every position of the scenario, in order, the first by the account `firstIndex`. */
export async function openCompoundPositions(
  deployer: Deployer,
  context: Context,
  addresses: CompoundAddresses,
  firstIndex: number,
): Promise<DevnetBorrower[]> {
  const borrowers: DevnetBorrower[] = [];
  for (const [at, plan] of COMPOUND_BORROWERS.entries()) {
    borrowers.push(await openPosition(deployer, context, addresses[plan.market], plan, firstIndex + at));
  }
  return borrowers;
}

async function openPosition(
  deployer: Deployer,
  context: Context,
  market: CompoundMarketAddresses,
  { label, about, market: name, ...plan }: CompoundBorrowerPlan,
  accountIndex: number,
): Promise<DevnetBorrower> {
  const from = devnetAccount(accountIndex);
  const [collateral, debt] = [tokenAmounts(plan.collateral), tokenAmounts(plan.debt)];
  await giveEther(deployer, from, "10000");
  await supply(deployer, context, market, from, collateral);
  const entered = collateral.map(({ symbol }) => market.cTokens[symbol]!);
  const { comptroller } = market;
  await deployer.send({ from, to: comptroller, abi: COMPTROLLER, functionName: "enterMarkets", args: [entered] });
  for (const { symbol, amount } of debt) {
    const to = market.cTokens[symbol]!;
    await deployer.send({ from, to, abi: CTOKEN, functionName: "borrow", args: [BigInt(amount)] });
    // a code that nobody looks at is how the older tokens refuse
    const owed = await deployer.client.readContract({
      address: to,
      abi: OWED,
      functionName: "borrowBalanceStored",
      args: [from],
    });
    if (owed < BigInt(amount)) throw new Error(`${label} could not borrow ${amount} ${symbol}`);
  }
  return { label, about, address: from, accountIndex, market: name, collateral, debt };
}

/** At most once per account, token and market: USDT refuses a second approval. */
async function supply(
  deployer: Deployer,
  { tokens }: Context,
  { cTokens, native }: CompoundMarketAddresses,
  from: Address,
  amounts: readonly TokenAmount[],
): Promise<void> {
  for (const { symbol, amount } of amounts) {
    const to = cTokens[symbol]!;
    const value = BigInt(amount);
    if (to === native) {
      await deployer.send({ from, to, abi: CETHER, functionName: "mint", args: [], value });
      continue;
    }
    await giveToken(deployer, symbol, tokens[symbol], from, value);
    await approveUnlimited(deployer, tokens[symbol], from, to);
    await deployer.send({ from, to, abi: CTOKEN, functionName: "mint", args: [value] });
  }
}
