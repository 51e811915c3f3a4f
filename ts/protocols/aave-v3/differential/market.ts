import { type Address, encodeFunctionData, type Hex, hexToBigInt, pad, parseAbi, toHex } from "viem";
import type { Rpc } from "../../differential/rpc.ts";
import { findMapping, findValue, mappingSlot, type Place } from "../../differential/storage.ts";

/** One reserve of a real market and the storage that decides about an account in it. */
export interface ReserveHandle {
  readonly id: number;
  readonly symbol: string;
  readonly token: Address;
  readonly aToken: Address;
  readonly variableDebtToken: Address;
  /** Null where debt at stable rates is gone. */
  readonly stableDebtToken: Address | null;
  /** First slot of the pool's `ReserveData`. */
  readonly dataSlot: bigint;
  /** Answer of the price feed. */
  readonly feed: Place;
  /** Bases of the mappings of scaled balances, and the slots of their sums. */
  readonly aTokenBalances: Place;
  readonly aTokenSupply: Place;
  readonly debtBalances: Place;
  readonly debtSupply: Place;
  /** Base of the mapping of stable debt; its sum lies where that of variable debt does. */
  readonly stableBalances: bigint;
  /** Bases of the underlying's balances and allowances. */
  readonly tokenBalances: Place;
  readonly tokenAllowances: Place;
}

/** A real market whose storage can be pretended. */
export interface MarketHandle {
  readonly rpc: Rpc;
  readonly pool: Address;
  readonly revision: number;
  /** Timestamp of the latest block. */
  readonly time: bigint;
  readonly treasury: Address;
  readonly reserves: readonly ReserveHandle[];
  /** Bases of the pool's mappings: by user, by user, by category. */
  readonly userConfigs: bigint;
  readonly userEModes: bigint;
  readonly eModes: bigint;
  /** Asset whose price an eMode category may take for all of its assets, and its feed; null where there is none. */
  readonly eModePrice: { readonly asset: Address; readonly feed: Place } | null;
  /** Watches the sequencer; null where there is none. */
  readonly sentinel: Address | null;
}

const VIEWS = parseAbi([
  "function getReserveData(address asset) view returns (uint256)",
  "function getUserConfiguration(address user) view returns (uint256)",
  "function getUserEMode(address user) view returns (uint256)",
  "function getEModeCategoryData(uint8 id) view returns (uint256)",
  "function POOL_REVISION() view returns (uint256)",
  "function scaledBalanceOf(address user) view returns (uint256)",
  "function scaledTotalSupply() view returns (uint256)",
  "function principalBalanceOf(address user) view returns (uint256)",
  "function balanceOf(address user) view returns (uint256)",
  "function allowance(address owner, address spender) view returns (uint256)",
  "function latestAnswer() view returns (int256)",
]);

type View = "getUserConfiguration" | "getUserEMode" | "scaledBalanceOf" | "balanceOf" | "principalBalanceOf";

/** Nobody: finds mappings that have no entry yet. */
const SOMEBODY: Address = "0x00000000000000000000000000000000005eeded";

export interface MarketAddresses {
  readonly pool: Address;
  readonly treasury: Address;
  /** In the order of their ids. */
  readonly reserves: readonly { readonly symbol: string; readonly token: Address; readonly feed: Address }[];
  readonly eModePrice?: { readonly asset: Address; readonly feed: Address };
  readonly sentinel?: Address;
}

/** Offsets of the token addresses in `ReserveData`; the same from v3.0 to v3.6. */
const A_TOKEN_OFFSET = 4n;
const STABLE_DEBT_TOKEN_OFFSET = 5n;
const VARIABLE_DEBT_TOKEN_OFFSET = 6n;
/** Last revision with debt at stable rates. */
const LAST_STABLE = 4;

/** Looks up where a market keeps its state, by watching which slots its views read. */
export async function openMarket(rpc: Rpc, addresses: MarketAddresses): Promise<MarketHandle> {
  const { pool } = addresses;
  const call = (name: View) => encodeFunctionData({ abi: VIEWS, functionName: name, args: [SOMEBODY] });
  const storage = async (contract: Address, slot: bigint) =>
    hexToBigInt((await rpc("eth_getStorageAt", [contract, pad(toHex(slot), { size: 32 }), "latest"])) as Hex);
  const answer = encodeFunctionData({ abi: VIEWS, functionName: "latestAnswer" });
  const supply = encodeFunctionData({ abi: VIEWS, functionName: "scaledTotalSupply" });

  const asked = encodeFunctionData({ abi: VIEWS, functionName: "POOL_REVISION" });
  const revision = Number(hexToBigInt((await rpc("eth_call", [{ to: pool, data: asked }, "latest"])) as Hex));

  const openReserve = async (
    { symbol, token, feed }: MarketAddresses["reserves"][number],
    id: number,
  ): Promise<ReserveHandle> => {
    const data = encodeFunctionData({ abi: VIEWS, functionName: "getReserveData", args: [token] });
    const dataSlot = mappingSlot(token, (await findMapping(rpc, pool, data, token)).slot);
    const address = async (offset: bigint) => pad(toHex(await storage(pool, dataSlot + offset)), { size: 20 });
    const [aToken, variableDebtToken] = [await address(A_TOKEN_OFFSET), await address(VARIABLE_DEBT_TOKEN_OFFSET)];
    const stableDebtToken = revision <= LAST_STABLE ? await address(STABLE_DEBT_TOKEN_OFFSET) : null;
    const stable = stableDebtToken && (await findMapping(rpc, stableDebtToken, call("principalBalanceOf"), SOMEBODY));
    return {
      id,
      symbol,
      token,
      aToken,
      variableDebtToken,
      stableDebtToken,
      dataSlot,
      feed: await findValue(rpc, feed, answer),
      aTokenBalances: await findMapping(rpc, aToken, call("scaledBalanceOf"), SOMEBODY),
      aTokenSupply: await findValue(rpc, aToken, supply),
      debtBalances: await findMapping(rpc, variableDebtToken, call("scaledBalanceOf"), SOMEBODY),
      debtSupply: await findValue(rpc, variableDebtToken, supply),
      stableBalances: stable?.slot ?? 0n,
      tokenBalances: await findMapping(rpc, token, call("balanceOf"), SOMEBODY),
      tokenAllowances: await findAllowances(rpc, token),
    };
  };

  const eMode = encodeFunctionData({ abi: VIEWS, functionName: "getEModeCategoryData", args: [1] });
  const block = (await rpc("eth_getBlockByNumber", ["latest", false])) as { timestamp: Hex };
  const { eModePrice } = addresses;
  return {
    rpc,
    pool,
    revision,
    time: hexToBigInt(block.timestamp),
    treasury: addresses.treasury,
    reserves: await Promise.all(addresses.reserves.map(openReserve)),
    userConfigs: (await findMapping(rpc, pool, call("getUserConfiguration"), SOMEBODY)).slot,
    userEModes: (await findMapping(rpc, pool, call("getUserEMode"), SOMEBODY)).slot,
    eModes: (await findMapping(rpc, pool, eMode, 1n)).slot,
    sentinel: addresses.sentinel ?? null,
    eModePrice: eModePrice ? { asset: eModePrice.asset, feed: await findValue(rpc, eModePrice.feed, answer) } : null,
  };
}

/** Base of `allowance[owner][spender]`, found where owner and spender are the same. */
async function findAllowances(rpc: Rpc, token: Address): Promise<Place> {
  const data = encodeFunctionData({ abi: VIEWS, functionName: "allowance", args: [SOMEBODY, SOMEBODY] });
  const nested = (base: bigint) => mappingSlot(SOMEBODY, mappingSlot(SOMEBODY, base));
  return findMapping(rpc, token, data, SOMEBODY, nested);
}
