import type { Address } from "viem";
import type { ChainBook } from "../core/chain-book.ts";
import type { LiquidatorName } from "../core/names/names.ts";
import { deploymentsFile, readDeployments } from "./deployments.ts";

/** A contract that is recorded and not on the chain, as after the local chain was started anew. */
export interface StaleRecord {
  readonly file: string;
  readonly address: Address;
}

/**
 * The record of a liquidator that the book, which was compared with the chain, does not have.
 * @param folder `Config.deploymentsDir`
 * @throws DeploymentError when the record is malformed.
 */
export async function staleRecord(
  { chainId, liquidators }: Pick<ChainBook, "chainId" | "liquidators">,
  contract: LiquidatorName,
  folder: string,
): Promise<StaleRecord | null> {
  if (liquidators[contract] !== undefined) return null;
  const record = (await readDeployments(chainId, folder)).contracts[contract];
  return record ? { file: deploymentsFile(chainId, folder), address: record.address } : null;
}
