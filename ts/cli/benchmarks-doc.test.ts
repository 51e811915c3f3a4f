import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { gas } from "../../script/bench/gas.ts";
import { ROOT } from "../core/root.ts";

it("docs/benchmarks.md has the gas of snapshots/: npm run bench:gas -- --write", () => {
  const text = readFileSync(join(ROOT, "docs", "benchmarks.md"), "utf8");
  const block = /<!-- gas -->\n```\n([\s\S]*?)\n```\n<!-- \/gas -->/.exec(text);
  expect(block?.[1]?.replace(/ +$/gm, "")).toBe(gas().text.replace(/ +$/gm, "").trimEnd());
});
