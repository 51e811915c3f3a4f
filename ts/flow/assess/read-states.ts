import type { Context } from "../../core/context.ts";
import type { AnyProtocol, OnProgress } from "../../protocols/protocol.ts";
import type { Target } from "../../protocols/target.ts";
import type { States } from "./states.ts";

/** Markets and positions of some targets of one protocol at one block. Errors as `Protocol.readMarkets`. */
export async function readStates(
  context: Context,
  protocol: AnyProtocol,
  targets: readonly Target[],
  blockNumber: bigint,
  onProgress?: OnProgress,
): Promise<States> {
  const asked = protocol.readMarkets(context, targets, blockNumber);
  const [markets, positions] = await Promise.all([
    asked,
    protocol.readPositions(context, targets, asked, blockNumber, onProgress),
  ]);
  return { targets, markets, positions };
}
