// A local chain with real protocols, their markets and their borrowers: one part for each adapter, listed in
// `parts/index.ts`. Everything is compiled or read from npm packages and cached below `.cache/devnet`, which is never
// committed: Aave and Morpho are under the Business Source License.
export { type BuiltDevnet, buildDevnet } from "./build-devnet.ts";
export { type MovedPrice, type MovePriceOptions, movePrice } from "./move-price.ts";
export { DEVNET_MNEMONIC } from "./shared/accounts.ts";
export { type StartOptions, startDevnet } from "./start-devnet.ts";
export type { Devnet, DevnetAddresses, DevnetBorrower, DevnetInfo, TokenAmount, TokenSymbol } from "./types.ts";
