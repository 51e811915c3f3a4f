import { type Address, encodeFunctionData, type Hex, parseAbi } from "viem";
import { type Rpc, rpcTo } from "../../differential/rpc.ts";
import { findMapping, mappingSlot, type Place } from "../../differential/storage.ts";
import type { TokenLayout } from "./layout.ts";

const TOKEN = parseAbi([
  "function balanceOf(address user) view returns (uint256)",
  "function allowance(address owner, address spender) view returns (uint256)",
]);

/** Blocks that are pretended to have passed: interest of up to a few months. */
const AHEAD = 1_000_000n;

const SOMEBODY: Address = "0x00000000000000000000000000000000005eeded";

/** A cToken on a running chain, and where it and its underlying keep their state. */
export interface TokenHandle {
  readonly cToken: Address;
  readonly decimals: number;
  /** Null: ether. */
  readonly underlying: { readonly address: Address; readonly balances: Place; readonly allowances: Place } | null;
  readonly layout: TokenLayout;
}

/** A comptroller on a running chain. */
export interface ComptrollerHandle {
  readonly rpc: Rpc;
  readonly comptroller: Address;
  readonly oracle: Address;
  readonly native: Address | null;
  readonly wrapped: Address;
  /** All that it lists, in its order. */
  readonly tokens: readonly TokenHandle[];
  /** Which every token of a layout without one of its own uses. */
  readonly sharedModel: Address;
  /** Block in which cases are played. */
  readonly block: bigint;
  readonly time: bigint;
}

const CTOKEN = parseAbi(["function interestRateModel() view returns (address)"]);

/** What is to be known of a comptroller to open it. */
export interface ComptrollerPlace {
  readonly rpcUrl: string;
  readonly comptroller: Address;
  readonly oracle: Address;
  readonly native: Address | null;
  readonly wrapped: Address;
  /** Underlying and cToken, in the order of the comptroller's list; of ether its wrapped form. */
  readonly tokens: readonly (readonly [underlying: Address, cToken: Address])[];
  readonly layout: TokenLayout;
  /** Of the latest block, seconds. */
  readonly timestamp: bigint;
}

/** Opens a comptroller on a running chain. */
export async function openComptroller(place: ComptrollerPlace): Promise<ComptrollerHandle> {
  const { comptroller, oracle, native, wrapped, layout } = place;
  const rpc = rpcTo(place.rpcUrl);
  const call = async (to: Address, data: Hex) => (await rpc("eth_call", [{ to, data }, "latest"])) as Hex;
  const opened = await Promise.all(
    place.tokens.map(async ([address, cToken]): Promise<TokenHandle> => {
      const decimals = Number(await call(address, "0x313ce567"));
      const underlying = cToken === native ? null : await openUnderlying(rpc, address);
      return { cToken, decimals, underlying, layout };
    }),
  );
  const model = await call(opened[0]!.cToken, encodeFunctionData({ abi: CTOKEN, functionName: "interestRateModel" }));
  const block = BigInt((await rpc("eth_blockNumber", [])) as Hex) + AHEAD;
  return {
    rpc,
    comptroller,
    oracle,
    native,
    wrapped,
    tokens: opened,
    sharedModel: `0x${model.slice(26)}`,
    block,
    time: place.timestamp + 1_000n,
  };
}

async function openUnderlying(rpc: Rpc, address: Address): Promise<NonNullable<TokenHandle["underlying"]>> {
  const balance = encodeFunctionData({ abi: TOKEN, functionName: "balanceOf", args: [SOMEBODY] });
  const allowance = encodeFunctionData({ abi: TOKEN, functionName: "allowance", args: [SOMEBODY, SOMEBODY] });
  const toItself = (base: bigint) => mappingSlot(SOMEBODY, mappingSlot(SOMEBODY, base));
  return {
    address,
    balances: await findMapping(rpc, address, balance, SOMEBODY),
    allowances: await findMapping(rpc, address, allowance, SOMEBODY, toItself),
  };
}
