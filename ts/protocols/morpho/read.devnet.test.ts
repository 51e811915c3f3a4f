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
import type { Context } from "../../core/context.ts";
import { createDeployer, type Deployer } from "../../devnet/deploy/deployer.ts";
import { type Devnet, startDevnet } from "../../devnet/index.ts";
import type { Read } from "../protocol.ts";
import { marketKey, type Target, userOf } from "../target.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";
import { positionTarget } from "./position-target.ts";
import { readMarkets } from "./read-markets.ts";
import { readPositions } from "./read-positions.ts";
import type { MorphoMarket } from "./state.ts";

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

/** Without the factory of pre-liquidations: what is read besides then is a test of its own. */
const context = (changes: Parameters<typeof contextOf>[2] = {}) => {
  const book = devnetBook(devnet.info);
  const { preLiquidationFactory: _, ...singleton } = MORPHO_ADDRESSES.of(book)!;
  return contextOf(devnet.rpcUrl, MORPHO_ADDRESSES.with(book, singleton), changes);
};

function targets(): Target[] {
  const { morpho } = devnet.info.addresses;
  return devnet.info.borrowers.morpho.map(({ market, address }) =>
    positionTarget(morpho.morpho, marketOf(market), address),
  );
}

/** Markets and positions of these targets, one beside the other. */
async function read(ours: Context, asked: readonly Target[], at: bigint) {
  const markets = await readMarkets(ours, asked, at);
  const positions = await readPositions(ours, asked, new Map(), at);
  return asked.map((target, index) => ({
    target,
    market: markets.get(marketKey(target))!,
    position: positions[index]!,
  }));
}

function stateOf<State>(found: Read<State> | undefined): State {
  if (!found?.ok) throw new Error(found?.reason.message);
  return found.state;
}

const codeOf = (found: Read<unknown>) => (found.ok ? "ok" : found.reason.code);

/** Runs with the chain as it is and puts it back afterwards. */
async function undone(work: () => Promise<void>): Promise<void> {
  const snapshot = await deployer.rpc("evm_snapshot", []);
  try {
    await work();
  } finally {
    await deployer.rpc("evm_revert", [snapshot]);
  }
}

describe("reading", () => {
  it("reads every market and position as the contracts tell them, in the order asked for", async () => {
    const ours = context();
    const asked = targets().reverse();
    const found = await read(ours, asked, blockNumber);
    expect(ours.requests).toEqual(new Map([["eth_call", 2]]));
    const { client } = context();
    const { timestamp } = await client.getBlock({ blockNumber });
    for (const { target, market, position } of found) {
      expect(market).toMatchObject({ blockNumber, timestamp });
      expect(position).toMatchObject({ blockNumber, timestamp });
      const ask = { address: target.market, abi: MORPHO, blockNumber } as const;
      const args = [target.marketId!, userOf(target)!] as const;
      const [, borrowShares, collateral] = await client.readContract({ ...ask, functionName: "position", args });
      expect(stateOf(position)).toEqual({ borrowShares, collateral, preLiquidations: [] });
      expect(stateOf(market)).toEqual(await reference(target.marketId!));
    }
    const broken = found.filter(({ market }) => stateOf(market).price === null);
    expect(broken.map(({ target }) => target)).toEqual(asked.filter(({ marketId }) => marketId === brokenMarket()));
    expect(broken.length).toBeGreaterThan(0);
    expect(broken.length).toBeLessThan(found.length);
  });

  it.each([
    ["has no code", "0x"],
    ["burns all its gas", "0x5b600056"],
    ["returns nothing", "0x00"],
    ["reverts with a megabyte", "0x621000005ffd"],
  ] as const)("an oracle that %s leaves one price unknown and everything else as it was", async (_, code) => {
    const sound = await read(context(), targets(), blockNumber);
    const hit = devnet.info.addresses.morpho.markets.find(({ label }) => label === "WETH/USDC")!;
    await undone(async () => {
      await deployer.rpc("anvil_setCode", [hit.oracle, code]);
      const found = await read(context(), targets(), blockNumber);
      for (const [index, { market, position }] of found.entries()) {
        const before = stateOf(sound[index]!.market);
        const price = before.id === hit.id ? null : before.price;
        expect(stateOf(market)).toEqual({ ...before, price });
        expect(position).toEqual(sound[index]!.position);
      }
    });
  });

  it("has no rate where the rate model does not answer, and rate 0 without one", async () => {
    const { morpho, irm, markets } = devnet.info.addresses.morpho;
    await undone(async () => {
      await deployer.rpc("anvil_setCode", [irm, "0x5f5ffd"]);
      const found = await readMarkets(context(), targets(), blockNumber);
      expect([...found.values()].every((market) => stateOf(market).borrowRate === null)).toBe(true);
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
      const ref = { ...targets()[0]!, marketId: id };
      const found = await readMarkets(context(), [ref], head);
      expect(stateOf(found.get(marketKey(ref)))).toMatchObject({ id, borrowRate: 0n, totalBorrowAssets: 0n });
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
      const found = await readMarkets(context(), targets(), blockNumber);
      const hit = [...found.values()].map(stateOf).filter((market) => market.id === id);
      expect(hit.map(({ collateral }) => collateral)).toEqual([{ address: WBTC, symbol: "MKR", decimals: 8 }]);
    });
  });

  it.each([
    ["has no code", "0x"],
    ["has more decimals than an amount has digits", "0x604e60005260206000f3"],
  ] as const)("refuses the market of which a token %s, and no others, and no position", async (_, code) => {
    await undone(async () => {
      await deployer.rpc("anvil_setCode", [devnet.info.addresses.tokens.WBTC, code]);
      for (const { target, market, position } of await read(context(), targets(), blockNumber)) {
        expect(codeOf(market)).toBe(target.marketId === marketOf("WBTC/USDC") ? "token-unreadable" : "ok");
        expect(position.ok).toBe(true);
      }
    });
  });

  it("refuses what does not exist, has no market or is no account, and reads the others", async () => {
    const [first] = targets();
    const { marketId: _, ...without } = first!;
    const unknown = { ...first!, marketId: pad("0x01", { size: 32 }) };
    const auction = { ...first!, subject: { kind: "auction", id: "1" } } as const;
    const found = await read(context(), [unknown, without, auction, first!], blockNumber);
    expect(found.map(({ market }) => codeOf(market))).toEqual(["unknown-market", "no-market-id", "ok", "ok"]);
    expect(found.map(({ position }) => codeOf(position))).toEqual(["ok", "no-market-id", "no-account", "ok"]);
  });

  it("knows a market by any spelling of its id, and reads it once", async () => {
    const [first] = targets();
    const upper = { ...first!, marketId: `0x${first!.marketId!.slice(2).toUpperCase()}` as Hex };
    const found = await readMarkets(context(), [upper, first!], blockNumber);
    expect([...found.keys()]).toEqual([marketKey(first!)]);
    const [one, other] = await readPositions(context(), [upper, first!], new Map(), blockNumber);
    expect(stateOf(one)).toEqual(stateOf(other));
  });

  it("refuses everything when the node cannot be reached", async () => {
    const gone = contextOf("http://127.0.0.1:1", devnetBook(devnet.info));
    for (const { market, position } of await read(gone, targets(), blockNumber)) {
      expect(market).toMatchObject({ ok: false, timestamp: 0n, reason: { code: "market-unreadable" } });
      expect(position).toMatchObject({ ok: false, timestamp: 0n, reason: { code: "read-failed" } });
    }
  });

  it("reads 2,000 positions in four calls", async () => {
    const ours = context({ callGas: 50_000_000n });
    const known = targets();
    const many = Array.from({ length: 2_000 }, (_, index) => known[index % known.length]!);
    const steps: number[] = [];
    await readMarkets(ours, many, blockNumber);
    const found = await readPositions(ours, many, new Map(), blockNumber, (done) => void steps.push(done));
    const few = await readPositions(context(), known, new Map(), blockNumber);
    expect(found).toEqual(many.map((_, index) => few[index % known.length]));
    expect(ours.requests.get("eth_call")).toBe(4);
    expect(steps.at(-1)).toBe(2_000);
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
