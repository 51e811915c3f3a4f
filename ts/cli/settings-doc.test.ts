import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { AGGREGATOR_SETTINGS } from "../aggregators/settings.ts";
import { secretVariables, settingNames, settingsOf } from "../core/config/all-settings.ts";
import { environmentName, optionName, settingsSchema } from "../core/config/config-schema.ts";
import { createRedactor } from "../core/errors/redact.ts";
import { formatDecimal, GWEI_DECIMALS, USD_DECIMALS } from "../core/math/decimal.ts";
import { CHAIN_NAMES, rpcUrlVariables } from "../core/names/chain-names.ts";
import { ROOT } from "../core/root.ts";
import { FUNDINGS } from "../funding/index.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { VENUES } from "../venues/index.ts";
import { ADAPTER_SETTINGS } from "./adapter-settings.ts";
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

const NAMES = settingNames(ADAPTER_SETTINGS);
const ofAdapters = settingsOf(ADAPTER_SETTINGS);
const defaults: Readonly<Record<string, unknown>> = {
  ...settingsSchema.parse({}),
  ...Object.fromEntries(ofAdapters.map(([name, { byDefault }]) => [name, byDefault])),
};

describe("docs/settings.md", () => {
  it("has every setting, the general ones first, and no other", () => {
    expect(rows.map(([, setting]) => setting)).toEqual(NAMES);
  });

  it.each(NAMES)("says the truth about %s", (name) => {
    const [, , variable, option, byDefault] = of(name);
    expect(variable).toBe(["rpcUrls", "chains"].includes(name) ? "none" : environmentName(name));
    const value = defaults[name];
    const usd = { minProfitUsd: USD_DECIMALS, minPoolDepthUsd: USD_DECIMALS };
    const scale = { ...usd, maxGasGwei: GWEI_DECIMALS, priorityFeeGwei: GWEI_DECIMALS }[name];
    const shown =
      typeof value === "bigint" && scale !== undefined
        ? formatDecimal(value, scale)
        : String(value === undefined || value === null || name === "chains" ? "none" : value);
    expect(byDefault).toBe(shown);
    const flag = optionName(name);
    expect(option).toBe(options.has(flag) ? flag : "none");
  });

  it("names every variable that is no setting", () => {
    for (const name of [...CHAIN_NAMES.flatMap(rpcUrlVariables), ...secretVariables(ADAPTER_SETTINGS)])
      expect(text).toContain(`\`${name}\``);
  });
});

describe("the settings of adapters", () => {
  it("are those that the adapters have, each under a name of its own", () => {
    const adapters = [...Object.values(PROTOCOLS), ...Object.values(FUNDINGS), ...Object.values(VENUES)];
    const found = new Set([...adapters.flatMap(({ settings }) => (settings ? [settings] : [])), AGGREGATOR_SETTINGS]);
    expect(new Set(ADAPTER_SETTINGS)).toEqual(found);
    expect(new Set(NAMES).size).toBe(NAMES.length);
    expect(new Set(secretVariables(ADAPTER_SETTINGS)).size).toBe(secretVariables(ADAPTER_SETTINGS).length);
  });

  it.each(ofAdapters)(
    "%s has the option that it says, with its own help, where a liquidation is looked for",
    (name, { option }) => {
      const named = program.commands.filter((command) => command.options.some(({ long }) => long === optionName(name)));
      expect(named.map((command) => command.name())).toEqual(
        option ? ["targets", "simulate", "liquidate", "watch"] : [],
      );
      if (option)
        for (const command of named) expect(command.helpInformation().replace(/\s+/g, " ")).toContain(option.help);
    },
  );
});
