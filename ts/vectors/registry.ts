import { aaveV2Vectors } from "../protocols/aave-v2/vectors.ts";
import { aaveV3Vectors } from "../protocols/aave-v3/vectors.ts";
import { compoundV2Vectors } from "../protocols/compound-v2/vectors.ts";
import { morphoVectors } from "../protocols/morpho/vectors.ts";
import type { VectorSuite } from "./suite.ts";

/** Registry: a new protocol is one line here, by the name that vectors use. */
export const SUITES: Readonly<Record<string, VectorSuite>> = {
  "aave-v3": aaveV3Vectors,
  morpho: morphoVectors,
  "aave-v2": aaveV2Vectors,
  "compound-v2": compoundV2Vectors,
};
