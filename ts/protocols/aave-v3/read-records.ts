import type { Context } from "../../core/context.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { aaveV3LensAbi } from "../../generated/AaveV3Lens.ts";
import type { RecordsCall } from "../aave/read-positions.ts";
import { type AccountRecord, decodeAccounts } from "./lens.ts";

/** Accounts of a pool of any revision, as many as one call holds. */
export async function readRecords(
  context: Context,
  { pool, users, others, blockNumber }: RecordsCall,
): Promise<AccountRecord[]> {
  const [done, records] = await callDeployless(context.client, {
    contract: "AaveV3Lens",
    abi: aaveV3LensAbi,
    functionName: "accounts",
    args: [pool, users, others],
    blockNumber,
  });
  return decodeAccounts(records, Number(done));
}
