import { type Hex, padHex } from "viem";

/**
 * `Target.data` of the leaves for Aave: an ABI-encoded bool.
 * @param receiveAToken the collateral is taken as aTokens instead of as underlying
 */
export const targetData = (receiveAToken: boolean): Hex => padHex(receiveAToken ? "0x01" : "0x", { size: 32 });
