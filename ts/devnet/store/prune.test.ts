import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CACHE } from "./paths.ts";
import { prune } from "./prune.ts";

const hash = (age: number) => age.toString(16).padStart(16, "0");

describe("prune", () => {
  let cache: string;

  beforeEach(async () => {
    await mkdir(CACHE, { recursive: true });
    cache = await mkdtemp(join(CACHE, "prune-"));
  });

  afterEach(() => rm(cache, { recursive: true }));

  /** Puts files there, the first the newest. */
  const put = async (names: readonly string[]) => {
    for (const [age, name] of names.entries()) {
      await writeFile(join(cache, name), "");
      await utimes(join(cache, name), 1_000_000 - age, 1_000_000 - age);
    }
  };

  it("keeps the newest four builds, and the newest four of each part", async () => {
    const ages = [0, 1, 2, 3, 4, 5];
    const names = (prefix: string, ending = "") => ages.map((age) => `${prefix}${hash(age)}${ending}`);
    const all = [names(""), names("compiled-a-", ".json"), names("compiled-a-b-", ".json")];
    for (const kind of all) await put(kind);
    await prune(cache, ["a", "a-b"]);
    expect((await readdir(cache)).sort()).toEqual(all.flatMap((kind) => kind.slice(0, 4)).sort());
  });

  it("deletes what was compiled for no part of today, and leaves everything else", async () => {
    await put(["devnet.json", "build.lock", `compiled-${hash(1)}.json`, `compiled-gone-${hash(1)}.json`]);
    await prune(cache, ["a"]);
    expect((await readdir(cache)).sort()).toEqual(["build.lock", "devnet.json"]);
  });
});
