import { type Address, parseAbi } from "viem";
import type { Deployer } from "../../deploy/deployer.ts";
import type { SharedAddresses } from "../../part.ts";
import { ASSETS } from "../../shared/assets.ts";
import { dollarsToUnits } from "../../shared/dollars-to-units.ts";
import { approveUnlimited } from "../../shared/tokens.ts";
import type { CurveAddresses, CurvePoolAddresses } from "./addresses.ts";
import { CURVE_POOLS } from "./pools.ts";
import { ratesOf, tokenOf } from "./rates.ts";

const POOL = parseAbi(["function fill(uint256[] amounts) payable"]);

/** As Curve names ether. */
const ETHER: Address = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE";

/** Share of the fee that is not the pool's, of 1e10. */
const ADMIN_FEE = 5n * 10n ** 9n;

/** Deploys pools by Curve's rule, whose liquidity was the whale's. */
export async function deployCurve(
  deployer: Deployer,
  { tokens, accounts: { whale } }: SharedAddresses,
): Promise<CurveAddresses> {
  const pools: CurvePoolAddresses[] = [];
  for (const { name, coins, amplification, fee, value } of CURVE_POOLS) {
    const addresses = coins.map((coin) => (coin === "ETH" ? ETHER : tokens[coin]));
    const rates = await ratesOf(coins, async (symbol) => ASSETS[symbol].price);
    const address = await deployer.deploy("CurvePool", [addresses, rates, amplification, fee, ADMIN_FEE]);
    for (const coin of coins) if (coin !== "ETH") await approveUnlimited(deployer, tokens[coin], whale, address);
    const amounts = coins.map((coin) => dollarsToUnits(tokenOf(coin), value));
    const ether = coins.indexOf("ETH");
    const call = { from: whale, to: address, abi: POOL, functionName: "fill", args: [amounts] } as const;
    await deployer.send(ether < 0 ? call : { ...call, value: amounts[ether]! });
    pools.push({ name, address, coins: [...coins], tokens: addresses });
  }
  return { pools };
}
