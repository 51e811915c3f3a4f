import { MORPHO_ADDRESSES } from "../../protocols/morpho/addresses.ts";
import { lendsWhatItHolds } from "../holding.ts";

/** `flashLoan` of Morpho Blue: whatever lies there of any market, for nothing. */
export const morpho = lendsWhatItHolds({
  name: "morpho",
  source: 5,
  title: "Morpho Blue flash loan",
  addresses: MORPHO_ADDRESSES,
  lenderOf: (singleton) => singleton?.morpho,
  locks: false,
  gas: 35_000n,
  gasOfCallee: 42_000n,
});
