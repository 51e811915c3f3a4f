import {
  type Address,
  encodeAbiParameters,
  erc20Abi,
  type Hex,
  keccak256,
  pad,
  parseAbi,
  parseAbiParameters,
  toHex,
} from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { createDeployer, type Deployer } from "../../devnet/deploy/deployer.ts";
import { type Devnet, startDevnet } from "../../devnet/index.ts";
import type { AccountState } from "../protocol.ts";
import type { AccountRef } from "../types.ts";
import { read } from "./read.ts";
import type { MorphoMarket, MorphoState } from "./state.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const MORPHO = parseAbi([
  "struct Params { address loanToken; address collateralToken; address oracle; address irm; uint256 lltv; }",
  "struct Totals { uint128 totalSupplyAssets; uint128 totalSupplyShares; uint128 totalBorrowAssets; uint128 totalBorrowShares; uint128 lastUpdate; uint128 fee; }",
  "function idToMarketParams(bytes32 id) view returns (Params)",
  "function market(bytes32 id) view returns (Totals)",
  "function position(bytes32 id, address user) view returns (uint256 supplyShares, uint128 borrowShares, uint128 collateral)",
  "function createMarket(Params params)",
  "function owner() view returns (address)",
  "function enableIrm(address irm)",
]);
const ORACLE = parseAbi(["function price() view returns (uint256)"]);
const IRM = parseAbi([
  "struct Params { address loanToken; address collateralToken; address oracle; address irm; uint256 lltv; }",
  "struct Totals { uint128 totalSupplyAssets; uint128 totalSupplyShares; uint128 totalBorrowAssets; uint128 totalBorrowShares; uint128 lastUpdate; uint128 fee; }",
  "function borrowRateView(Params params, Totals totals) view returns (uint256)",
]);

let devnet: Devnet;
let deployer: Deployer;
let blockNumber: bigint;

beforeAll(async () => {
  devnet = await startDevnet();
  deployer = createDeployer(devnet.rpcUrl, devnet.info.addresses.accounts.deployer, {});
  await deployer.rpc("anvil_autoImpersonateAccount", [true]);
  await deployer.rpc("anvil_setNextBlockBaseFeePerGas", ["0x0"]);
  await deployer.rpc("anvil_mine", [toHex(100)]);
  blockNumber = await context().client.getBlockNumber();
});
afterAll(() => devnet?.stop());

const context = (changes: Parameters<typeof contextOf>[2] = {}) =>
  contextOf(devnet.rpcUrl, devnetBook(devnet.info), changes);

function refs(): AccountRef[] {
  const { morpho } = devnet.info.addresses;
  return devnet.info.borrowers.morpho.map(({ market, address }) => ({
    protocol: "morpho",
    market: morpho.morpho,
    marketId: morpho.markets.find(({ label }) => label === market)!.id,
    user: address,
  }));
}

function stateOf(account: AccountState<MorphoState> | undefined): MorphoState {
  if (!account?.ok) throw new Error(account?.reason.message);
  return account.state;
}

/** Runs with the chain as it is and puts it back afterwards. */
async function undone(work: () => Promise<void>): Promise<void> {
  const snapshot = await deployer.rpc("evm_snapshot", []);
  try {
    await work();
  } finally {
    await deployer.rpc("evm_revert", [snapshot]);
  }
}

describe("read", () => {
  it("reads every position and market as the contracts tell them, in the order asked for", async () => {
    const ours = context();
    const asked = refs().reverse();
    const found = await read(ours, asked, blockNumber);
    expect(ours.requests).toEqual(new Map([["eth_call", 2]]));
    expect(found.map(({ ref }) => ref)).toEqual(asked);
    const { client } = context();
    const { timestamp } = await client.getBlock({ blockNumber });
    for (const account of found) {
      const { market, borrowShares, collateral } = stateOf(account);
      expect(account.timestamp).toBe(timestamp);
      const ask = { address: market.morpho, abi: MORPHO, blockNumber } as const;
      const args = [account.ref.marketId!, account.ref.user] as const;
      const position = await client.readContract({ ...ask, functionName: "position", args });
      expect([borrowShares, collateral]).toEqual([position[1], position[2]]);
      expect(market).toEqual(await reference(account.ref.marketId!));
    }
    const broken = found.filter((account) => stateOf(account).market.price === null);
    expect(broken.map(({ ref }) => ref.marketId)).toEqual(
      asked.filter(({ marketId }) => marketId === brokenMarket()).map(({ marketId }) => marketId),
    );
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.length).toBeLessThan(found.length);
  });

  it.each([
    ["has no code", "0x"],
    ["burns all its gas", "0x5b600056"],
    ["returns nothing", "0x00"],
    ["reverts with a megabyte", "0x621000005ffd"],
  ] as const)("an oracle that %s leaves one price unknown and everything else as it was", async (_, code) => {
    const sound = await read(context(), refs(), blockNumber);
    const hit = devnet.info.addresses.morpho.markets.find(({ label }) => label === "WETH/USDC")!;
    await undone(async () => {
      await deployer.rpc("anvil_setCode", [hit.oracle, code]);
      const found = await read(context(), refs(), blockNumber);
      for (const [index, account] of found.entries()) {
        const { market, ...position } = stateOf(sound[index]);
        const price = market.id === hit.id ? null : market.price;
        expect(stateOf(account)).toEqual({ ...position, market: { ...market, price } });
      }
    });
  });

  it("has no rate where the rate model does not answer, and rate 0 without one", async () => {
    const { morpho, irm, markets } = devnet.info.addresses.morpho;
    await undone(async () => {
      await deployer.rpc("anvil_setCode", [irm, "0x5f5ffd"]);
      const found = await read(context(), refs(), blockNumber);
      expect(found.every((account) => stateOf(account).market.borrowRate === null)).toBe(true);
    });
    await undone(async () => {
      const call = { address: morpho, abi: MORPHO } as const;
      const owner = await context().client.readContract({ ...call, functionName: "owner" });
      const none = `0x${"0".repeat(40)}` as const;
      await deployer.send({ from: owner, to: morpho, abi: MORPHO, functionName: "enableIrm", args: [none] });
      const args = [markets[0]!.id] as const;
      const params = await context().client.readContract({ ...call, functionName: "idToMarketParams", args });
      const created = { ...params, irm: none };
      await deployer.send({ from: owner, to: morpho, abi: MORPHO, functionName: "createMarket", args: [created] });
      const id = idOf(created);
      const head = await context().client.getBlockNumber({ cacheTime: 0 });
      const [account] = await read(context(), [{ ...refs()[0]!, marketId: id }], head);
      expect(stateOf(account).market).toMatchObject({ id, borrowRate: 0n, totalBorrowAssets: 0n });
    });
  });

  it("accepts a symbol of 32 bytes", async () => {
    const { WBTC } = devnet.info.addresses.tokens;
    const id = marketOf("WBTC/USDC");
    await undone(async () => {
      // symbol() answers the word, everything else 8
      const symbol = pad(toHex("MKR"), { size: 32, dir: "right" }).slice(2);
      await deployer.rpc("anvil_setCode", [
        WBTC,
        `0x5f3560e01c6395d89b4114601857600860005260206000f35b7f${symbol}60005260206000f3`,
      ]);
      const found = (await read(context(), refs(), blockNumber)).filter(({ ref }) => ref.marketId === id);
      expect(found.length).toBeGreaterThan(0);
      for (const account of found) {
        expect(stateOf(account).market.collateral).toEqual({ address: WBTC, symbol: "MKR", decimals: 8 });
      }
    });
  });

  it.each([
    ["has no code", "0x"],
    ["has more decimals than an amount has digits", "0x604e60005260206000f3"],
  ] as const)("refuses the positions of which a token %s, and no others", async (_, code) => {
    await undone(async () => {
      await deployer.rpc("anvil_setCode", [devnet.info.addresses.tokens.WBTC, code]);
      for (const account of await read(context(), refs(), blockNumber)) {
        const hit = account.ref.marketId === marketOf("WBTC/USDC");
        expect(account.ok).toBe(!hit);
        if (!account.ok) expect(account.reason.code).toBe("token-unreadable");
      }
    });
  });

  it("refuses a market that does not exist and a position without one, and reads the others", async () => {
    const [first] = refs();
    const { marketId: _, ...without } = first!;
    const unknown = { ...first!, marketId: pad("0x01", { size: 32 }) };
    const found = await read(context(), [unknown, without, first!], blockNumber);
    expect(found.map((account) => account.ok || account.reason.code)).toEqual(["unknown-market", "no-market-id", true]);
  });

  it("knows a market by any spelling of its id", async () => {
    const [first] = refs();
    const upper = { ...first!, marketId: `0x${first!.marketId!.slice(2).toUpperCase()}` as Hex };
    const found = await read(context(), [upper, first!], blockNumber);
    expect(stateOf(found[0])).toEqual(stateOf(found[1]));
  });

  it("refuses every position when the node cannot be reached", async () => {
    const gone = contextOf("http://127.0.0.1:1", devnetBook(devnet.info));
    const found = await read(gone, refs(), blockNumber);
    expect(found.map((account) => account.ok || account.reason.code)).toEqual(refs().map(() => "market-unreadable"));
  });

  it("reads 2,000 positions in four calls", async () => {
    const ours = context({ callGas: 50_000_000n });
    const known = refs();
    const many = Array.from({ length: 2_000 }, (_, index) => known[index % known.length]!);
    const found = await read(ours, many, blockNumber);
    expect(found.map(({ ref }) => ref)).toEqual(many);
    expect(found.every(({ ok }) => ok)).toBe(true);
    expect(ours.requests.get("eth_call")).toBe(4);
  });
});

function idOf({ loanToken, collateralToken, oracle, irm, lltv }: MorphoMarket["params"]): Hex {
  const types = parseAbiParameters("address, address, address, address, uint256");
  return keccak256(encodeAbiParameters(types, [loanToken, collateralToken, oracle, irm, lltv]));
}

function brokenMarket(): Hex {
  return devnet.info.addresses.morpho.markets.find(({ broken }) => broken)!.id;
}

function marketOf(label: string): Hex {
  return devnet.info.addresses.morpho.markets.find((market) => market.label === label)!.id;
}

/** The market by one call for each thing that is known of it. */
async function reference(id: Hex): Promise<MorphoMarket> {
  const { client } = context();
  const { morpho } = devnet.info.addresses.morpho;
  const ask = { address: morpho, abi: MORPHO, args: [id], blockNumber } as const;
  const params = await client.readContract({ ...ask, functionName: "idToMarketParams" });
  const totals = await client.readContract({ ...ask, functionName: "market" });
  const rate = {
    address: params.irm,
    abi: IRM,
    functionName: "borrowRateView",
    args: [params, totals],
    blockNumber,
  } as const;
  const token = async (address: Address) => ({
    address,
    symbol: await client.readContract({ address, abi: erc20Abi, functionName: "symbol", blockNumber }),
    decimals: await client.readContract({ address, abi: erc20Abi, functionName: "decimals", blockNumber }),
  });
  return {
    morpho,
    id,
    params,
    loan: await token(params.loanToken),
    collateral: await token(params.collateralToken),
    ...totals,
    price: await client
      .readContract({ address: params.oracle, abi: ORACLE, functionName: "price", blockNumber })
      .catch(() => null),
    borrowRate: await client.readContract(rate),
  };
}
