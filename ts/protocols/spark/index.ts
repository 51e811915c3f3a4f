import { aaveV3Family } from "../aave-v3/family.ts";
import { SPARK_ADDRESSES } from "./addresses.ts";

/** SparkLend: the code of Aave v3.0, which its pool says itself by its revision. */
export const spark = aaveV3Family({ name: "spark", title: "Spark", addresses: SPARK_ADDRESSES, revision: "first" });
