import type { Context } from "../context.ts";
import { onceAt } from "../data/once-at.ts";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { describeReadError, isNotYet } from "../rpc/read-errors.ts";

/** Blocks that are looked at for one that has logs: most have some. */
const MOST_BLOCKS = 16n;
const NO_LOGS = /^0x0*$/;

/**
 * Whether an endpoint's logs end before a block that it has: gateways answer blocks and logs from different backends, and
 * one that is behind says that there are no logs, where it should say that it does not know. The block's own bloom filter
 * knows better: one that is not empty has logs. Asked once for a block, and told in a warning.
 * @returns the failure with which to refuse what rests on there being no log; null while nothing speaks against the logs
 * @throws InterruptedError
 */
export function lateLogs(context: Context, toBlock: bigint): Promise<RpcError | null> {
  return onceAt(context.client, toBlock)("late logs", async () => {
    const late = await look(context, toBlock);
    if (late !== null) context.logger.warn(`${late.message}: what happened lately may be missing`);
    return late;
  });
}

async function look({ client, logger, signal }: Context, toBlock: bigint): Promise<RpcError | null> {
  let number = toBlock;
  try {
    for (; number >= 0n && number > toBlock - MOST_BLOCKS; number--) {
      const { hash, logsBloom } = await client.getBlock({ blockNumber: number });
      if (logsBloom === null || NO_LOGS.test(logsBloom)) continue;
      // by its hash: a node that does not know the block then fails, and the transport asks again a little later
      const logs = await client.getLogs({ blockHash: hash });
      return logs.length > 0 ? null : late(number);
    }
  } catch (error) {
    if (signal.aborted) throw new InterruptedError();
    if (isNotYet(error)) return late(number, error);
    logger.debug("whether the logs are late is not known", { block: toBlock, reason: describeReadError(error) });
  }
  return null;
}

function late(block: bigint, cause?: unknown): RpcError {
  return new RpcError("node-error", `the endpoint's logs end before block ${block}, which it has`, {
    retryable: true,
    code: "late-logs",
    hint: "try again, or use another endpoint",
    numbers: { block },
    cause,
  });
}
