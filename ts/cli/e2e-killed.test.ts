import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ROOT } from "../core/root.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { journalsOf } from "../flow/deploy/deploy-journal.ts";
import { KEY, type Stage, setStage } from "./e2e.fixture.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

/** As providers have them: in the path, in the query, and for the server itself. */
const SECRETS = { path: "Zx81KilledPathKey", query: "killedQueryKey99", password: "killedPassword" };

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage?.clear());

/** Of the killed runs, which nothing else removes. */
const journals = () => journalsOf({ deploymentsDir: stage.deployments });
afterEach(() => rmSync(journals(), { recursive: true, force: true }));

/** Every file that was written since, below the folders that forge and the program write to. */
function written(since: number): string[] {
  const folders = [...["broadcast", "cache", "deployments"].map((name) => join(ROOT, name)), journals(), stage.folder];
  const names = folders
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)));
  return names.filter((file) => statSync(file).isFile() && statSync(file).mtimeMs >= since);
}

describe("a deployment that is killed", () => {
  // before forge has sent anything, and when it has
  it.each(["eth_getTransactionCount", "eth_sendRawTransaction"])(
    "leaves neither the endpoint's keys nor the account's on the disk: in the middle of %s",
    async (method) => {
      const since = Date.now() - 1;
      let isAsked = false;
      const proxy = await stage.proxied((call) => {
        if (call.method !== method) return false;
        isAsked = true;
        // never answered
        return true;
      });
      const url = new URL(`${proxy.url}/v2/${SECRETS.path}?key=${SECRETS.query}`);
      [url.username, url.password] = ["somebody", SECRETS.password];
      const { owner } = stage;
      // the seller needs no forge
      const args = [
        "deploy",
        "--protocol",
        "morpho",
        "--owner",
        owner,
        "--receiver",
        owner,
        "--send",
        "--rpc-url",
        url.href,
      ];
      await stage.chain.client.setCode({ address: "0x4e59b44847b379578588920cA78FbF26c0B4956C", bytecode: "0x" });
      const running = stage.start(args, { env: { FLIQ_PRIVATE_KEY: KEY } });
      await vi.waitUntil(() => isAsked, { timeout: 120_000, interval: 20 });
      running.kill();
      await vi.waitUntil(() => !running.isRunning(), { timeout: 30_000, interval: 20 });
      const files = written(since);
      expect(files.some((file) => file.startsWith(journals()))).toBe(true);
      const forbidden = [...Object.values(SECRETS), KEY.slice(2)].flatMap((one) => [one, btoa(one)]);
      forbidden.push(btoa(`somebody:${SECRETS.password}`), encodeURIComponent(url.href));
      for (const file of files) {
        const text = readFileSync(file, "utf8").toLowerCase();
        for (const secret of forbidden) expect([file, text.includes(secret.toLowerCase())]).toEqual([file, false]);
      }
    },
  );
});
