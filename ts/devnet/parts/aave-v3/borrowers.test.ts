import { type Address, formatUnits, parseAbi, parseUnits } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitForReceipt } from "../../../core/rpc/wait-for-receipt.ts";
import { movePrice } from "../../move-price.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../testing/start-test-chain.ts";
import type { DevnetBorrower } from "../../types.ts";
import { AAVE_BORROWERS } from "./borrowers.ts";

const POOL = parseAbi([
  "function getUserAccountData(address user) view returns (uint256 collateral, uint256 debt, uint256 available, uint256 threshold, uint256 ltv, uint256 healthFactor)",
  "function getUserEMode(address user) view returns (uint256)",
  "function getReservesList() view returns (address[])",
  "function liquidationCall(address collateral, address debt, address user, uint256 debtToCover, bool receiveAToken)",
]);

const DATA = parseAbi([
  "function getUserReserveData(address asset, address user) view returns (uint256 aToken, uint256 stableDebt, uint256 variableDebt, uint256, uint256, uint256, uint256, uint40, bool usedAsCollateral)",
]);

const TOKEN = parseAbi(["function balanceOf(address) view returns (uint256)", "function approve(address, uint256)"]);

const USD = 10n ** 8n;
const WAD = 10n ** 18n;

/** Aave's health factor of an account without debt. */
const NO_DEBT = 2n ** 256n - 1n;

/** With the clock stopped, so that no figure holds interest. */
describe("Aave borrowers", () => {
  let chain: TestChain;

  beforeAll(async () => {
    chain = await startTestChain({ secondsPerBlock: 0 });
  }, BUILD_TIMEOUT);

  afterAll(() => chain?.stop());

  const market = (borrower: DevnetBorrower) => chain.devnet.info.addresses.aave[borrower.market as "main" | "l2"];

  const account = async (borrower: DevnetBorrower) => {
    const [collateral, debt, , , , healthFactor] = await chain.client.readContract({
      address: market(borrower).pool,
      abi: POOL,
      functionName: "getUserAccountData",
      args: [borrower.address],
    });
    return { collateral, debt, healthFactor };
  };

  const labelsBelowOne = async () => {
    const { aave } = chain.devnet.info.borrowers;
    const factors = await Promise.all(
      aave.map(async (borrower) => [borrower.label, (await account(borrower)).healthFactor] as const),
    );
    return factors.filter(([, factor]) => factor < WAD).map(([label]) => label);
  };

  it.each(AAVE_BORROWERS)("$label owns and owes exactly what the list says", async (plan) => {
    const borrower = chain.borrower("aave", plan.label);
    const { tokens } = chain.devnet.info.addresses;
    const { pool, dataProvider } = market(borrower);
    const reserves = await chain.client.readContract({ address: pool, abi: POOL, functionName: "getReservesList" });
    for (const asset of reserves) {
      const [aToken, , variableDebt] = await chain.client.readContract({
        address: dataProvider,
        abi: DATA,
        functionName: "getUserReserveData",
        args: [asset, borrower.address],
      });
      const listed = (side: DevnetBorrower["collateral"]) =>
        BigInt(side.find(({ symbol }) => tokens[symbol] === asset)?.amount ?? 0n);
      expect([aToken, variableDebt]).toEqual([listed(borrower.collateral), listed(borrower.debt)]);
    }
    const args = [borrower.address] as const;
    const eMode = await chain.client.readContract({ address: pool, abi: POOL, functionName: "getUserEMode", args });
    expect(eMode).toBe(BigInt(plan.eMode ?? 0));
  });

  it("has nobody to liquidate at first", async () => {
    expect(await labelsBelowOne()).toEqual([]);
  });

  it("has the health factors that the list promises", async () => {
    expect((await account(chain.borrower("aave", "reference"))).healthFactor).toBe(parseUnits("1.125", 18));
    expect((await account(chain.borrower("aave", "no-debt"))).healthFactor).toBe(NO_DEBT);
    const nearEdge = (await account(chain.borrower("aave", "near-edge"))).healthFactor;
    expect(Number(formatUnits(nearEdge, 18))).toBeCloseTo(1.01, 6);
  });

  it("keeps dust under the 2000 dollars below which Aave lets the whole debt be repaid", async () => {
    const { collateral, debt } = await account(chain.borrower("aave", "dust"));
    expect(collateral).toBeLessThan(2000n * USD);
    expect(debt).toBeLessThan(2000n * USD);
  });

  it("makes exactly the announced borrowers liquidatable when ETH falls to 2600", () =>
    chain.undoing(async () => {
      await movePrice(chain.client, "WETH", 2600n * USD);
      expect(await labelsBelowOne()).toEqual([
        "near-edge",
        "mixed",
        "dust",
        "under-water",
        "usdt-debt",
        "same-asset",
        "whale",
        "l2-reference",
        "reference",
      ]);
      expect((await account(chain.borrower("aave", "reference"))).healthFactor).toBe(parseUnits("0.975", 18));
      const sunk = await account(chain.borrower("aave", "under-water"));
      expect(sunk.debt).toBeGreaterThan(sunk.collateral);
    }));

  it.each([
    ["WBTC", 51_000n, "bitcoin"],
    ["LINK", 12n, "link"],
    ["WETH", 3_500n, "short-ether"],
    ["wstETH", 3_300n, "emode-staked-ether"],
  ] as const)("reacts to %s at %d USD: %s", (symbol, price, label) =>
    chain.undoing(async () => {
      await movePrice(chain.client, symbol, price * USD);
      expect(await labelsBelowOne()).toContain(label);
    }),
  );

  it("pays a liquidator of the reference the known amount, to the last wei", () =>
    chain.undoing(async () => {
      const { tokens, aave, accounts } = chain.devnet.info.addresses;
      const reference = chain.borrower("aave", "reference");
      const cover = 11_000_000_000n;
      await movePrice(chain.client, "WETH", 2600n * USD);
      const liquidator: Address = accounts.whale;
      const held = () =>
        chain.client.readContract({ address: tokens.WETH, abi: TOKEN, functionName: "balanceOf", args: [liquidator] });
      const before = await held();
      const { pool } = aave.main;
      await chain.client.writeContract({
        account: liquidator,
        address: tokens.USDC,
        abi: TOKEN,
        functionName: "approve",
        args: [pool, cover],
      });
      const hash = await chain.client.writeContract({
        account: liquidator,
        address: pool,
        abi: POOL,
        functionName: "liquidationCall",
        args: [tokens.WETH, tokens.USDC, reference.address, cover, false],
      });
      expect((await waitForReceipt(chain.client, { hash })).status).toBe("success");
      expect((await held()) - before).toBe(4_421_153_846_153_846_153n);
      const { healthFactor } = await account(reference);
      expect(Number(formatUnits(healthFactor, 18))).toBeCloseTo(1.08375, 12);
    }));
});
