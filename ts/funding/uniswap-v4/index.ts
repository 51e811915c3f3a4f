import { UNISWAP_V4_ADDRESSES } from "../../venues/uniswap-v4/addresses.ts";
import { lendsWhatItHolds } from "../holding.ts";

/** Unlock, take and settle: whatever lies in the manager of any pool of Uniswap V4, for nothing. Whoever trades there unlocks it too. */
export const uniswapV4 = lendsWhatItHolds({
  name: "uniswap-v4",
  source: 10,
  title: "Uniswap V4 flash loan",
  addresses: UNISWAP_V4_ADDRESSES,
  lenderOf: (deployment) => deployment?.poolManager,
  locks: true,
  gas: 31_000n,
});
