import type { OfAdapters } from "../core/adapter/define-settings.ts";
import { ConfigError } from "../core/errors/errors.ts";
import type { Redactor } from "../core/errors/redact.ts";
import { readSecretFile } from "../core/keys/secret-file.ts";
import type { AggregatorName } from "../core/names/names.ts";
import type { Aggregator } from "./aggregator.ts";
import { AGGREGATORS } from "./index.ts";
import { AGGREGATOR_SETTINGS } from "./settings.ts";

/** Where keys are. */
export interface KeySources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly redactor: Redactor;
}

const VARIABLES = { "zero-x": "FLIQ_ZERO_X_KEY", "one-inch": "FLIQ_ONE_INCH_KEY" } as const;

/** Printable ASCII without spaces: what a header takes. */
const KEY = /^[\x21-\x7e]{1,512}$/;

/**
 * The aggregators that are switched on, each with its key. A key in a file goes before one in the environment. None is needed.
 * @throws KeystoreError for a file that cannot be read or is open to others, ConfigError for a key that cannot be one.
 */
export async function openAggregators(config: OfAdapters, sources: KeySources): Promise<readonly Aggregator[]> {
  const settings = AGGREGATOR_SETTINGS.of(config);
  const { zeroXUrl, zeroXKeyFile, oneInchUrl, oneInchKeyFile } = settings;
  const own = {
    "zero-x": { url: zeroXUrl, file: zeroXKeyFile },
    "one-inch": { url: oneInchUrl, file: oneInchKeyFile },
  } as const satisfies Record<AggregatorName, unknown>;
  const timeoutMs = settings.aggregatorTimeoutSeconds * 1_000;
  return Promise.all(
    [...new Set(settings.aggregators)].map(async (name) => {
      const key = await keyOf(name, own[name].file, sources);
      return AGGREGATORS[name]({ url: own[name].url, key, timeoutMs });
    }),
  );
}

async function keyOf(name: AggregatorName, file: string | null, { env, redactor }: KeySources): Promise<string | null> {
  const text = file === null ? env[VARIABLES[name]] : await readSecretFile(file, "key file");
  const key = text?.trim() ?? "";
  redactor.add(key);
  if (KEY.test(key)) return key;
  if (key === "" && file === null) return null;
  throw new ConfigError(`the key of ${name} cannot be one`, {
    hint: "it is one line of letters, digits and signs, without spaces",
  });
}
