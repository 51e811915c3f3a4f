import type { Deployer } from "../deploy/deployer.ts";
import type { SharedAddresses } from "../part.ts";
import { ACCOUNT_INDEX, devnetAccount } from "./accounts.ts";
import { deployFeeds, deployTokens, giveEther } from "./tokens.ts";

/** Deploys what every part builds on: the tokens and their feeds. */
export async function deployShared(deployer: Deployer): Promise<SharedAddresses> {
  const accounts: SharedAddresses["accounts"] = {
    deployer: deployer.account,
    operator: devnetAccount(ACCOUNT_INDEX.operator),
    owner: devnetAccount(ACCOUNT_INDEX.owner),
    supplier: devnetAccount(ACCOUNT_INDEX.supplier),
    whale: devnetAccount(ACCOUNT_INDEX.whale),
  };
  const tokens = await deployTokens(deployer);
  const feeds = await deployFeeds(deployer);
  await giveEther(deployer, accounts.supplier, "1000000");
  return { tokens, feeds, accounts };
}
