import { type Address, encodeFunctionData, erc20Abi, type Hex, hexToBytes, parseAbi } from "viem";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { createDeployer, type Deployer } from "../../devnet/deploy/deployer.ts";
import { type Devnet, movePrice, startDevnet } from "../../devnet/index.ts";
import { LIQUIDATE_GAS } from "./action.ts";
import { positionTarget } from "./position-target.ts";
import { PRE_LIQUIDATE_GAS } from "./pre-action.ts";
import { readPositions } from "./read-positions.ts";
import type { MorphoPosition } from "./state.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const MORPHO = parseAbi([
  "struct Params { address loanToken; address collateralToken; address oracle; address irm; uint256 lltv; }",
  "function liquidate(Params params, address borrower, uint256 seizedAssets, uint256 repaidShares, bytes data)",
  "function preLiquidate(address borrower, uint256 seizedAssets, uint256 repaidShares, bytes data)",
]);
type Amounts = (position: MorphoPosition) => readonly [seizedAssets: bigint, repaidShares: bigint];

const MAX_UINT128 = 2n ** 128n - 1n;

let devnet: Devnet;
let deployer: Deployer;

beforeAll(async () => {
  devnet = await startDevnet();
  const { morpho, accounts, tokens } = devnet.info.addresses;
  deployer = createDeployer(devnet.rpcUrl, accounts.deployer, {});
  await deployer.rpc("anvil_autoImpersonateAccount", [true]);
  await deployer.rpc("anvil_setNextBlockBaseFeePerGas", ["0x0"]);
  const approval = [morpho.morpho, MAX_UINT128] as const;
  await deployer.send({
    from: accounts.whale,
    to: tokens.USDC,
    abi: erc20Abi,
    functionName: "approve",
    args: approval,
  });
  await movePrice(context().client as never, "WETH", 2_600n * 10n ** 8n);
  // the market is in use, and the liquidator has had collateral before
  await liquidate("whale", () => [1_000_000n, 0n]);
});
afterAll(() => devnet?.stop());

const context = () => contextOf(devnet.rpcUrl, devnetBook(devnet.info));

/** Gas of a whole transaction, refunds included, without what every transaction costs and without its calldata. */
async function liquidate(label: string, amounts: Amounts): Promise<bigint> {
  const { morpho, tokens } = devnet.info.addresses;
  const { address: user, market } = devnet.info.borrowers.morpho.find((borrower) => borrower.label === label)!;
  const { id, oracle, irm, lltv, loan, collateral } = morpho.markets.find((one) => one.label === market)!;
  const { client } = context();
  const head = await client.getBlockNumber({ cacheTime: 0 });
  const [read] = await readPositions(context(), [positionTarget(morpho.morpho, id, user)], new Map(), head);
  if (!read?.ok) throw new Error(read?.reason.message);
  const params = { loanToken: tokens[loan], collateralToken: tokens[collateral], oracle, irm, lltv: BigInt(lltv) };
  const args = [params, user, ...amounts(read.state), "0x"] as const;
  return gasOf(morpho.morpho, encodeFunctionData({ abi: MORPHO, functionName: "liquidate", args }));
}

/** The same of a pre-liquidation that the borrower has accepted. */
async function preLiquidate(label: string, preLiquidation: string, [seized, shares]: readonly [bigint, bigint]) {
  const { morpho, accounts, tokens } = devnet.info.addresses;
  const { address: user } = devnet.info.borrowers.morpho.find((borrower) => borrower.label === label)!;
  const { address } = morpho.preLiquidations.find((one) => one.label === preLiquidation)!;
  const approve = { from: accounts.whale, to: tokens.USDC, abi: erc20Abi, functionName: "approve" } as const;
  await deployer.rpc("anvil_setNextBlockBaseFeePerGas", ["0x0"]);
  await deployer.send({ ...approve, args: [address, MAX_UINT128] });
  const args = [user, seized, shares, "0x"] as const;
  return gasOf(address, encodeFunctionData({ abi: MORPHO, functionName: "preLiquidate", args }));
}

async function gasOf(to: Address, data: Hex): Promise<bigint> {
  const { accounts } = devnet.info.addresses;
  const { client } = context();
  await deployer.rpc("anvil_setNextBlockBaseFeePerGas", ["0x0"]);
  const transaction: { from: Address; to: Address; data: Hex } = { from: accounts.whale, to, data };
  const hash = (await deployer.rpc("eth_sendTransaction", [
    { ...transaction, gas: "0xf4240", gasPrice: "0x0" },
  ])) as Hex;
  const { gasUsed, status } = await waitForReceipt(client, { hash });
  expect(status).toBe("success");
  const calldata = hexToBytes(data).reduce((sum, byte) => sum + (byte === 0 ? 4n : 16n), 0n);
  return gasUsed - 21_000n - calldata;
}

const CASES: readonly [what: string, label: string, amounts: Amounts][] = [
  ["a part by collateral", "liquidatable", ({ collateral }) => [collateral / 3n, 0n]],
  ["a part by shares", "liquidatable", ({ borrowShares }) => [0n, borrowShares / 3n]],
  ["all shares", "liquidatable", ({ borrowShares }) => [0n, borrowShares]],
  ["all collateral, with bad debt", "bad-debt", ({ collateral }) => [collateral, 0n]],
];

it.each(CASES)("a liquidation costs what its action says: %s", async (_, label, amounts) => {
  const gas = await liquidate(label, amounts);
  expect(gas <= LIQUIDATE_GAS && LIQUIDATE_GAS - gas < LIQUIDATE_GAS / 20n, `${gas}`).toBe(true);
});

it("a pre-liquidation costs what its action says", async () => {
  const shares = 1_000n * 10n ** 12n;
  for (const amounts of [
    [0n, shares],
    [10n ** 17n, 0n],
  ] as const) {
    const gas = await preLiquidate("pre-liquidatable", "deleverage", amounts);
    const isClose = gas <= PRE_LIQUIDATE_GAS && PRE_LIQUIDATE_GAS - gas < PRE_LIQUIDATE_GAS / 20n;
    expect(isClose, `${gas}`).toBe(true);
  }
});
