import { parseAbi } from "viem";
import { describe, expect, it } from "vitest";
import { isRecorded, readRecorded } from "./recorded-files.fixture.ts";
import { type RecordedOptions, startRecorded } from "./start-recorded.fixture.ts";

const STATE = "mainnet-15746199.json";
const BLOCK = "eth-25229957-aavev3-ocr2.json";

const ABI = parseAbi(["function getUserAccountData(address) view returns (uint256[6])"]);

const check: RecordedOptions["check"] = (client, { aaveV2Pool, account }) =>
  client.readContract({ address: aaveV2Pool!, abi: ABI, functionName: "getUserAccountData", args: [account!] });

describe.skipIf(!isRecorded(STATE))("startRecorded", () => {
  it("goes on from the state at its own time, whatever the clock says", async ({ onTestFinished }) => {
    const { client, stop, undoing, ...recorded } = await startRecorded(STATE, { check });
    onTestFinished(stop);
    expect(recorded).toMatchObject({ chainId: 1, block: 15746199n, timestamp: 1665748715n });
    const { number, timestamp, baseFeePerGas } = await client.getBlock();
    expect({ number, timestamp, baseFeePerGas }).toEqual({
      number: recorded.block + 1n,
      timestamp: recorded.timestamp + 12n,
      baseFeePerGas: 13605408686n,
    });
    const mined = await undoing(async () => {
      await client.mine({ blocks: 1 });
      return client.getBlock();
    });
    expect(mined.timestamp).toBe(timestamp + 12n);
    expect(await client.getBlockNumber({ cacheTime: 0 })).toBe(number);
  });

  it("trusts no state that reads otherwise than is known, or that nobody read", async () => {
    await expect(startRecorded(STATE)).rejects.toThrow(
      `${STATE} must be checked first: aaveV2Pool.getUserAccountData(account), before the price move`,
    );
    const wrong: RecordedOptions["check"] = async (...args) => [...(await check(...args)).slice(0, 5), 1n];
    await expect(startRecorded(STATE, { check: wrong })).rejects.toThrow(/ reads 2308911014940193342049,.*,1 where /);
  });

  it("starts on another chain's id, where signatures are worth nothing: what was recorded is not done again", async () => {
    await expect(startRecorded(BLOCK, { chainId: 5, replay: true })).rejects.toThrow(
      "transaction 0 does not as it did",
    );
    await expect(startRecorded("curve-3pool-mainnet-16257471.json", { replay: true })).rejects.toThrow(
      "no transaction was recorded with this state",
    );
  });

  it("knows every recorded state by its list", () => {
    expect(readRecorded("maker-testchain-1.1.33-beta5-state.json.gz")).toMatchObject({ chainId: 999, block: 695n });
    expect(readRecorded("comet-usdc-mainnet-composite.json")).toMatchObject({ block: 19932702n, hardfork: null });
    expect(() => readRecorded("euler-v2-mainnet-accounts.json")).toThrow();
    expect(() => readRecorded("nowhere.json")).toThrow();
  });
});
