import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { startAnvil } from "./start-anvil.ts";

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
