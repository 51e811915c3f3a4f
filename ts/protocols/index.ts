import type { ProtocolName } from "../core/names/names.ts";
import { aaveV3 } from "./aave-v3/index.ts";
import { morpho } from "./morpho/index.ts";
import type { Protocol } from "./protocol.ts";

/** Registry: a new protocol is one line here. Each keeps its own state type, opaque to the flow. */
export const PROTOCOLS: Readonly<Record<ProtocolName, Protocol<never>>> = {
  "aave-v3": aaveV3 as Protocol<never>,
  morpho: morpho as Protocol<never>,
};
