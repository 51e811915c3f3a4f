import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { decodeText } from "../data/decode-text.ts";
import { ConfigError } from "../errors/errors.ts";
import { nearest } from "../names/nearest.ts";

export const CONFIG_FILE = "fliq.config.json";

/** Raw settings of one layer by name, not validated yet. */
export type RawSettings = Readonly<Record<string, unknown>>;

export const PATH_SETTINGS = ["keystore", "passwordFile", "ledgerPath", "cacheDir", "deploymentsDir"] as const;
const SECRET_NAME = /private.?key|mnemonic|seed.?phrase|^pk$|^(keystore)?password$|secret/i;
/** What looks like a key and is none. */
const PUBLIC_HASHES: ReadonlySet<string> = new Set(["poolInitCodeHash"]);
const PRIVATE_KEY = /^(0x)?[0-9a-f]{64}$/i;

/**
 * The settings written in a configuration file; none when the file is optional and absent.
 * Relative paths in it are relative to the file.
 * @param options.names every setting there is
 * @param options.paths those of them that are paths
 * @throws ConfigError when it cannot be read, is not a JSON object, has an unknown key, or holds a secret.
 */
export function readConfigFile(
  path: string,
  {
    optional,
    names,
    paths,
  }: { readonly optional: boolean; readonly names: readonly string[]; readonly paths: readonly string[] },
): RawSettings {
  const text = readText(path, optional);
  if (text === null) return {};
  const content = parseObject(path, text);
  refuseSecrets(path, content);
  for (const key of Object.keys(content)) refuseUnknown(path, key, names);
  const settings = { ...content };
  for (const name of paths) {
    const value = settings[name];
    if (typeof value === "string" && value !== "") settings[name] = resolveFrom(dirname(path), value);
  }
  return settings;
}

/** A path as the user wrote it, `~/` included, relative to `folder`. */
export function resolveFrom(folder: string, path: string): string {
  if (path.startsWith("~/")) return join(homedir(), path.slice(2));
  return isAbsolute(path) ? path : resolve(folder, path);
}

function readText(path: string, optional: boolean): string | null {
  try {
    return decodeText(readFileSync(path));
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    if (missing && optional) return null;
    throw new ConfigError(`cannot read the configuration file ${path}${missing ? ": it does not exist" : ""}`, {
      cause,
      hint: missing ? "check the path given with --config" : "check that it is a readable file",
    });
  }
}

function parseObject(path: string, text: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // the parser's own message quotes the file, which may hold an endpoint's key: neither shown nor kept
    throw new ConfigError(`${path} is not valid JSON`, { hint: "check it for a missing quote or a trailing comma" });
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new ConfigError(`${path} must hold one JSON object of settings`);
  }
  return content as Record<string, unknown>;
}

function refuseUnknown(path: string, key: string, names: readonly string[]): void {
  if (names.includes(key)) return;
  const guess = nearest(key, names);
  throw new ConfigError(`${path} has an unknown setting ${JSON.stringify(key)}`, {
    hint: guess ? `did you mean "${guess}"?` : `the settings are ${names.join(", ")}`,
  });
}

function refuseSecrets(path: string, content: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(content)) {
    if (value !== null && typeof value === "object") refuseSecrets(path, value as Record<string, unknown>);
    const isKey = typeof value === "string" && PRIVATE_KEY.test(value.trim()) && !PUBLIC_HASHES.has(key);
    if (!isKey && !SECRET_NAME.test(key)) continue;
    throw new ConfigError(
      `${path} must not hold a private key or a password (${isKey ? "a value" : `"${key}"`} does)`,
      {
        hint: "remove it from the file, consider it known to others, and use an encrypted keystore or FLIQ_PRIVATE_KEY",
      },
    );
  }
}
