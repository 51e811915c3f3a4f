import type { Address, Hex } from "viem";
import type { AaveV3Book, UniswapV3Book } from "../../core/chain-book.ts";

/** keccak256 of the pool's creation code: @uniswap/v3-core 1.0.1, the same on every chain in this folder. */
export const UNISWAP_V3_POOL_INIT_CODE_HASH: Hex = "0xe34f199b19b2b4f47f68442619d555527d244f78a3297ea89325f843f87b8b54";

/** Fee tiers that hold nearly all liquidity, hundredths of a basis point. */
const FEE_TIERS = [100, 500, 3000, 10_000] as const;

/** Factory of Uniswap V3 where it was deployed first; later chains have another (@uniswap/sdk-core 7.19.4). */
export const UNISWAP_V3_FIRST_FACTORY: Address = "0x1F98431c8aD98523631AE4a59f267346ea31F984";

/** What a module of @aave-dao/aave-address-book says about a market. */
interface AddressBookModule {
  readonly POOL: Address;
  readonly POOL_ADDRESSES_PROVIDER: Address;
}

/** A market of the Aave address book. `fromBlock` is where its registry was deployed: nothing was borrowed before. */
export function aaveMarket(name: string, module: AddressBookModule, fromBlock: bigint): AaveV3Book {
  return { name, pool: module.POOL, addressesProvider: module.POOL_ADDRESSES_PROVIDER, fromBlock };
}

/** A Uniswap V3 deployment with the common pool code and fee tiers. */
export function uniswapV3(factory: Address): UniswapV3Book {
  return { factory, poolInitCodeHash: UNISWAP_V3_POOL_INIT_CODE_HASH, feeTiers: FEE_TIERS };
}
