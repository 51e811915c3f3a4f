import { encodeFunctionData, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { waitForReceipt } from "../core/rpc/wait-for-receipt.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { KEY, OPERATOR, resultOf, type Stage, setStage, textOf } from "./e2e.fixture.ts";

// forge may have to compile every contract first
vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

const ABI = parseAbi([
  "function mint(address to, uint256 amount)",
  "function balanceOf(address) view returns (uint256)",
  "function getReserveData(address) view returns ((uint256 configuration, uint128 liquidityIndex, uint128 variableBorrowIndex, uint128 liquidityRate, uint128 variableBorrowRate, uint128 stableBorrowRate, uint40 updatedAt, address aTokenAddress, address stableDebtToken, address variableDebtToken, address strategy, uint8 id))",
]);
const signing = { FLIQ_PRIVATE_KEY: KEY };

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
  textOf(await stage.fliq(["devnet", "price", "WETH", "2600"]));
});
afterAll(() => stage?.clear());

const reasonsOf = (targets: readonly { readonly reason: { readonly code: string } | null }[]) =>
  targets.map(({ reason }) => reason?.code ?? "liquidate");

describe.each(["aave-v2", "radiant"])("on %s", (protocol) => {
  const only = ["--protocol", protocol];
  const user = (label: string) => stage.user(label, protocol);

  it("targets lists who can be liquidated, in dollars", async () => {
    const { targets, unread, unvalued } = resultOf(await stage.fliq(["targets", ...only, "--json"]));
    expect([unread, unvalued]).toEqual([[], []]);
    expect(reasonsOf(targets)).toEqual(expect.arrayContaining(["liquidate", "below-min-profit"]));
    const found = targets.find(({ key }: { key: string }) => key.endsWith(user("reference").toLowerCase()));
    expect(BigInt(found.debtUsd) / 10n ** 8n).toBe(22_000n);
  });

  it("inspect shows an account", async () => {
    const text = textOf(await stage.fliq(["inspect", user("reference"), ...only]));
    expect(text).toMatch(/health factor +0\.9[47]\d+, can be liquidated/);
    expect(text).toMatch(/one call repays at most/);
    expect(text).toMatch(/11,000\.\d+ USDC +50 % +4\.\d+ WETH/);
  });

  it("simulate and liquidate agree, by a liquidator of one deployment", async () => {
    const who = [user("reference"), ...only];
    const simulated = resultOf(await stage.fliq(["simulate", ...who, "--json"]));
    expect(simulated.simulation.ok).toBe(true);
    const owner = ["--owner", stage.owner, "--receiver", stage.owner];
    if (protocol === "aave-v2") {
      expect(await stage.fliq(["deploy", ...only, ...owner, "--send"], { env: signing })).toMatchObject({ code: 0 });
    }
    const done = await stage.fliq(["liquidate", ...who, "--send", "--json"], { env: signing });
    expect(done).toMatchObject({ code: 0 });
    expect(textOf(await stage.fliq(["inspect", ...who]))).toMatch(/health factor +1\.\d+/);
    expect(JSON.stringify(stage.rows().at(-1))).toContain(protocol);
  });
});

it("takes a collateral that is lent out as aTokens", async () => {
  const who = [stage.user("no-cash", "aave-v2"), "--protocol", "aave-v2"];
  const refused = await stage.fliq(["simulate", ...who, "--json"]);
  expect(JSON.parse(refused.stdout).error).toMatchObject({
    code: "insufficient-liquidity",
    hint: "keep what stands for it: --funding wallet --receive-atoken",
  });
  const { client, devnet } = stage.chain;
  const { tokens, accounts, aaveV2 } = devnet.info.addresses;
  const data = encodeFunctionData({ abi: ABI, functionName: "mint", args: [OPERATOR, 10n ** 12n] });
  const to = tokens.USDC;
  await waitForReceipt(client, { hash: await client.sendTransaction({ account: accounts.deployer, to, data }) });
  const amount = ["--protocol", "aave-v2", "--token", to, "--amount", "1000000"];
  expect(await stage.fliq(["approve", ...amount, "--send"], { env: signing })).toMatchObject({ code: 0 });
  const kept = ["--funding", "wallet", "--receive-atoken", "--send", "--json"];
  const result = resultOf({ ...(await stage.fliq(["liquidate", ...who, ...kept], { env: signing })), stderr: "" });
  const { realised, plan } = result;
  const { aTokenAddress } = await client.readContract({
    ...{ address: aaveV2.dollar.pool, abi: ABI, functionName: "getReserveData" },
    args: [plan.collateral.address],
  });
  const received = { address: aTokenAddress, abi: ABI, functionName: "balanceOf", args: [stage.owner] } as const;
  expect([await client.readContract(received), BigInt(realised.seized) > 0n]).toEqual([BigInt(realised.seized), true]);
});
