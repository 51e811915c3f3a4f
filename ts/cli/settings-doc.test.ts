import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { SECRET_VARIABLES } from "../core/config/config.ts";
import { environmentName, SETTING_NAMES, settingsSchema } from "../core/config/config-schema.ts";
import { createRedactor } from "../core/errors/redact.ts";
import { formatDecimal, GWEI_DECIMALS, USD_DECIMALS } from "../core/math/decimal.ts";
import { CHAIN_NAMES, rpcUrlVariables } from "../core/names/chain-names.ts";
import { ROOT } from "../core/root.ts";
import { COMMANDS } from "./commands/index.ts";
import { buildProgram } from "./program.ts";

const text = readFileSync(join(ROOT, "docs/settings.md"), "utf8");
const rows = text
  .split("\n")
  .filter((line) => /^\| `/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));
const of = (name: string) => rows.find(([, setting]) => setting === name)!;

const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
const host = {
  env: {},
  cwd: "/",
  stdin,
  stdout,
  stderr,
  redactor: createRedactor(),
  signal: new AbortController().signal,
};
const program = buildProgram(host, COMMANDS);
const options = new Set([program, ...program.commands].flatMap((command) => command.options.map(({ long }) => long)));

describe("docs/settings.md", () => {
  it("has every setting, in the order of the schema, and no other", () => {
    expect(rows.map(([, setting]) => setting)).toEqual(SETTING_NAMES);
  });

  it.each(SETTING_NAMES)("says the truth about %s", (name) => {
    const [, , variable, option, byDefault] = of(name);
    expect(variable).toBe(name === "rpcUrls" ? "none" : environmentName(name));
    const value: unknown = settingsSchema.parse({})[name];
    const scale = { minProfitUsd: USD_DECIMALS, maxGasGwei: GWEI_DECIMALS }[name as string];
    const shown =
      typeof value === "bigint" && scale !== undefined ? formatDecimal(value, scale) : String(value ?? "none");
    expect(byDefault).toBe(shown);
    const flag = `--${name.replace(/Usd$/, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    expect(option).toBe(options.has(flag) ? flag : "none");
  });

  it("names every variable that is no setting", () => {
    for (const name of [...CHAIN_NAMES.flatMap(rpcUrlVariables), ...SECRET_VARIABLES])
      expect(text).toContain(`\`${name}\``);
  });
});
