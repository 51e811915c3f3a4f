import { type Address, encodeDeployData, type Hex, parseAbi, toHex } from "viem";
import { vi } from "vitest";
import { creationCode } from "../../../core/lens/artifact.ts";
import type { TestChain } from "../../../devnet/testing/start-test-chain.ts";
import type { RandomPool } from "./random-pool.fixture.ts";

/** test/doubles/UniswapV3Player.sol */
const PLAYER = parseAbi([
  "struct Position { int24 lower; int24 upper; uint128 liquidity; }",
  "struct Trade { bool zeroForOne; int256 amount; }",
  "struct Played { bool ok; int256 amount0; int256 amount1; uint160 root; int24 tick; uint128 liquidity; }",
  "event Created(address token0, address token1, address pool)",
  "function create(address factory, uint24 fee, uint160 root, Position[] positions)",
  "function play(address pool, Trade[] trades) returns (Played[])",
]);
const FACTORY = parseAbi([
  "function enableFeeAmount(uint24 fee, int24 tickSpacing)",
  "function owner() view returns (address)",
]);

/** Of a block, whatever a pool's positions cost. */
const GAS = 29_000_000n;
/** Some swaps go through every word of the bitmap, 20 million gas each. */
const GAS_OF_ALL = 2_000_000_000n;

export interface PlayedTrade {
  readonly zeroForOne: boolean;
  /** In if positive, out if negative. */
  readonly amount: bigint;
}

/** Someone who makes real pools and trades on them. */
export interface Player {
  create(
    pool: RandomPool,
    factory?: Address,
  ): Promise<{ readonly token0: Address; readonly token1: Address; readonly pool: Address }>;
  /** The state after every trade, one after the other; nothing stays. */
  play(
    pool: Address,
    trades: readonly PlayedTrade[],
  ): Promise<
    readonly {
      readonly ok: boolean;
      readonly amount0: bigint;
      readonly amount1: bigint;
      readonly root: bigint;
      readonly tick: number;
      readonly liquidity: bigint;
    }[]
  >;
}

/** The receipt of what is mined at once. Whoever waits for a block that comes after may wait for ever. */
export function mined(client: Pick<TestChain["client"], "getTransactionReceipt">, hash: Hex) {
  return vi.waitFor(() => client.getTransactionReceipt({ hash }), { timeout: 20_000, interval: 5 });
}

/** Lets a factory make pools with another fee. */
export async function enableFee({ client }: TestChain, factory: Address, fee: number, spacing: number): Promise<void> {
  const owner = await client.readContract({ address: factory, abi: FACTORY, functionName: "owner" });
  const call = { address: factory, abi: FACTORY, functionName: "enableFeeAmount", args: [fee, spacing] } as const;
  await client.setBalance({ address: owner, value: 10n ** 18n });
  const hash = await client.writeContract({ ...call, account: owner, chain: null });
  await mined(client, hash);
}

export async function deployPlayer({ client, devnet }: TestChain): Promise<Player> {
  const account = devnet.info.addresses.accounts.whale;
  const data = encodeDeployData({ abi: PLAYER, bytecode: creationCode("UniswapV3Player") });
  await client.request({ method: "evm_setBlockGasLimit" as never, params: [toHex(GAS_OF_ALL)] as never });
  const receiptOf = async (sending: Promise<Hex>) => mined(client, await sending);
  const deployed = await receiptOf(client.sendTransaction({ account, data, chain: null, gas: GAS }));
  const address = deployed.contractAddress!;
  return {
    async create({ fee, root, positions }, factory = devnet.info.addresses.uniswap.factory) {
      const args = [factory, fee, root, positions] as const;
      const call = {
        address,
        abi: PLAYER,
        functionName: "create",
        args,
        account,
        chain: null,
        gas: GAS,
      } as const;
      const { status, blockNumber } = await receiptOf(client.writeContract(call));
      if (status !== "success") throw new Error("the pool was not made");
      const range = { fromBlock: blockNumber, toBlock: blockNumber };
      const logs = await client.getContractEvents({ address, abi: PLAYER, eventName: "Created", ...range });
      return logs.at(-1)!.args as { token0: Address; token1: Address; pool: Address };
    },
    async play(pool, trades) {
      const call = {
        address,
        abi: PLAYER,
        functionName: "play",
        args: [pool, trades],
        account,
        gas: GAS_OF_ALL,
      } as const;
      return (await client.simulateContract(call)).result;
    },
  };
}
