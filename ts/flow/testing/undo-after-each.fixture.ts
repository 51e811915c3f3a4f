import type { Hex } from "viem";
import { afterEach, beforeAll } from "vitest";
import type { FallenChain } from "./chain.fixture.ts";
import { dropAll } from "./drop-all.fixture.ts";

/**
 * Gives every test of the file the chain as the hooks before this call have left it, mining what it is sent at once. Its `afterEach` runs
 * after those that stand below it.
 */
export function undoAfterEach(chain: () => FallenChain): void {
  let snapshot: Hex;
  beforeAll(async () => {
    snapshot = await chain().client.snapshot();
  });
  afterEach(async () => {
    const { client } = chain();
    // no snapshot holds what waits to be mined: it would be, in the chain that is taken back to
    await dropAll(client);
    await client.setAutomine(true);
    await client.revert({ id: snapshot });
    snapshot = await client.snapshot();
  });
}
