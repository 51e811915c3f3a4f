import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withLock } from "./with-lock.ts";

describe("withLock", () => {
  let dir: string;
  let lock: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "lock-"));
    lock = join(dir, "deep", "build.lock");
  });

  afterEach(() => rm(dir, { recursive: true }));

  it("lets one work after the other", async () => {
    const log: string[] = [];
    const work = (name: string) => async () => {
      log.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      log.push(`${name} ends`);
    };
    await Promise.all([withLock(lock, work("a")), withLock(lock, work("b"))]);
    const [first, second] = log[0] === "a begins" ? ["a", "b"] : ["b", "a"];
    expect(log).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
  });

  it("is free again after a failure", async () => {
    await expect(withLock(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(lock)).toBe(false);
  });

  it("holds the id of its process, and breaks the lock of one that died", async () => {
    await withLock(lock, async () => expect(await readFile(lock, "utf8")).toBe(String(process.pid)));
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    await writeFile(lock, String(pid));
    expect(await withLock(lock, () => Promise.resolve("done"))).toBe("done");
  });
});
