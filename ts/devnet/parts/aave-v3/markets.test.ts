import { parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitForReceipt } from "../../../core/rpc/wait-for-receipt.ts";
import { movePrice } from "../../move-price.ts";
import { ASSETS } from "../../shared/assets.ts";
import { TOKEN_SYMBOLS } from "../../shared/token-symbols.ts";
import { BUILD_TIMEOUT, startTestChain, type TestChain } from "../../testing/start-test-chain.ts";
import { E_MODES, RESERVES } from "./reserves.ts";

const POOL = parseAbi([
  "function FLASHLOAN_PREMIUM_TOTAL() view returns (uint128)",
  "function POOL_REVISION() view returns (uint256)",
  "function getReservesList() view returns (address[])",
  "function getUserAccountData(address user) view returns (uint256, uint256, uint256, uint256, uint256, uint256 healthFactor)",
  "function liquidationCall(bytes32 args1, bytes32 args2)",
  "struct CollateralConfig { uint16 ltv; uint16 liquidationThreshold; uint16 liquidationBonus; }",
  "function getEModeCategoryCollateralConfig(uint8 id) view returns (CollateralConfig)",
  "function getEModeCategoryCollateralBitmap(uint8 id) view returns (uint128)",
  "function getEModeCategoryBorrowableBitmap(uint8 id) view returns (uint128)",
]);

const DATA = parseAbi([
  "function getLiquidationProtocolFee(address asset) view returns (uint256)",
  "function getFlashLoanEnabled(address asset) view returns (bool)",
  "function getReserveConfigurationData(address asset) view returns (uint256 decimals, uint256 ltv, uint256 threshold, uint256 bonus, uint256 factor, bool collateral, bool borrowing, bool stable, bool active, bool frozen)",
]);

const ORACLE = parseAbi(["function getAssetPrice(address asset) view returns (uint256)"]);

const ENCODER = parseAbi([
  "function encodeLiquidationCall(address collateral, address debt, address user, uint256 debtToCover, bool receiveAToken) view returns (bytes32, bytes32)",
]);

const TOKEN = parseAbi(["function approve(address, uint256)"]);

describe("Aave markets", () => {
  let chain: TestChain;

  beforeAll(async () => {
    chain = await startTestChain({ secondsPerBlock: 0 });
  }, BUILD_TIMEOUT);

  afterAll(() => chain?.stop());

  it("are Aave V3.6 with flash loans at 5 basis points and a liquidation fee in every reserve", async () => {
    const sizes: number[] = [];
    for (const { pool, dataProvider } of Object.values(chain.devnet.info.addresses.aave)) {
      const read = { address: pool, abi: POOL } as const;
      expect(await chain.client.readContract({ ...read, functionName: "POOL_REVISION" })).toBe(10n);
      expect(await chain.client.readContract({ ...read, functionName: "FLASHLOAN_PREMIUM_TOTAL" })).toBe(5n);
      const reserves = await chain.client.readContract({ ...read, functionName: "getReservesList" });
      for (const asset of reserves) {
        const data = { address: dataProvider, abi: DATA, args: [asset] } as const;
        expect(await chain.client.readContract({ ...data, functionName: "getLiquidationProtocolFee" })).toBe(1000n);
        expect(await chain.client.readContract({ ...data, functionName: "getFlashLoanEnabled" })).toBe(true);
      }
      sizes.push(reserves.length);
    }
    expect(sizes).toEqual([7, 2]);
  });

  it.each(TOKEN_SYMBOLS)("lists %s with the risk figures and the price of the scenario", async (symbol) => {
    const { tokens, aave } = chain.devnet.info.addresses;
    const args = [tokens[symbol]] as const;
    const { decimals, price } = ASSETS[symbol];
    const { ltv, liquidationThreshold, liquidationBonus, reserveFactor } = RESERVES[symbol];
    const [...found] = await chain.client.readContract({
      address: aave.main.dataProvider,
      abi: DATA,
      functionName: "getReserveConfigurationData",
      args,
    });
    const figures = [decimals, ltv, liquidationThreshold, liquidationBonus, reserveFactor].map(BigInt);
    expect(found).toEqual([...figures, true, true, false, true, false]);
    const oracle = { address: aave.main.oracle, abi: ORACLE } as const;
    expect(await chain.client.readContract({ ...oracle, functionName: "getAssetPrice", args })).toBe(price);
  });

  it.each(E_MODES)(
    "has the eMode category $label",
    async ({ id, ltv, liquidationThreshold, liquidationBonus, ...mode }) => {
      const { tokens, aave } = chain.devnet.info.addresses;
      const read = { address: aave.main.pool, abi: POOL, args: [id] } as const;
      const reserves = await chain.client.readContract({
        address: aave.main.pool,
        abi: POOL,
        functionName: "getReservesList",
      });
      const bits = (symbols: readonly (keyof typeof tokens)[]) =>
        symbols.reduce((bitmap, symbol) => bitmap | (1n << BigInt(reserves.indexOf(tokens[symbol]))), 0n);
      const limits = await chain.client.readContract({ ...read, functionName: "getEModeCategoryCollateralConfig" });
      expect(limits).toEqual({ ltv, liquidationThreshold, liquidationBonus });
      const collateral = await chain.client.readContract({ ...read, functionName: "getEModeCategoryCollateralBitmap" });
      expect(collateral).toBe(bits(mode.collateral));
      const borrowable = await chain.client.readContract({ ...read, functionName: "getEModeCategoryBorrowableBitmap" });
      expect(borrowable).toBe(bits(mode.borrowable));
    },
  );

  it("include one whose pool liquidates by packed arguments, as on the L2s", () =>
    chain.undoing(async () => {
      const { tokens, aave, accounts } = chain.devnet.info.addresses;
      const { address } = chain.borrower("aave", "l2-reference");
      const { pool, l2Encoder } = aave.l2;
      await movePrice(chain.client, "WETH", 2600n * 10n ** 8n);
      const cover = 11_000_000_000n;
      const args = [pool, cover] as const;
      const account = accounts.whale;
      await chain.client.writeContract({ account, address: tokens.USDC, abi: TOKEN, functionName: "approve", args });
      const packed = await chain.client.readContract({
        address: l2Encoder!,
        abi: ENCODER,
        functionName: "encodeLiquidationCall",
        args: [tokens.WETH, tokens.USDC, address, cover, false],
      });
      const hash = await chain.client.writeContract({
        account,
        address: pool,
        abi: POOL,
        functionName: "liquidationCall",
        args: packed,
      });
      expect((await waitForReceipt(chain.client, { hash })).status).toBe("success");
      const after = { address: pool, abi: POOL, functionName: "getUserAccountData", args: [address] } as const;
      expect((await chain.client.readContract(after))[5]).toBeGreaterThan(10n ** 18n);
    }));
});
