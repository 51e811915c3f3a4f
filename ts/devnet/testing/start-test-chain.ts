import { createTestClient, http, publicActions, walletActions } from "viem";
import { foundry } from "viem/chains";
import { LENDING_PARTS } from "../parts/for-people.ts";
import { type StartOptions, startDevnet } from "../start-devnet.ts";
import type { Devnet, DevnetBorrower } from "../types.ts";

/** A devnet of its own for one test file, on which any address may send transactions. */
export interface TestChain {
  devnet: Devnet;
  stop: Devnet["stop"];
  client: ReturnType<typeof connect>;
  /** Runs `work` and takes back everything it did to the chain. */
  undoing<T>(work: () => Promise<T>): Promise<T>;
  /** The borrower with this label, of the part with this name or key. */
  borrower(part: string, label: string): DevnetBorrower;
}

/** Milliseconds that a test file may take to build a devnet which is not cached. */
export const BUILD_TIMEOUT = 300_000;

export async function startTestChain(options: StartOptions = {}): Promise<TestChain> {
  const devnet = await startDevnet(options);
  const client = connect(devnet.rpcUrl);
  await client.request({ method: "anvil_autoImpersonateAccount" as never, params: [true] as never });
  return {
    devnet,
    stop: devnet.stop,
    client,
    async undoing(work) {
      const id = await client.snapshot();
      try {
        return await work();
      } finally {
        await client.revert({ id });
      }
    },
    borrower(part, label) {
      const key = LENDING_PARTS.find((one) => one.name === part || one.key === part)?.key;
      const borrowers: Readonly<Record<string, DevnetBorrower[]>> = devnet.info.borrowers;
      const found = borrowers[key ?? ""]?.find((candidate) => candidate.label === label);
      if (!found) throw new Error(`no borrower ${label} on ${part}`);
      return found;
    },
  };
}

function connect(rpcUrl: string) {
  return createTestClient({ chain: foundry, mode: "anvil", transport: http(rpcUrl), pollingInterval: 10 })
    .extend(publicActions)
    .extend(walletActions);
}
