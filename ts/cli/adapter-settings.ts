import { AGGREGATOR_SETTINGS } from "../aggregators/settings.ts";
import type { AdapterSettings } from "../core/adapter/define-settings.ts";
import { MORPHO_SETTINGS } from "../protocols/morpho/settings.ts";

/**
 * Registry: the settings of a new adapter are one line here. They are needed before a command is known, for its help and for
 * what must never be shown, so the adapters themselves are not loaded for them.
 */
export const ADAPTER_SETTINGS: readonly AdapterSettings[] = [MORPHO_SETTINGS, AGGREGATOR_SETTINGS];
