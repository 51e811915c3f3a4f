import { defineSettings } from "../../core/adapter/define-settings.ts";
import { flag } from "../../core/config/setting-shapes.ts";

/** What an operator may decide about Morpho Blue. */
export interface MorphoSettings {
  /** Take liquidations that leave a loss with the lenders of the market. */
  readonly realizeBadDebt: boolean;
}

export const MORPHO_SETTINGS = defineSettings<MorphoSettings>({
  settings: {
    realizeBadDebt: {
      schema: flag(),
      byDefault: false,
      option: { help: "also when it takes a loss from the lenders (Morpho)" },
    },
  },
});
