import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createTestClient, http, publicActions } from "viem";
import { describe, expect, it, vi } from "vitest";
import { CACHE } from "../store/paths.ts";
import { startAnvil } from "./start-anvil.ts";

const ADDRESS = "0x00000000000000000000000000000000000000fF";

describe("startAnvil", () => {
  it("quotes what anvil said when it ends before it answers", async () => {
    await expect(startAnvil(["--no-such-flag"])).rejects.toThrow(/anvil ended before it answered.*--no-such-flag/s);
  });

  it("rejects a state that anvil cannot load", async () => {
    await expect(startAnvil(["--load-state", "/no/such/state.json"])).rejects.toThrow("anvil ended before it answered");
  });

  it("picks different ports for two nodes", async () => {
    const [one, two] = await Promise.all([startAnvil([]), startAnvil([])]);
    try {
      expect(one.rpcUrl).not.toBe(two.rpcUrl);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
  });

  it("writes nothing below the user's home, however many blocks it has, and remembers the last hundreds", async () => {
    await mkdir(CACHE, { recursive: true });
    const home = await mkdtemp(join(CACHE, "home-"));
    vi.stubEnv("HOME", home);
    const node = await startAnvil([]);
    try {
      const client = createTestClient({ mode: "anvil", transport: http(node.rpcUrl) }).extend(publicActions);
      await client.setBalance({ address: ADDRESS, value: 7n });
      await client.mine({ blocks: 2 });
      await client.setBalance({ address: ADDRESS, value: 8n });
      for (let mined = 0; mined < 400; mined += 100) await client.mine({ blocks: 100 });
      expect(await client.getBalance({ address: ADDRESS, blockNumber: 1n })).toBe(7n);
      for (let mined = 0; mined < 800; mined += 100) await client.mine({ blocks: 100 });
      expect(await readdir(home, { recursive: true })).toEqual([]);
    } finally {
      await node.stop();
      vi.unstubAllEnvs();
      await rm(home, { recursive: true });
    }
  });

  it("dies with its parent, even when that is killed without a chance to clean up", async () => {
    const module = new URL("./start-anvil.ts", import.meta.url).href;
    const script = `const { startAnvil } = await import(${JSON.stringify(module)});
      console.log((await startAnvil([])).rpcUrl);
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const rpcUrl = line.toString("utf8").trim();
    expect(await answers(rpcUrl)).toBe(true);

    parent.kill("SIGKILL");
    await once(parent, "exit");
    while (await answers(rpcUrl)) await new Promise((resolve) => setTimeout(resolve, 20)); // else the test times out
  }, 20_000);
});

function answers(url: string): Promise<boolean> {
  return fetch(url, { method: "POST", body: "{}" }).then(
    () => true,
    () => false,
  );
}
