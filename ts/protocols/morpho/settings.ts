import { defineSettings } from "../../core/adapter/define-settings.ts";
import { flag, list, SUBJECT } from "../../core/config/setting-shapes.ts";
import { ConfigError } from "../../core/errors/errors.ts";

/** What an operator may decide about Morpho Blue. */
export interface MorphoSettings {
  /** Take liquidations that leave a loss with the lenders of the market. */
  readonly realizeBadDebt: boolean;
  /** In these markets alone where `realizeBadDebt` is off: ids in lower case. */
  readonly realizeBadDebtIn: readonly string[];
}

export const MORPHO_SETTINGS = defineSettings<MorphoSettings>({
  settings: {
    realizeBadDebt: {
      schema: flag(),
      byDefault: false,
      option: { help: "also when it takes a loss from the lenders (Morpho)" },
    },
    realizeBadDebtIn: {
      schema: list(parseMarketId, 0),
      byDefault: [],
      option: { value: "<ids>", help: "the same in these markets of Morpho alone; with commas between them" },
    },
  },
});

function parseMarketId(raw: string): string {
  if (/^0x[0-9a-f]{64}$/i.test(raw)) return raw.toLowerCase();
  throw new ConfigError(`${SUBJECT} must consist of market ids`, { hint: "an id is 0x and 64 hexadecimal digits" });
}
