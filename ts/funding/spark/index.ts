import { SPARK_ADDRESSES } from "../../protocols/spark/addresses.ts";
import { aaveV3FlashLoans } from "../aave-v3/family.ts";

/**
 * SparkLend lends as Aave V3.0 does. What it has given up, loans that end as debts (`FLASHLOAN_INTO_BORROW_DEPRECATED`), nobody asks
 * it for.
 */
export const spark = aaveV3FlashLoans({ name: "spark", title: "Spark", addresses: SPARK_ADDRESSES });
