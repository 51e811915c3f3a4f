import type { Context } from "../../core/context.ts";
import type { OnProgress } from "../../protocols/protocol.ts";
import type { DeployedLiquidator } from "./deployed-liquidators.ts";
import { everSet } from "./ever-set.ts";
import { type Governance, readGovernance } from "./read-governance.ts";
import { eachList } from "./rights.ts";

/**
 * Everything that a liquidator allows: what the book has, then whoever else was ever set.
 * @throws as {@link everSet} and {@link readGovernance}
 */
export async function showGovernance(
  context: Context,
  liquidator: DeployedLiquidator,
  blockNumber: bigint,
  onProgress?: OnProgress,
): Promise<Governance> {
  const set = await everSet(context, liquidator, blockNumber, onProgress);
  const asked = eachList((list) => [...(liquidator.known[list] ?? []).map(({ address }) => address), ...set[list]]);
  return readGovernance(context, liquidator, { asked, blockNumber });
}
