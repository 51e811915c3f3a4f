import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { aaveV3FlashLoans } from "./family.ts";

export const aave = aaveV3FlashLoans({ name: "aave", title: "Aave V3", addresses: AAVE_V3_ADDRESSES });
