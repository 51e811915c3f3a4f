import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { encryptKeystore } from "../core/keys/keystore.ts";
import type { LocalServer } from "../core/rpc/local-server.fixture.ts";
import { startTestChain } from "../devnet/testing/start-test-chain.ts";
import { journalsOf } from "../flow/deploy/deploy-journal.ts";
import { type Intercept, startProxy } from "../flow/testing/proxy.fixture.ts";
import { type Ended, expectNoTrace, type Running, type RunOptions, runFliq, startFliq } from "./process.fixture.ts";

/** Public key of the local chain's account 1, which may start liquidations. */
export const KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
export const OPERATOR = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

export type Stage = Awaited<ReturnType<typeof setStage>>;

/** A local chain without records, and the program as a user runs it, in a folder with key files and passwords. */
export async function setStage() {
  const chain = await startTestChain();
  const folder = mkdtempSync(join(tmpdir(), "fliq-e2e-"));
  writeFileSync(join(folder, "key.json"), JSON.stringify(await encryptKeystore(KEY, "correct horse")), { mode: 0o600 });
  writeFileSync(join(folder, "open-key.json"), "{}", { mode: 0o644 });
  writeFileSync(join(folder, "password"), "correct horse\n", { mode: 0o600 });
  writeFileSync(join(folder, "wrong-password"), "battery staple\n", { mode: 0o600 });
  const open: (() => Promise<unknown>)[] = [];
  const deployments = join(folder, "deployments");
  const own = { FLIQ_RPC_RETRIES: "0", FLIQ_DEPLOYMENTS_DIR: deployments };
  const ledger = () =>
    readFileSync(join(folder, ".fliq", "ledger.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  return {
    chain,
    folder,
    deployments,
    owner: chain.devnet.info.addresses.accounts.owner,
    user: (label: string, part = "aave-v3") => chain.borrower(part, label).address,

    /** Runs the program on the chain, or on the endpoint that the arguments name. */
    fliq(
      args: readonly string[],
      {
        env = {},
        url = chain.devnet.rpcUrl,
        input,
      }: Partial<Pick<RunOptions, "env" | "input">> & { url?: string } = {},
    ) {
      const endpoint = args.includes("--rpc-url") ? [] : ["--rpc-url", url];
      const options = { cwd: folder, env: { ...own, ...env } };
      return runFliq([...args, ...endpoint], { ...options, ...(input !== undefined && { input }) });
    },

    /** Leaves the program running, until it is interrupted or the stage is cleared. */
    start(args: readonly string[], { env = {} }: { env?: RunOptions["env"] } = {}): Running {
      const running = startFliq(args, { cwd: folder, env: { ...own, ...env } });
      open.push(async () => running.kill());
      return running;
    },

    closeLater(server: Pick<LocalServer, "close">): void {
      open.push(server.close);
    },

    /** An endpoint in front of the chain. */
    async proxied(intercept?: Intercept): Promise<LocalServer> {
      const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
      open.push(proxy.close);
      return proxy;
    },

    /** What must not change while nothing is sent. */
    async state() {
      const [block, nonce] = await Promise.all([
        chain.client.getBlockNumber({ cacheTime: 0 }),
        chain.client.getTransactionCount({ address: OPERATOR }),
      ]);
      return { block, nonce };
    },

    /** The record, as lines. */
    ledger,

    /** Its outcomes. */
    rows: () => ledger().filter(({ kind }) => kind === undefined),

    async clear() {
      await Promise.all(open.map((close) => close()));
      await chain.stop();
      rmSync(journalsOf({ deploymentsDir: deployments }), { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The same after ether has fallen to 2,600 dollars: many can be liquidated. */
export async function setFallenStage(): Promise<Stage> {
  const stage = await setStage();
  textOf(await stage.fliq(["devnet", "price", "WETH", "2600"]));
  return stage;
}

/** The result that the program printed for a program. */
export function resultOf({ code, stdout, stderr }: Ended) {
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { ok, result } = JSON.parse(stdout);
  expect(ok).toBe(true);
  expect(stdout.trimEnd()).not.toContain("\n");
  return result;
}

/** What the program printed for people. */
export function textOf({ code, stdout, stderr }: Ended): string {
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expectNoTrace(stdout);
  return stdout;
}

/** Keys in the table of a section of docs/json.md. */
export function documented(command: string) {
  const text = readFileSync(join(import.meta.dirname, "../../docs/json.md"), "utf8");
  const section = text.split(/^## /m).find((one) => one.startsWith(`${command}\n`))!;
  return [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, key]) => key).sort();
}
