import type { PublicClient } from "viem";
import type { ChainBook } from "../core/chain-book.ts";
import { DeploymentError } from "../core/errors/errors.ts";
import type { LiquidatorName } from "../core/names/names.ts";
import { checkDeployment, readDeployments } from "./deployments.ts";

/**
 * Those of the named liquidators that are recorded for a chain and are on it, with the code that was recorded.
 * The local chain forgets its contracts with every start, so there a stale record is no failure.
 * @param folder `Config.deploymentsDir`
 * @throws DeploymentError when the chain contradicts the record, or the record is malformed.
 */
export async function presentLiquidators(
  client: Pick<PublicClient, "getCode">,
  { chainId, name: chain }: Pick<ChainBook, "chainId" | "name">,
  names: readonly LiquidatorName[],
  folder: string,
): Promise<ChainBook["liquidators"]> {
  const { contracts } = await readDeployments(chainId, folder);
  const present: Partial<Record<LiquidatorName, `0x${string}`>> = {};
  for (const name of names) {
    const record = contracts[name];
    if (!record) continue;
    const check = await checkDeployment(client, record);
    if (check === "matches") present[name] = record.address;
    else if (chain !== "devnet") {
      const found = check === "no-code" ? "there is no contract" : "there is another contract";
      throw new DeploymentError(`${name} is recorded at ${record.address} on ${chain}, but ${found}`, {
        hint: "check that the endpoint is in sync, else deploy again or correct deployments/",
      });
    }
  }
  return present;
}
