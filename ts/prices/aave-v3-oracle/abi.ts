import { parseAbi } from "viem";

/** Of the pool addresses provider and of the oracle (aave-v3-origin, AaveOracle.sol). */
export const ABI = parseAbi([
  "function getPriceOracle() view returns (address)",
  "function BASE_CURRENCY() view returns (address)",
  "function BASE_CURRENCY_UNIT() view returns (uint256)",
  "function getAssetPrice(address asset) view returns (uint256)",
  "function getAssetsPrices(address[] assets) view returns (uint256[])",
]);
