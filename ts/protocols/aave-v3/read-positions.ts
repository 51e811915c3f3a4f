import type { Context } from "../../core/context.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { aaveV3LensAbi } from "../../generated/AaveV3Lens.ts";
import { type AccountsOf, readAccounts } from "../aave/read-positions.ts";
import type { MarketReads, OnProgress, Read } from "../protocol.ts";
import type { Target } from "../target.ts";
import { decodeAccounts } from "./lens.ts";
import type { AaveV3Market, AaveV3Position } from "./state.ts";

/** {@link readAccounts} of Aave V3, every revision. */
export function readPositions(
  context: Context,
  targets: readonly Target[],
  markets: MarketReads<AaveV3Market> | Promise<MarketReads<AaveV3Market>>,
  blockNumber: bigint,
  onProgress?: OnProgress,
): Promise<Read<AaveV3Position>[]> {
  return readAccounts(context, targets, markets, { ...ACCOUNTS, blockNumber, onProgress });
}

const ACCOUNTS: AccountsOf<AaveV3Position> = {
  version: "Aave V3",
  async readRecords(context, { pool, users, others, blockNumber }) {
    const [done, records] = await callDeployless(context.client, {
      contract: "AaveV3Lens",
      abi: aaveV3LensAbi,
      functionName: "accounts",
      args: [pool, users, others],
      blockNumber,
    });
    return decodeAccounts(records, Number(done));
  },
};
