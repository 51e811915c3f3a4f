import type { TestChain } from "../../devnet/testing/start-test-chain.ts";

/** Forgets every transaction that waits to be mined. */
export async function dropAll(client: TestChain["client"]): Promise<void> {
  await client.request({ method: "anvil_dropAllTransactions" as never, params: [] as never });
}
