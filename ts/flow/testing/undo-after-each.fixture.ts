import type { Hex } from "viem";
import { afterEach, beforeAll } from "vitest";
import type { FallenChain } from "./chain.fixture.ts";

/** Gives every test of the file the chain as the hooks before this call have left it. Its `afterEach` runs after those that stand below it. */
export function undoAfterEach(chain: () => FallenChain): void {
  let snapshot: Hex;
  beforeAll(async () => {
    snapshot = await chain().client.snapshot();
  });
  afterEach(async () => {
    await chain().client.revert({ id: snapshot });
    snapshot = await chain().client.snapshot();
  });
}
