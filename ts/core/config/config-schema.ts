import { type Address, zeroAddress } from "viem";
import { z } from "zod";
import { ConfigError } from "../errors/errors.ts";
import { GWEI_DECIMALS, parseDecimal, USD_DECIMALS } from "../math/decimal.ts";
import { ROUTE_NAMES, type RouteName, VENUE_NAMES, type VenueName } from "../names/names.ts";
import { parseAddress } from "../tokens/address.ts";
import { ownChainsSchema } from "./own-chains.ts";
import { decimal, list, SUBJECT, text, whole } from "./setting-shapes.ts";

/**
 * The settings that are no adapter's, by the name they have in the configuration file. Shapes and defaults; the layers are in
 * config.ts.
 */
export const settingsSchema = z.strictObject({
  chain: text(String).optional(),
  chains: ownChainsSchema.default({}),
  rpcUrl: endpoints().optional(),
  rpcUrls: endpointPerChain().optional(),
  sendUrl: endpoints().optional(),
  rpcTimeoutSeconds: whole(1n, 600n).default(10),
  rpcRetries: whole(0n, 20n).default(3),
  concurrency: whole(1n, 64n).default(4),
  logChunkBlocks: whole(1n, 10_000_000n).default(10_000),
  minProfitUsd: decimal(USD_DECIMALS).default(parseDecimal("50", USD_DECIMALS, SUBJECT)),
  maxGasGwei: decimal(GWEI_DECIMALS).default(parseDecimal("100", GWEI_DECIMALS, SUBJECT)),
  maxGasShareBps: whole(1n, 10_000n).default(10_000),
  priorityFeeGwei: decimal(GWEI_DECIMALS).optional(),
  minBonusShareBps: whole(1n, 10_000n).default(5_000),
  priceToleranceBps: whole(0n, 10_000n).default(50),
  minPoolDepthUsd: decimal(USD_DECIMALS).default(0n),
  venue: list(parseVenue, 0).default([]),
  route: text(parseRoute).default("auto"),
  allowCollaterals: addresses().default([]),
  denyCollaterals: addresses().default([]),
  allowDebts: addresses().default([]),
  denyDebts: addresses().default([]),
  allowMarkets: markets().default([]),
  denyMarkets: markets().default([]),
  tipBps: whole(0n, 10_000n).default(0),
  tipRecipient: text((raw): Address => parseAddress(raw, SUBJECT)).default(zeroAddress),
  deadlineSeconds: whole(1n, 86_400n).default(120),
  confirmations: whole(1n, 1_000n).default(1),
  keystore: text(parsePath).optional(),
  passwordFile: text(parsePath).optional(),
  ledgerPath: text(parsePath).default(".fliq/ledger.jsonl"),
  cacheDir: text(parsePath).default(".fliq/cache"),
  deploymentsDir: text(parsePath).optional(),
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingName = keyof Settings;

export const SETTING_NAMES = Object.keys(settingsSchema.shape) as readonly SettingName[];

/** `minProfitUsd` is `FLIQ_MIN_PROFIT_USD` in the environment. */
export function environmentName(setting: string): string {
  return `FLIQ_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** `minProfitUsd` is `--min-profit`: the unit is part of the setting's name, not of the option's. */
export function optionName(setting: string): string {
  if (setting === "minProfitUsd") return "--min-profit";
  return `--${setting.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

// Shapes.

/** Token contracts. By address alone: anybody can call a token USDC. */
function addresses() {
  return list((raw): string => parseAddress(raw, SUBJECT).toLowerCase(), 0);
}

/** Contracts of markets, and ids of markets in one. */
function markets() {
  return list((raw): string => (/^0x[0-9a-f]{64}$/i.test(raw) ? raw : parseAddress(raw, SUBJECT)).toLowerCase(), 0);
}

/** One, several with commas or spaces between them, or a list: best first. */
function endpoints() {
  return list(parseEndpoint, 1);
}

function endpointPerChain() {
  // which chains there are is known when the others are: config.ts
  return z.record(z.string(), endpoints());
}

// Parsers.

/** Never repeats the text: a mistyped endpoint may still contain a key. */
function parseEndpoint(raw: string): string {
  const protocol = URL.canParse(raw) ? new URL(raw).protocol : null;
  if (protocol === "http:" || protocol === "https:") return raw;
  throw new ConfigError(`${SUBJECT} must be an http or https URL`, {
    hint: "an endpoint looks like https://host/path",
  });
}

function parseVenue(raw: string): VenueName {
  return oneOf(VENUE_NAMES, raw, "venue");
}

function parseRoute(raw: string): RouteName {
  return oneOf(ROUTE_NAMES, raw, "way to sell");
}

function oneOf<T extends string>(names: readonly T[], raw: string, what: string): T {
  const found = names.find((name) => name === raw.toLowerCase());
  if (found !== undefined) return found;
  throw new ConfigError(`${SUBJECT} names no ${what}: ${JSON.stringify(raw)}`, { hint: `use ${names.join(", ")}` });
}

function parsePath(raw: string): string {
  if (raw.trim() !== "") return raw;
  throw new ConfigError(`${SUBJECT} must not be empty`);
}
