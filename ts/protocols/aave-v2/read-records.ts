import { callDeployless } from "../../core/lens/deployless.ts";
import { aaveV2LensAbi } from "../../generated/AaveV2Lens.ts";
import type { AccountsOf } from "../aave/read-positions.ts";
import { decodeAccounts } from "./lens.ts";
import type { AaveV2Position } from "./state.ts";

/** One call of the lens for accounts. */
export const readRecords: AccountsOf<AaveV2Position>["readRecords"] = async (
  { client },
  { pool, users, others, blockNumber },
) => {
  const [done, records] = await callDeployless(client, {
    contract: "AaveV2Lens",
    abi: aaveV2LensAbi,
    functionName: "accounts",
    args: [pool, users, others],
    blockNumber,
  });
  return decodeAccounts(records, Number(done));
};
