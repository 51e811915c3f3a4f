export { type BuiltDevnet, buildDevnet } from "./buildDevnet.ts";
export { type MovedPrice, type MovePriceOptions, movePrice } from "./movePrice.ts";
export { DEVNET_MNEMONIC } from "./scenario/accounts.ts";
export { type StartOptions, startDevnet } from "./startDevnet.ts";
export type { Devnet, DevnetAddresses, DevnetBorrower, DevnetInfo, TokenAmount, TokenSymbol } from "./types.ts";
