import { type Address, zeroAddress } from "viem";
import { z } from "zod";
import { ConfigError, FliqError } from "../errors/errors.ts";
import { GWEI_DECIMALS, parseDecimal, parseWhole, USD_DECIMALS } from "../math/decimal.ts";
import { CHAIN_NAMES, type ChainName, parseChainName } from "../names/chain-names.ts";
import { parseAddress } from "../tokens/address.ts";

/** Stands for the setting in every issue's message; the loader puts the name in that the user wrote. */
export const SUBJECT = "this setting";

/** Every setting, by the name it has in the configuration file. Shapes and defaults; the layers are in config.ts. */
export const settingsSchema = z.strictObject({
  chain: text(parseChainName).optional(),
  rpcUrl: text(parseEndpoint).optional(),
  rpcUrls: endpointPerChain().optional(),
  rpcTimeoutSeconds: whole(1n, 600n).default(10),
  rpcRetries: whole(0n, 20n).default(3),
  concurrency: whole(1n, 64n).default(4),
  logChunkBlocks: whole(1n, 10_000_000n).default(10_000),
  minProfitUsd: decimal(USD_DECIMALS).default(parseDecimal("50", USD_DECIMALS, SUBJECT)),
  maxGasGwei: decimal(GWEI_DECIMALS).default(parseDecimal("100", GWEI_DECIMALS, SUBJECT)),
  maxSlippageBps: whole(1n, 10_000n).default(300),
  priceToleranceBps: whole(0n, 10_000n).default(50),
  tipBps: whole(0n, 10_000n).default(0),
  tipRecipient: text((raw): Address => parseAddress(raw, SUBJECT)).default(zeroAddress),
  deadlineSeconds: whole(1n, 86_400n).default(120),
  realizeBadDebt: flag().default(false),
  keystore: text(parsePath).optional(),
  passwordFile: text(parsePath).optional(),
  ledgerPath: text(parsePath).default(".fliq/ledger.jsonl"),
  cacheDir: text(parsePath).default(".fliq/cache"),
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingName = keyof Settings;

export const SETTING_NAMES = Object.keys(settingsSchema.shape) as readonly SettingName[];

/** `minProfitUsd` is `FLIQ_MIN_PROFIT_USD` in the environment. */
export function environmentName(setting: SettingName): string {
  return `FLIQ_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

// Shapes.

/** A text read by one of the project's parsers, whose sentence becomes the issue. */
function text<T>(parse: (raw: string) => T) {
  return z
    .string({ error: `${SUBJECT} must be a text` })
    .transform((raw, context) => attempt(context, () => parse(raw)));
}

/** A number written as text, or as a JSON number short enough to carry every digit that was written. */
function numeral() {
  return z.union([z.string(), z.number()], { error: `${SUBJECT} must be a number` }).transform((raw, context) =>
    attempt(context, () => {
      const digits = String(raw);
      if (typeof raw === "string" || (digits.length <= 16 && !/e/i.test(digits))) return digits;
      throw new ConfigError(`${SUBJECT} has more digits than a JSON number keeps`, { hint: "put it in quotes" });
    }),
  );
}

function decimal(decimals: number) {
  return numeral().transform((raw, context) => attempt(context, () => parseDecimal(raw, decimals, SUBJECT)));
}

function whole(min: bigint, max: bigint) {
  return numeral().transform((raw, context) => attempt(context, () => Number(parseWhole(raw, SUBJECT, { min, max }))));
}

function flag() {
  const words = z.union([z.boolean(), z.enum(["true", "false", "1", "0"])], {
    error: `${SUBJECT} must be true or false`,
  });
  return words.transform((raw) => raw === true || raw === "true" || raw === "1");
}

function endpointPerChain() {
  const shape = Object.fromEntries(CHAIN_NAMES.map((name) => [name, text(parseEndpoint).optional()]));
  return z.strictObject(shape as Record<ChainName, z.ZodOptional<ReturnType<typeof text<string>>>>);
}

// Parsers.

interface IssueSink {
  readonly issues: { push(issue: { code: "custom"; message: string; input: unknown }): unknown };
}

function attempt<T>(context: IssueSink, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof FliqError)) throw error;
    const message = error.hint ? `${error.message}; ${error.hint}` : error.message;
    // the value itself is left out: it may be a mistyped secret
    context.issues.push({ code: "custom", message, input: undefined });
    return z.NEVER;
  }
}

/** Never repeats the text: a mistyped endpoint may still contain a key. */
function parseEndpoint(raw: string): string {
  const protocol = URL.canParse(raw) ? new URL(raw).protocol : null;
  if (protocol === "http:" || protocol === "https:") return raw;
  throw new ConfigError(`${SUBJECT} must be an http or https URL`, {
    hint: "an endpoint looks like https://host/path",
  });
}

function parsePath(raw: string): string {
  if (raw.trim() !== "") return raw;
  throw new ConfigError(`${SUBJECT} must not be empty`);
}
