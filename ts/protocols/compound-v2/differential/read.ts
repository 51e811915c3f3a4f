import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, zeroAddress } from "viem";
import { compoundV2LensAbi } from "../../../generated/CompoundV2Lens.ts";
import { simulateBlocks } from "../../differential/simulate.ts";
import { decodeAccounts, decodeMarketPage } from "../lens.ts";
import type { CompoundState } from "../state.ts";
import type { CompoundCase } from "./case.ts";
import type { ComptrollerHandle } from "./chain.ts";
import { deployedCode } from "./deployed-code.ts";
import { LIQUIDATOR, momentOf, overridesOf } from "./overrides.ts";

const LENS: Address = "0x0000000000000000000000000000000000001e45";

/** What the lens says of cases, decoded as anywhere else. */
export async function readCases(handle: ComptrollerHandle, cases: readonly CompoundCase[]): Promise<CompoundState[]> {
  const { comptroller, native, wrapped, tokens } = handle;
  const list = tokens.map(({ cToken }) => cToken);
  const market = encodeFunctionData({
    abi: compoundV2LensAbi,
    functionName: "market",
    args: [comptroller, native ?? zeroAddress, wrapped, 0n],
  });
  const code = deployedCode("CompoundV2Lens");
  const blocks = cases.map((given) => {
    const args = [comptroller, list, [given.user]] as const;
    const accounts = encodeFunctionData({ abi: compoundV2LensAbi, functionName: "accounts", args });
    const calls = [market, accounts].map((data) => ({ from: LIQUIDATOR, to: LENS, data }));
    return { ...momentOf(handle, given), overrides: overridesOf(handle, given).code(LENS, code), calls };
  });
  const results = await simulateBlocks(handle.rpc, blocks);
  return results.map(([first, second]) => {
    const [, records] = decodeFunctionResult({ abi: compoundV2LensAbi, functionName: "market", data: answer(first) });
    const answered = decodeFunctionResult({ abi: compoundV2LensAbi, functionName: "accounts", data: answer(second) });
    const { head, tokens } = decodeMarketPage(records, 0);
    const [position] = decodeAccounts(answered[2], list.length, 1);
    if (!position) throw new Error("the lens could not read the account");
    const { timestamp: _, ...rest } = head;
    const all = tokens.map(({ token }) => token!);
    return { market: { comptroller, ...rest, unit: null, tokens: all, unreadable: [], list }, position };
  });
}

function answer(result: { readonly ok: boolean; readonly data: Hex } | undefined): Hex {
  if (!result?.ok) throw new Error(`the lens reverted: ${result?.data}`);
  return result.data;
}
