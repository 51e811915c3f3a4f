import { defineSettings } from "../core/adapter/define-settings.ts";
import { list, SUBJECT, text, whole } from "../core/config/setting-shapes.ts";
import { ConfigError } from "../core/errors/errors.ts";
import { AGGREGATOR_NAMES, type AggregatorName } from "../core/names/names.ts";

/** What an operator may decide about aggregators. */
export interface AggregatorSettings {
  /** Asked for quotes; none unless named. */
  readonly aggregators: readonly AggregatorName[];
  readonly aggregatorTimeoutSeconds: number;
  readonly aggregatorSlippageBps: number;
  readonly zeroXUrl: string;
  /** File with the key, its owner's alone; null: that of the environment, or none. */
  readonly zeroXKeyFile: string | null;
  readonly oneInchUrl: string;
  readonly oneInchKeyFile: string | null;
}

export const AGGREGATOR_SETTINGS = defineSettings<AggregatorSettings>({
  settings: {
    aggregators: { schema: list(parseName, 0), byDefault: [] },
    aggregatorTimeoutSeconds: { schema: whole(1n, 30n), byDefault: 3 },
    aggregatorSlippageBps: { schema: whole(1n, 1_000n), byDefault: 50 },
    zeroXUrl: { schema: text(parseUrl), byDefault: "https://api.0x.org" },
    zeroXKeyFile: { schema: text(parsePath), byDefault: null, isPath: true },
    oneInchUrl: { schema: text(parseUrl), byDefault: "https://api.1inch.dev" },
    oneInchKeyFile: { schema: text(parsePath), byDefault: null, isPath: true },
  },
  secrets: ["FLIQ_ZERO_X_KEY", "FLIQ_ONE_INCH_KEY"],
});

function parseName(raw: string): AggregatorName {
  const name = AGGREGATOR_NAMES.find((known) => known === raw);
  if (name) return name;
  throw new ConfigError(`${SUBJECT} must consist of names of aggregators`, {
    hint: `they are ${AGGREGATOR_NAMES.join(" and ")}`,
  });
}

/** Over the wire goes a key: in the open to this machine alone. */
function parseUrl(raw: string): string {
  const url = URL.canParse(raw) ? new URL(raw) : null;
  const isHere = url !== null && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isHere)) return raw.replace(/\/+$/, "");
  throw new ConfigError(`${SUBJECT} must be an https URL`);
}

function parsePath(raw: string): string {
  if (raw.trim() !== "") return raw;
  throw new ConfigError(`${SUBJECT} must not be empty`);
}
