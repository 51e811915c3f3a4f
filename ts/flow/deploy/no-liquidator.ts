import { ConfigError } from "../../core/errors/errors.ts";
import type { ProtocolName } from "../../core/names/names.ts";

/** The project has no contract that liquidates on any of these protocols. */
export function noLiquidator(protocols: readonly ProtocolName[]): ConfigError {
  return new ConfigError(`there is no liquidator for ${protocols.join(", ")} yet: it can be read and watched only`, {
    code: "no-liquidator",
  });
}
