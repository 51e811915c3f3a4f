import type { Context } from "../../core/context.ts";
import type { OnProgress, Read } from "../protocol.ts";
import { marketKey, type Target } from "../target.ts";
import { aaveV3 } from "./index.ts";
import type { AaveV3Market, AaveV3Position, AaveV3State } from "./state.ts";

export interface AccountRead {
  readonly target: Target;
  readonly market: Read<AaveV3Market>;
  readonly position: Read<AaveV3Position>;
}

/** Accounts with their markets, read one after the other as the flow does. */
export async function read(
  context: Context,
  targets: readonly Target[],
  blockNumber: bigint,
  onProgress?: OnProgress,
): Promise<AccountRead[]> {
  const markets = await aaveV3.readMarkets(context, targets, blockNumber);
  const positions = await aaveV3.readPositions(context, targets, markets, blockNumber, onProgress);
  return targets.map((target, index) => ({
    target,
    market: markets.get(marketKey(target))!,
    position: positions[index]!,
  }));
}

/** @throws with the reason unless both were read */
export function stateOf(account: AccountRead | undefined): AaveV3State {
  if (!account) throw new Error("nothing was read");
  return { market: stateIn(account.market), position: stateIn(account.position) };
}

function stateIn<State>(read: Read<State>): State {
  if (!read.ok) throw new Error(`${read.reason.code}: ${read.reason.message}`);
  return read.state;
}
