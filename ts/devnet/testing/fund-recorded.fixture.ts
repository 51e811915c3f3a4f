import { type Address, encodeFunctionData, erc20Abi, type Hex } from "viem";
import { word } from "./patch-recorded.fixture.ts";
import type { RecordedState } from "./start-recorded.fixture.ts";

type Client = RecordedState["client"];
type Question =
  | { readonly functionName: "decimals" }
  | { readonly functionName: "balanceOf"; readonly args: [Address] };

interface AccessList {
  readonly accessList: readonly { readonly address: Address; readonly storageKeys: readonly Hex[] }[];
}

/** Gives an account a balance of a recorded token. Errors as {@link have}. */
export const fund = (client: Client, token: Address, account: Address, amount: bigint) =>
  have(client, token, { functionName: "balanceOf", args: [account] }, amount);

/** Puts back the decimals of a token, which nobody asks when he trades. Errors as {@link have}. */
export const tellDecimals = (client: Client, token: Address, decimals: number) =>
  have(client, token, { functionName: "decimals" }, decimals);

/**
 * Has a token answer what it is told to: in whichever of the slots that it reads for that the answer lies.
 * @throws when it lies in none.
 */
async function have(client: Client, token: Address, question: Question, answer: bigint | number): Promise<void> {
  const call = { abi: erc20Abi, ...question } as const;
  const ask = () => client.readContract({ address: token, ...call } as never).catch(() => null);
  if ((await ask()) === answer) return;
  const request = { to: token, data: encodeFunctionData(call as never) };
  const { accessList } = (await client.request({
    method: "eth_createAccessList",
    params: [request, "latest"],
  } as never)) as AccessList;
  for (const { address, storageKeys } of accessList) {
    for (const index of storageKeys) {
      const before = (await client.getStorageAt({ address, slot: index })) ?? "0x";
      await client.setStorageAt({ address, index, value: word(BigInt(answer)) });
      if ((await ask()) === answer) return;
      await client.setStorageAt({ address, index, value: before });
    }
  }
  throw new Error(`no slot of ${token} holds its ${question.functionName}`);
}
