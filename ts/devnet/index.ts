// A local chain with the real Aave V3.6, Morpho Blue and Uniswap V3, their markets and their borrowers. Everything is
// compiled or read from npm packages and cached below `.cache/devnet`, which is never committed: Aave and Morpho are
// under the Business Source License.
export { type BuiltDevnet, buildDevnet } from "./build-devnet.ts";
export { type MovedPrice, type MovePriceOptions, movePrice } from "./move-price.ts";
export { DEVNET_MNEMONIC } from "./scenario/accounts.ts";
export { type StartOptions, startDevnet } from "./start-devnet.ts";
export type { Devnet, DevnetAddresses, DevnetBorrower, DevnetInfo, TokenAmount, TokenSymbol } from "./types.ts";
