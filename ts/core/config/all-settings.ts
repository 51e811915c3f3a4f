import type { AdapterSettings, SettingDefinition } from "../adapter/define-settings.ts";
import { PATH_SETTINGS } from "./config-file.ts";
import { SETTING_NAMES } from "./config-schema.ts";

/** Environment variables that are no settings: secrets, read where they are used and nowhere else. */
const SECRETS = ["FLIQ_PRIVATE_KEY", "FLIQ_KEYSTORE_PASSWORD"] as const;

/** The settings of some adapters and their definitions. */
export function settingsOf(
  adapters: readonly AdapterSettings[],
): readonly (readonly [string, SettingDefinition<unknown>])[] {
  return adapters.flatMap(({ settings }) => Object.entries(settings));
}

/** Those that are paths. */
export function pathSettings(adapters: readonly AdapterSettings[]): readonly string[] {
  return [...PATH_SETTINGS, ...settingsOf(adapters).flatMap(([name, { isPath }]) => (isPath ? [name] : []))];
}

/** The name of every setting: the general ones, then those of the adapters. */
export function settingNames(adapters: readonly AdapterSettings[]): readonly string[] {
  return [...SETTING_NAMES, ...settingsOf(adapters).map(([name]) => name)];
}

/** Every environment variable that holds a secret. */
export function secretVariables(adapters: readonly AdapterSettings[]): readonly string[] {
  return [...SECRETS, ...adapters.flatMap(({ secrets }) => secrets)];
}
