import { parseAbiItem } from "viem";

/** EventsLib.sol, Morpho Blue v1.0.0. */
export const CREATE_MARKET = parseAbiItem(
  "event CreateMarket(bytes32 indexed id, (address loanToken, address collateralToken, address oracle, address irm, uint256 lltv) marketParams)",
);
