import { type Address, BaseError, ContractFunctionRevertedError, parseAbi, parseEventLogs } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitForReceipt } from "../../../core/rpc/wait-for-receipt.ts";
import { movePrice } from "../../move-price.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../testing/start-test-chain.ts";
import { MORPHO_BORROWERS } from "./borrowers.ts";

const MORPHO = parseAbi([
  "struct MarketParams { address loanToken; address collateralToken; address oracle; address irm; uint256 lltv; }",
  "function position(bytes32 id, address user) view returns (uint256 supplyShares, uint128 borrowShares, uint128 collateral)",
  "function market(bytes32 id) view returns (uint128 totalSupplyAssets, uint128 totalSupplyShares, uint128 totalBorrowAssets, uint128 totalBorrowShares, uint128 lastUpdate, uint128 fee)",
  "function idToMarketParams(bytes32 id) view returns (address loanToken, address collateralToken, address oracle, address irm, uint256 lltv)",
  "function liquidate(MarketParams marketParams, address borrower, uint256 seizedAssets, uint256 repaidShares, bytes data) returns (uint256, uint256)",
  "error OracleBroken()",
  "event Liquidate(bytes32 indexed id, address indexed caller, address indexed borrower, uint256 repaidAssets, uint256 repaidShares, uint256 seizedAssets, uint256 badDebtAssets, uint256 badDebtShares)",
]);

const ORACLE = parseAbi(["function price() view returns (uint256)"]);
const TOKEN = parseAbi(["function approve(address, uint256)"]);

const USD = 10n ** 8n;

/** With the clock stopped, so that no figure holds interest. */
describe("Morpho borrowers", () => {
  let chain: TestChain;
  let liquidator: Address;

  beforeAll(async () => {
    chain = await startTestChain({ secondsPerBlock: 0 });
    const { accounts, tokens, morpho } = chain.devnet.info.addresses;
    liquidator = accounts.whale;
    for (const address of [tokens.USDC, tokens.WETH]) {
      const args = [morpho.morpho, 2n ** 128n] as const;
      await chain.client.writeContract({ account: liquidator, address, abi: TOKEN, functionName: "approve", args });
    }
  }, BUILD_TIMEOUT);

  afterAll(() => chain?.stop());

  const marketOf = (label: string) => {
    const { morpho, tokens } = chain.devnet.info.addresses;
    const market = morpho.markets.find((candidate) => candidate.label === label);
    if (!market) throw new Error(`no market ${label}`);
    const params = {
      loanToken: tokens[market.loan],
      collateralToken: tokens[market.collateral],
      oracle: market.oracle,
      irm: market.irm,
      lltv: BigInt(market.lltv),
    };
    return { ...market, params };
  };

  /** Liquidates a borrower by collateral to seize, or by debt shares to repay. */
  const liquidate = (label: string, seized: bigint, repaidShares: bigint) => {
    const borrower = chain.borrower("morpho", label);
    return {
      account: liquidator,
      address: chain.devnet.info.addresses.morpho.morpho,
      abi: MORPHO,
      functionName: "liquidate",
      args: [marketOf(borrower.market).params, borrower.address, seized, repaidShares, "0x"],
    } as const;
  };

  /** Sends a liquidation and returns what Morpho says of it. */
  const liquidated = async (call: ReturnType<typeof liquidate>) => {
    const hash = await chain.client.writeContract(call);
    const { logs } = await waitForReceipt(chain.client, { hash });
    const [event] = parseEventLogs({ abi: MORPHO, eventName: "Liquidate", logs });
    if (!event) throw new Error("nothing was liquidated");
    return event.args;
  };

  const collateralOf = (label: string) => BigInt(chain.borrower("morpho", label).collateral[0]!.amount);

  /** Morpho's own verdict on a small liquidation: undefined when it goes through. */
  const refusal = async (label: string): Promise<string | undefined> => {
    try {
      await chain.client.simulateContract(liquidate(label, collateralOf(label) / 1000n, 0n));
      return undefined;
    } catch (error) {
      const revert =
        error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError);
      if (!(revert instanceof ContractFunctionRevertedError)) throw error;
      return revert.reason ?? revert.data?.errorName ?? "revert without a reason";
    }
  };

  it("has ids that Morpho resolves to the listed parameters", async () => {
    const { morpho } = chain.devnet.info.addresses;
    for (const { label, id } of morpho.markets) {
      const { params } = marketOf(label);
      const args = [id] as const;
      const found = await chain.client.readContract({
        address: morpho.morpho,
        abi: MORPHO,
        functionName: "idToMarketParams",
        args,
      });
      const wanted = [params.loanToken, params.collateralToken, params.oracle, params.irm, params.lltv];
      expect(found).toEqual(wanted);
    }
  });

  it.each(MORPHO_BORROWERS.map((plan) => plan.label))("%s owns and owes exactly what the list says", async (label) => {
    const borrower = chain.borrower("morpho", label);
    const { id } = marketOf(borrower.market);
    const { morpho } = chain.devnet.info.addresses.morpho;
    const read = { address: morpho, abi: MORPHO } as const;
    const args = [id, borrower.address] as const;
    const [, shares, collateral] = await chain.client.readContract({ ...read, functionName: "position", args });
    const [, , assets, totalShares] = await chain.client.readContract({ ...read, functionName: "market", args: [id] });
    const divisor = totalShares + 1_000_000n;
    const owed = (shares * (assets + 1n) + divisor - 1n) / divisor; // Morpho's toAssetsUp
    expect([collateral, owed]).toEqual([BigInt(borrower.collateral[0]!.amount), BigInt(borrower.debt[0]!.amount)]);
  });

  it("has nobody to liquidate at first", async () => {
    for (const { label, market } of chain.devnet.info.borrowers.morpho) {
      expect([label, await refusal(label)]).toEqual([
        label,
        marketOf(market).broken ? "OracleBroken" : "position is healthy",
      ]);
    }
  });

  it("makes exactly the announced borrowers liquidatable when ETH falls to 2600", () =>
    chain.undoing(async () => {
      await movePrice(chain.client, "WETH", 2600n * USD);
      const open: string[] = [];
      for (const { label } of chain.devnet.info.borrowers.morpho) if (!(await refusal(label))) open.push(label);
      expect(open).toEqual(["liquidatable", "bad-debt", "near-edge", "dust", "whale"]);
    }));

  it.each([
    ["WBTC", 52_000n, "bitcoin"],
    ["wstETH", 3_400n, "staked-ether"],
  ] as const)("reacts to %s at %d USD: %s", (symbol, price, label) =>
    chain.undoing(async () => {
      await movePrice(chain.client, symbol, price * USD);
      expect(await refusal(label)).toBeUndefined();
    }),
  );

  it("loses money on bad-debt at 2600, even when all its collateral is seized", () =>
    chain.undoing(async () => {
      await movePrice(chain.client, "WETH", 2600n * USD);
      const { badDebtAssets } = await liquidated(liquidate("bad-debt", collateralOf("bad-debt"), 0n));
      expect(badDebtAssets).toBeGreaterThan(0n);
    }));

  it("can have all debt of liquidatable repaid at 2600, and leaves collateral", () =>
    chain.undoing(async () => {
      await movePrice(chain.client, "WETH", 2600n * USD);
      const { address, market } = chain.borrower("morpho", "liquidatable");
      const { morpho } = chain.devnet.info.addresses.morpho;
      const args = [marketOf(market).id, address] as const;
      const [, shares] = await chain.client.readContract({
        address: morpho,
        abi: MORPHO,
        functionName: "position",
        args,
      });
      const { badDebtAssets, seizedAssets } = await liquidated(liquidate("liquidatable", 0n, shares));
      expect(badDebtAssets).toBe(0n);
      expect(seizedAssets).toBeLessThan(collateralOf("liquidatable"));
    }));

  it("has one market whose oracle reverts", async () => {
    const { markets } = chain.devnet.info.addresses.morpho;
    const read = (address: Address) => chain.client.readContract({ address, abi: ORACLE, functionName: "price" });
    for (const { oracle, broken } of markets) {
      if (broken) await expect(read(oracle)).rejects.toThrow("reverted");
      else expect(await read(oracle)).toBeGreaterThan(0n);
    }
    expect(markets.filter((market) => market.broken)).toHaveLength(1);
  });
});
