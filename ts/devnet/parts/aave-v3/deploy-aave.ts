import type { Deployer } from "../../deploy/deployer.ts";
import type { SharedAddresses } from "../../part.ts";
import { ACCOUNT_INDEX, devnetAccount } from "../../shared/accounts.ts";
import { TOKEN_SYMBOLS } from "../../shared/token-symbols.ts";
import type { AaveAddresses } from "./addresses.ts";
import { deployAaveLibraries, deployAaveMarket } from "./deploy-market.ts";
import { E_MODES } from "./reserves.ts";

/** Deploys two Aave V3.6 markets: one with every token, and a small one with the pool of the L2s. */
export async function deployAave(deployer: Deployer, { tokens, feeds }: SharedAddresses): Promise<AaveAddresses> {
  const libraries = await deployAaveLibraries(deployer);
  const shared = { tokens, feeds, treasury: devnetAccount(ACCOUNT_INDEX.treasury) };
  return {
    main: await deployAaveMarket(deployer, libraries, {
      ...shared,
      id: "Devnet Main",
      poolContract: "PoolInstance",
      reserves: TOKEN_SYMBOLS,
      eModes: E_MODES,
    }),
    l2: await deployAaveMarket(deployer, libraries, {
      ...shared,
      id: "Devnet L2",
      poolContract: "L2PoolInstance",
      reserves: ["WETH", "USDC"],
      eModes: [],
    }),
  };
}
