import { type Address, encodeFunctionData, type Hex, hexToBigInt, pad, parseAbi, toHex } from "viem";
import type { Rpc } from "../../differential/rpc.ts";
import { findMapping, findValue, mappingSlot, type Place } from "../../differential/storage.ts";

/** One reserve of a real market and the storage that decides about an account in it. */
export interface ReserveHandle {
  readonly id: number;
  readonly symbol: string;
  readonly token: Address;
  readonly aToken: Address;
  readonly stableDebtToken: Address;
  readonly variableDebtToken: Address;
  /** Says the price; null where the oracle knows it without asking. */
  readonly source: Address | null;
  /** First slot of the pool's `ReserveData`. */
  readonly dataSlot: bigint;
  /** Bases of the mappings of balances, and the slots of the tokens' sums. */
  readonly aTokenBalances: Place;
  readonly debtBalances: Place;
  readonly stableBalances: Place;
  readonly stableRates: Place;
  readonly stableStamps: Place;
  readonly aTokenSupply: Place;
  readonly debtSupply: Place;
  /** Bases of the underlying's balances and allowances. */
  readonly tokenBalances: Place;
  readonly tokenAllowances: Place;
}

/** A real market whose storage can be pretended. */
export interface MarketHandle {
  readonly rpc: Rpc;
  readonly pool: Address;
  /** Timestamp of the latest block. */
  readonly time: bigint;
  readonly reserves: readonly ReserveHandle[];
  /** Base of the pool's mapping by user. */
  readonly userConfigs: bigint;
  readonly paused: Place;
  /** What the oracle counts in is a whole of this: its price cannot change. */
  readonly baseToken: Address | null;
  readonly baseUnit: bigint;
}

const VIEWS = parseAbi([
  "function getReserveData(address asset) view returns (uint256)",
  "function getUserConfiguration(address user) view returns (uint256)",
  "function paused() view returns (bool)",
  "function scaledBalanceOf(address user) view returns (uint256)",
  "function scaledTotalSupply() view returns (uint256)",
  "function principalBalanceOf(address user) view returns (uint256)",
  "function getUserStableRate(address user) view returns (uint256)",
  "function getUserLastUpdated(address user) view returns (uint40)",
  "function balanceOf(address user) view returns (uint256)",
  "function allowance(address owner, address spender) view returns (uint256)",
]);
type View =
  | "getUserConfiguration"
  | "scaledBalanceOf"
  | "principalBalanceOf"
  | "getUserStableRate"
  | "getUserLastUpdated"
  | "balanceOf";

/** Nobody: finds mappings that have no entry yet. */
const SOMEBODY: Address = "0x00000000000000000000000000000000005eeded";

export interface MarketAddresses {
  readonly pool: Address;
  readonly baseToken: Address | null;
  readonly baseUnit: bigint;
  /** In the order of their ids. */
  readonly reserves: readonly { readonly symbol: string; readonly token: Address; readonly source: Address | null }[];
}

/** Offsets of the token addresses in `ReserveData`, from the word that ends with the time of the last update. */
const A_TOKEN_OFFSET = 4n;

/** Looks up where a market keeps its state, by watching which slots its views read. */
export async function openMarket(rpc: Rpc, addresses: MarketAddresses): Promise<MarketHandle> {
  const { pool } = addresses;
  const call = (name: View) => encodeFunctionData({ abi: VIEWS, functionName: name, args: [SOMEBODY] });
  const mapping = (contract: Address, name: View) => findMapping(rpc, contract, call(name), SOMEBODY);
  const storage = async (contract: Address, slot: bigint) =>
    hexToBigInt((await rpc("eth_getStorageAt", [contract, pad(toHex(slot), { size: 32 }), "latest"])) as Hex);
  const supply = encodeFunctionData({ abi: VIEWS, functionName: "scaledTotalSupply" });

  const openReserve = async (
    { symbol, token, source }: MarketAddresses["reserves"][number],
    id: number,
  ): Promise<ReserveHandle> => {
    const data = encodeFunctionData({ abi: VIEWS, functionName: "getReserveData", args: [token] });
    const dataSlot = mappingSlot(token, (await findMapping(rpc, pool, data, token)).slot);
    const address = async (offset: bigint) => pad(toHex(await storage(pool, dataSlot + offset)), { size: 20 });
    const aToken = await address(A_TOKEN_OFFSET);
    const stableDebtToken = await address(A_TOKEN_OFFSET + 1n);
    const variableDebtToken = await address(A_TOKEN_OFFSET + 2n);
    return {
      id,
      symbol,
      token,
      aToken,
      stableDebtToken,
      variableDebtToken,
      source,
      dataSlot,
      aTokenBalances: await mapping(aToken, "scaledBalanceOf"),
      debtBalances: await mapping(variableDebtToken, "scaledBalanceOf"),
      stableBalances: await mapping(stableDebtToken, "principalBalanceOf"),
      stableRates: await mapping(stableDebtToken, "getUserStableRate"),
      stableStamps: await mapping(stableDebtToken, "getUserLastUpdated"),
      aTokenSupply: await findValue(rpc, aToken, supply),
      debtSupply: await findValue(rpc, variableDebtToken, supply),
      tokenBalances: await mapping(token, "balanceOf"),
      tokenAllowances: await findAllowances(rpc, token),
    };
  };

  const block = (await rpc("eth_getBlockByNumber", ["latest", false])) as { timestamp: Hex };
  const { baseToken, baseUnit } = addresses;
  return {
    rpc,
    pool,
    baseToken,
    baseUnit,
    time: hexToBigInt(block.timestamp),
    reserves: await Promise.all(addresses.reserves.map(openReserve)),
    userConfigs: (await mapping(pool, "getUserConfiguration")).slot,
    paused: await findValue(rpc, pool, encodeFunctionData({ abi: VIEWS, functionName: "paused" })),
  };
}

/** Base of `allowance[owner][spender]`, found where owner and spender are the same. */
async function findAllowances(rpc: Rpc, token: Address): Promise<Place> {
  const data = encodeFunctionData({ abi: VIEWS, functionName: "allowance", args: [SOMEBODY, SOMEBODY] });
  const nested = (base: bigint) => mappingSlot(SOMEBODY, mappingSlot(SOMEBODY, base));
  return findMapping(rpc, token, data, SOMEBODY, nested);
}
