import { join } from "node:path";
import type { Address } from "viem";
import type { z } from "zod";
import type { AdapterSettings, OfAdapters } from "../adapter/define-settings.ts";
import { ConfigError, UsageError } from "../errors/errors.ts";
import { CHAIN_NAMES, parseChainName, rpcUrlVariables } from "../names/chain-names.ts";
import type { RouteName, VenueName } from "../names/names.ts";
import { nearest } from "../names/nearest.ts";
import { DEPLOYMENTS_DIR } from "../root.ts";
import { pathSettings, secretVariables, settingNames, settingsOf } from "./all-settings.ts";
import { CONFIG_FILE, type RawSettings, readConfigFile, resolveFrom } from "./config-file.ts";
import { environmentName, optionName, settingsSchema } from "./config-schema.ts";
import { type ChainsSetting, checkOwnChains, ownIds } from "./own-chains.ts";
import { SUBJECT } from "./setting-shapes.ts";

/** Everything that can be set. Holds no key and no password; URLs may contain an API key and are never printed. */
export interface Config extends OfAdapters {
  /** Chain asked for by name; null: whatever the endpoint serves. */
  readonly chain: string | null;
  /** What the file adds to the chains that the project knows. */
  readonly chains: ChainsSetting;
  /** JSON-RPC endpoints to read from, best first; empty when none was given. */
  readonly rpcUrls: readonly string[];
  /** Endpoints that signed transactions go to, all at once; empty: whoever is read from. */
  readonly sendUrls: readonly string[];
  readonly rpcTimeoutMs: number;
  /** Repetitions of a failed read, after the first attempt. */
  readonly rpcRetries: number;
  /** RPC calls under way at once, at each endpoint. */
  readonly concurrency: number;
  /** Blocks per `eth_getLogs` to begin with. */
  readonly logChunkBlocks: bigint;
  /** Least profit after gas, USD with 8 decimals. */
  readonly minProfitUsd: bigint;
  /** Highest gas price to pay, wei. */
  readonly maxGasPriceWei: bigint;
  /** Largest share of what a liquidation earns before gas that its gas may cost, basis points; 10000: no such limit. */
  readonly maxGasShareBps: number;
  /** Wei per gas; null: what the node suggests. */
  readonly priorityFeeWei: bigint | null;
  /** Largest loss against the protocol's oracle price when collateral is sold, basis points. */
  readonly minBonusShareBps: number;
  /** Share of the realised profit given away, basis points. */
  readonly tipBps: number;
  /** Who receives the tip; the zero address means the block's producer. */
  readonly tipRecipient: Address;
  /** How much less than planned a mined liquidation may leave, basis points of what it repays. */
  readonly priceToleranceBps: number;
  /** What every pool of a route must hold at least of the token that it pays out, USD with 8 decimals; 0: no such limit. */
  readonly minPoolDepthUsd: bigint;
  /** Where is sold; none: everywhere. */
  readonly venue: readonly VenueName[];
  readonly route: RouteName;
  /** Token contracts, in lower case; none: any. */
  readonly allowCollaterals: readonly string[];
  readonly denyCollaterals: readonly string[];
  readonly allowDebts: readonly string[];
  readonly denyDebts: readonly string[];
  /** Contracts of markets, and ids of markets in one, in lower case; none: any. */
  readonly allowMarkets: readonly string[];
  readonly denyMarkets: readonly string[];
  /** A transaction is void this long after the block it was planned on. */
  readonly deadlineSeconds: bigint;
  /** Blocks, its own counted, that a transaction must lie deep before its outcome is told. */
  readonly confirmations: number;
  /** Debts are projected this far past the block's timestamp: as long as the transaction may be mined. */
  readonly horizonSeconds: bigint;
  /** Encrypted key file; null when none was given. */
  readonly keystore: string | null;
  readonly passwordFile: string | null;
  /** Where a signing key would come from. */
  readonly keySource: "keystore" | "environment" | "none";
  readonly ledgerPath: string;
  /** Where scans of logs keep their progress. */
  readonly cacheDir: string;
  /** Where it is recorded which liquidators are deployed: one file a chain. */
  readonly deploymentsDir: string;
}

/** Settings that are too large for a variable. */
const FILE_ONLY: readonly string[] = ["rpcUrls", "chains"];

export interface ConfigInput {
  /** Settings from the command line; undefined means not given. */
  readonly flags: RawSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** From `--config`; otherwise `fliq.config.json` in `cwd`, if there is one. */
  readonly configPath?: string | undefined;
}

/**
 * Settings from flags, environment, file and defaults, in that order.
 * @param adapters whose settings and secrets there are besides the general ones
 * @throws UsageError for a malformed flag, ConfigError for anything wrong in the environment or the file; both name it.
 */
export function loadConfig(input: ConfigInput, adapters: readonly AdapterSettings[]): Config {
  const filePath =
    input.configPath === undefined ? join(input.cwd, CONFIG_FILE) : resolveFrom(input.cwd, input.configPath);
  const paths = pathSettings(adapters);
  const optional = input.configPath === undefined;
  const file = readConfigFile(filePath, { optional, names: settingNames(adapters), paths });
  const flags = atFolder(given(input.flags), input.cwd, paths);
  const env = atFolder(fromEnvironment(input.env, adapters), input.cwd, paths);
  refuseTwoKeys(flags, env, input.env);

  const { general, ofAdapters } = split({ ...file, ...env, ...flags }, adapters);
  const parsed = settingsSchema.safeParse(general);
  if (!parsed.success) throw describe(parsed.error.issues[0]!, { flags, env, filePath });
  const layers = { flags, env, filePath };
  const chains = { byName: parsed.data.chains, file: filePath };
  checkOwnChains(chains);
  const { rpcUrls = {}, rpcUrl, sendUrl, rpcTimeoutSeconds, maxGasGwei, priorityFeeGwei, ...settings } = parsed.data;
  const chain = chosenChain(settings.chain, chains, layers);
  refuseUnknownEndpoints(rpcUrls, chains, filePath);
  const keystore = settings.keystore ?? null;
  const environmentKey = Boolean(input.env.FLIQ_PRIVATE_KEY) && flags.keystore === undefined;
  return {
    ...settings,
    chain,
    chains,
    rpcUrls: endpointsOf(chain, { flags, env, variables: input.env, rpcUrls, rpcUrl: rpcUrl ?? [] }),
    sendUrls: sendUrl ?? [],
    rpcTimeoutMs: rpcTimeoutSeconds * 1000,
    logChunkBlocks: BigInt(settings.logChunkBlocks),
    maxGasPriceWei: maxGasGwei,
    priorityFeeWei: priorityFeeGwei ?? null,
    deadlineSeconds: BigInt(settings.deadlineSeconds),
    horizonSeconds: BigInt(settings.deadlineSeconds),
    keystore: environmentKey ? null : keystore,
    passwordFile: settings.passwordFile ?? null,
    keySource: environmentKey ? "environment" : keystore === null ? "none" : "keystore",
    ledgerPath: resolveFrom(input.cwd, settings.ledgerPath),
    cacheDir: resolveFrom(input.cwd, settings.cacheDir),
    deploymentsDir: resolveFrom(input.cwd, settings.deploymentsDir ?? DEPLOYMENTS_DIR),
    ofAdapters: parseAdapters(ofAdapters, adapters, layers),
  };
}

/** @throws UsageError or ConfigError, as it was written on the command line or elsewhere, for a chain that there is not. */
function chosenChain(text: string | undefined, chains: ChainsSetting, layers: Layers): string | null {
  if (text === undefined) return null;
  try {
    return parseChainName(text, ownIds(chains));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const message = error.hint ? `${error.message}; ${error.hint}` : error.message;
    throw describe({ code: "custom", path: ["chain"], message, input: undefined }, layers);
  }
}

function refuseUnknownEndpoints(
  urls: Readonly<Record<string, unknown>>,
  { byName }: ChainsSetting,
  file: string,
): void {
  const known = [...CHAIN_NAMES, ...Object.keys(byName)];
  const unknown = Object.keys(urls).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ConfigError(`"rpcUrls" in ${file} has an unknown key "${unknown}"`);
}

/** The raw settings, apart by whose they are. */
function split(raw: RawSettings, adapters: readonly AdapterSettings[]) {
  const names = new Set(settingsOf(adapters).map(([name]) => name));
  const entries = Object.entries(raw);
  return {
    general: Object.fromEntries(entries.filter(([name]) => !names.has(name))),
    ofAdapters: Object.fromEntries(entries.filter(([name]) => names.has(name))),
  };
}

function parseAdapters(raw: RawSettings, adapters: readonly AdapterSettings[], layers: Layers): Config["ofAdapters"] {
  const settings = settingsOf(adapters).map(([name, { schema, byDefault }]) => {
    if (raw[name] === undefined) return [name, byDefault];
    const parsed = schema.safeParse(raw[name]);
    if (parsed.success) return [name, parsed.data];
    const [issue] = parsed.error.issues;
    throw describe({ ...issue!, path: [name, ...issue!.path] }, layers);
  });
  return Object.fromEntries(settings);
}

function given(flags: RawSettings): RawSettings {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}

function atFolder(settings: RawSettings, folder: string, names: readonly string[]): RawSettings {
  const paths = names.filter((name) => typeof settings[name] === "string" && settings[name] !== "");
  return {
    ...settings,
    ...Object.fromEntries(paths.map((name) => [name, resolveFrom(folder, String(settings[name]))])),
  };
}

/** A misspelt variable would silently drop a limit, so every `FLIQ_` name must be known. An empty one counts as unset. */
function fromEnvironment(env: ConfigInput["env"], adapters: readonly AdapterSettings[]): RawSettings {
  const secrets = secretVariables(adapters);
  const settable = settingNames(adapters).filter((name) => !FILE_ONLY.includes(name));
  const names = new Map(settable.map((name) => [environmentName(name), name]));
  const settings: Record<string, string> = {};
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith("FLIQ_") || value === undefined || value === "") continue;
    const setting = names.get(variable);
    if (setting) settings[setting] = value;
    else if (!secrets.includes(variable)) {
      const guess = nearest(variable, [...names.keys(), ...secrets]);
      throw new ConfigError(`unknown environment variable ${variable}`, {
        hint: guess ? `did you mean ${guess}?` : "unset it: names starting with FLIQ_ are settings of this program",
      });
    }
  }
  return settings;
}

function refuseTwoKeys(flags: RawSettings, env: RawSettings, variables: ConfigInput["env"]): void {
  if (!variables.FLIQ_PRIVATE_KEY || env.keystore === undefined || flags.keystore !== undefined) return;
  throw new ConfigError("both FLIQ_PRIVATE_KEY and FLIQ_KEYSTORE are set", {
    hint: "unset the one that is not to sign",
  });
}

interface EndpointSources {
  readonly flags: RawSettings;
  readonly env: RawSettings;
  readonly variables: ConfigInput["env"];
  readonly rpcUrls: Readonly<Record<string, readonly string[]>>;
  /** Of the flag, else of `FLIQ_RPC_URL`, else of the file. */
  readonly rpcUrl: readonly string[];
}

/** The flag, then the chain's own variable, then FLIQ_RPC_URL, then the file: the chain's entry before the general one. */
function endpointsOf(chain: string | null, sources: EndpointSources): readonly string[] {
  const { flags, env, variables, rpcUrls, rpcUrl } = sources;
  if (flags.rpcUrl !== undefined) return rpcUrl;
  for (const variable of chain ? rpcUrlVariables(chain) : []) {
    const value = variables[variable];
    if (value === undefined || value === "") continue;
    const checked = settingsSchema.shape.rpcUrl.safeParse(value);
    if (!checked.success) throw new ConfigError(sentence(checked.error.issues[0]!, variable));
    return checked.data ?? [];
  }
  if (env.rpcUrl !== undefined) return rpcUrl;
  const own = chain ? rpcUrls[chain] : undefined;
  return own ?? rpcUrl;
}

interface Layers {
  readonly flags: RawSettings;
  readonly env: RawSettings;
  readonly filePath: string;
}

/** The first issue as a failure that names the flag, the variable, or the key in the file. */
function describe(issue: z.core.$ZodIssue, { flags, env, filePath }: Layers): UsageError | ConfigError {
  const setting = String(issue.path[0]);
  if (flags[setting] !== undefined) return new UsageError(sentence(issue, optionName(setting)));
  if (env[setting] !== undefined) return new ConfigError(sentence(issue, environmentName(setting)));
  return new ConfigError(sentence(issue, `"${issue.path.join(".")}" in ${filePath}`));
}

function sentence(issue: z.core.$ZodIssue, name: string): string {
  if (issue.code === "unrecognized_keys") return `${name} has an unknown key "${issue.keys[0]}"`;
  if (issue.code === "invalid_key") return `${name}: ${issue.issues[0]!.message}`;
  return issue.message.includes(SUBJECT) ? issue.message.replace(SUBJECT, name) : `${name}: ${issue.message}`;
}
