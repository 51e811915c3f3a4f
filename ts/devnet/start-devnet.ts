import { join } from "node:path";
import { createTestClient, http } from "viem";
import { buildDevnet } from "./build-devnet.ts";
import { startAnvil } from "./node/start-anvil.ts";
import { STATE_FILE } from "./store/paths.ts";
import type { Devnet } from "./types.ts";

/** Ethereum's time between blocks. */
const SECONDS_PER_BLOCK = 12;

/** Wei per gas of the first block; later blocks follow the protocol's rule. */
const FIRST_BASE_FEE = 1_000_000_000n;

export interface StartOptions {
  /** Fixed port; by default a free one. */
  port?: number;
  /** Seconds between two blocks, 12 by default. 0 lets the clock stand still, so that no interest ever accrues. */
  secondsPerBlock?: number;
}

/**
 * Starts a local chain with the real protocols, their markets and borrowers, from the cached state; builds that state
 * first when it is missing. The chain's clock depends on its blocks only, never on the wall clock: the first block
 * has the second in which the positions were opened.
 *
 * @example
 * const devnet = await startDevnet();
 * const client = createPublicClient({ transport: http(devnet.rpcUrl) });
 * await devnet.stop();
 *
 * @throws when the port is taken or anvil does not start
 */
export async function startDevnet({ port, secondsPerBlock = SECONDS_PER_BLOCK }: StartOptions = {}): Promise<Devnet> {
  const { dir, info } = await buildDevnet();
  const time = ["--timestamp", String(info.timestamp)];
  const node = await startAnvil(["--load-state", join(dir, STATE_FILE), "--chain-id", "31337", ...time], port);
  try {
    const client = createTestClient({ mode: "anvil", transport: http(node.rpcUrl) });
    await client.setNextBlockTimestamp({ timestamp: BigInt(info.timestamp) });
    await client.setNextBlockBaseFeePerGas({ baseFeePerGas: FIRST_BASE_FEE });
    await client.mine({ blocks: 1 });
    await client.setBlockTimestampInterval({ interval: secondsPerBlock });
    return { rpcUrl: node.rpcUrl, chainId: info.chainId, info, stop: node.stop };
  } catch (error) {
    await node.stop();
    throw error;
  }
}
