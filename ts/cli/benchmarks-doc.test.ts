import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { gas } from "../../script/bench/gas.ts";
import { ROOT } from "../core/root.ts";

it("docs/benchmarks.md has the gas of snapshots/: npm run bench:gas -- --write", () => {
  const block = /<!-- gas -->\n```\n([\s\S]*?)\n```\n<!-- \/gas -->/.exec(read("docs", "benchmarks.md"));
  expect(block?.[1]?.replace(/ +$/gm, "")).toBe(gas().text.replace(/ +$/gm, "").trimEnd());
});

it("docs/benchmarks.md says where all that the flash swap costs more goes", () => {
  const section = /### Where it goes\n([\s\S]*?)\n## /.exec(read("docs", "benchmarks.md"))?.[1] ?? "";
  const rows = [...section.matchAll(/^\| (.+?) \| ([\d,]+) \|/gm)].map(
    ([, what, used]) => [what, numberOf(used)] as const,
  );
  const together = rows.find(([what]) => what === "together")?.[1];
  const parts = rows.filter(([what]) => what !== "together");
  expect(parts.reduce((sum, [, used]) => sum + used, 0)).toBe(together);

  const snapshot = JSON.parse(read("snapshots", "AaveV3Liquidator.json")) as Record<string, string>;
  const [ours, unsafe] = [Number(snapshot["flash swap"]), Number(snapshot["unsafe: flash swap"])];
  expect(together).toBe(ours - unsafe);
  expect(section).toContain(`(${ours.toLocaleString("en")} and ${unsafe.toLocaleString("en")})`);
});

function read(...path: string[]): string {
  return readFileSync(join(ROOT, ...path), "utf8");
}

function numberOf(text: string | undefined): number {
  return Number(text?.replaceAll(",", ""));
}
