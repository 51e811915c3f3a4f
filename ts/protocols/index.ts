import type { ProtocolName } from "../core/names/names.ts";
import { aaveV2 } from "./aave-v2/index.ts";
import { aaveV3 } from "./aave-v3/index.ts";
import { compoundV2 } from "./compound-v2/index.ts";
import { morpho } from "./morpho/index.ts";
import type { AnyProtocol } from "./protocol.ts";
import { radiant } from "./radiant/index.ts";
import { spark } from "./spark/index.ts";

/** Registry: a new protocol is one line here. Each keeps its own states, opaque to the flow. */
export const PROTOCOLS: Readonly<Record<ProtocolName, AnyProtocol>> = {
  "aave-v3": aaveV3 as AnyProtocol,
  morpho: morpho as AnyProtocol,
  "compound-v2": compoundV2 as AnyProtocol,
  "aave-v2": aaveV2 as AnyProtocol,
  radiant: radiant as AnyProtocol,
  spark: spark as AnyProtocol,
};
