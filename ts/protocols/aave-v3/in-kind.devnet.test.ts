import { type Address, erc20Abi, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { movePrice } from "../../devnet/move-price.ts";
import { approveUnlimited, giveEther, giveToken } from "../../devnet/shared/tokens.ts";
import { isLoanAction } from "../action.ts";
import { accountTarget } from "../target.ts";
import { type Actors, actorsOn } from "./actors.fixture.ts";
import { assess } from "./assess.ts";
import { type OpenDevnet, startOpenDevnet } from "./devnet.fixture.ts";
import { quote } from "./quote.ts";
import { read, stateOf } from "./read.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const POOL = parseAbi([
  "function getVirtualUnderlyingBalance(address asset) view returns (uint128)",
  "function liquidationCall(address collateral, address debt, address user, uint256 debtToCover, bool receiveAToken)",
]);
const STRANGER: Address = "0x00000000000000000000000000000000000051de";
const LIQUIDATOR: Address = "0x00000000000000000000000000000000000051df";

let devnet: OpenDevnet;
let actors: Actors;
let pool: Address;
beforeAll(async () => {
  devnet = await startOpenDevnet();
  pool = devnet.info.addresses.aave.main.pool;
  actors = actorsOn(devnet.deployer, pool);
  await movePrice(devnet.deployer.client, "WETH", 2_600n * 10n ** 8n, { info: devnet.info, pools: false });
});
afterAll(() => devnet?.stop());

/** Dollars without end, and the pool may take them. */
async function enrich(account: Address): Promise<void> {
  const { USDC } = devnet.info.addresses.tokens;
  await giveEther(devnet.deployer, account, "100");
  await giveToken(devnet.deployer, "USDC", USDC, account, 10n ** 15n);
  await approveUnlimited(devnet.deployer, USDC, account, pool);
}

/** Somebody borrows all ether that the market has. */
async function borrowAllEther(): Promise<void> {
  const { USDC, WETH } = devnet.info.addresses.tokens;
  const call = { address: pool, abi: POOL, functionName: "getVirtualUnderlyingBalance", args: [WETH] } as const;
  const available = await devnet.deployer.client.readContract(call);
  await enrich(STRANGER);
  await actors.supply(STRANGER, USDC, (available * 10_000n) / 10n ** 12n);
  await actors.borrow(STRANGER, WETH, available);
}

describe("a reserve without cash", () => {
  it("pays in aTokens, exactly what the quote says", async () => {
    await borrowAllEther();
    await enrich(LIQUIDATOR);
    const { USDC, WETH } = devnet.info.addresses.tokens;
    const { client } = devnet.deployer;
    const user = devnet.info.borrowers.aave.find(({ label }) => label === "reference")!.address;
    const target = accountTarget({ protocol: "aave-v3", market: pool }, user);
    const { number, timestamp } = await client.getBlock();
    const [account] = await read(devnet.context, [target], number);
    const { market, position } = stateOf(account);
    const at = { timestamp, horizonSeconds: 60n };
    const options = { horizonSeconds: at.horizonSeconds, realizeBadDebt: true, usdPrices: new Map() };
    const actions = assess(target, account!.market, account!.position, options).actions.filter(isLoanAction);
    const [selling, inKind] = [null, "aTokens"].map(
      (keptAs) => actions.find(({ receives }) => receives.token.address === WETH && receives.keptAs === keptAs)!,
    );
    const size = inKind!.pays.most / 2n;
    expect(quote(market, position, selling!, size, at)).toMatchObject({
      ok: false,
      reason: { code: "insufficient-liquidity" },
    });
    const result = quote(market, position, inKind!, size, at);
    if (!result.ok) throw new Error(result.reason.message);
    const { amount, repaid, seized } = result.quote;

    const balanceOf = (address: Address) =>
      client.readContract({ address, abi: erc20Abi, functionName: "balanceOf", args: [LIQUIDATOR] });
    const dollars = await balanceOf(USDC);
    const call = { address: pool, abi: POOL, functionName: "liquidationCall" } as const;
    const args = (receiveAToken: boolean) => [WETH, USDC, user, amount, receiveAToken] as const;
    const refused = client.simulateContract({ ...call, account: LIQUIDATOR, args: args(false) });
    await expect(refused).rejects.toThrow(/revert/i);
    await devnet.deployer.send({ ...call, from: LIQUIDATOR, to: pool, args: args(true) });

    expect(dollars - (await balanceOf(USDC))).toBe(repaid);
    // what was received earns interest by the second, and its balance rounds down
    const received = await balanceOf(market.reserves.find(({ token }) => token.address === WETH)!.aToken);
    expect(received - seized).toBeGreaterThanOrEqual(-1n);
    expect(received - seized).toBeLessThan(seized / 1_000_000n);
  });
});
