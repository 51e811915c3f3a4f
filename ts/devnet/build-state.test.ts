import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildDevnet } from "./build-devnet.ts";
import { buildState } from "./build-state.ts";
import { ALLOCS_FILE, CACHE, INFO_FILE } from "./store/paths.ts";
import { BUILD_TIMEOUT } from "./testing/start-test-chain.ts";

describe("buildState", () => {
  it(
    "gives the same addresses, and the same every account and slot, each time",
    async () => {
      const { dir } = await buildDevnet();
      const again = await mkdtemp(join(CACHE, "again-"));
      try {
        await buildState(again);
        for (const file of [INFO_FILE, ALLOCS_FILE]) {
          const first = JSON.parse(await readFile(join(dir, file), "utf8")) as unknown;
          expect(JSON.parse(await readFile(join(again, file), "utf8"))).toEqual(first);
        }
      } finally {
        await rm(again, { recursive: true });
      }
    },
    BUILD_TIMEOUT,
  );

  it(
    "is found at fixed paths, in the form that Foundry loads",
    async () => {
      const { dir, info } = await buildDevnet();
      expect(JSON.parse(await readFile(join(CACHE, INFO_FILE), "utf8"))).toEqual(info);
      const pointer = JSON.parse(await readFile(join(CACHE, "current.json"), "utf8")) as { dir: string };
      expect(join(CACHE, pointer.dir)).toBe(dir);
      const allocs = JSON.parse(await readFile(join(CACHE, ALLOCS_FILE), "utf8")) as Record<
        string,
        Record<string, unknown>
      >;
      const pool = allocs[info.addresses.aave.main.pool.toLowerCase()];
      expect(pool).toMatchObject({ balance: "0x0", nonce: "0x1", code: expect.stringMatching(/^0x[0-9a-f]{100,}/) });
      expect(Object.keys(pool?.storage ?? {}).length).toBeGreaterThan(100);
    },
    BUILD_TIMEOUT,
  );
});
