import { type Address, concatHex, type Hex, pad, size, stringToHex, toHex } from "viem";
import { readRecorded } from "./recorded-files.fixture.ts";
import type { RecordedState } from "./start-recorded.fixture.ts";

type Client = Pick<RecordedState["client"], "setBalance" | "setCode" | "setStorageAt">;

/** An account as a state file has it. */
interface Account {
  readonly balance: Hex;
  readonly code: Hex;
  readonly storage: Readonly<Record<Hex, Hex>>;
}

export const word = (value: bigint): Hex => toHex(value, { size: 32 });

/** Puts back what nobody had asked for when the state was recorded: words by their slots. */
export async function patch(client: Client, address: Address, words: Readonly<Record<string, bigint | string>>) {
  for (const [slot, value] of Object.entries(words)) {
    const content = typeof value === "string" ? shortText(value) : word(value);
    await client.setStorageAt({ address, index: word(BigInt(slot)), value: content });
  }
}

/** A string of less than 32 bytes as Solidity stores it. */
function shortText(text: string): Hex {
  const bytes = stringToHex(text);
  return concatHex([pad(bytes, { size: 31, dir: "right" }), toHex(size(bytes) * 2, { size: 1 })]);
}

/** Brings contracts of another recording, at their own addresses and with all that was recorded of them. */
export async function bring(client: Client, file: string, addresses: readonly Address[]): Promise<void> {
  const { accounts } = readRecorded(file).state as { readonly accounts: Readonly<Record<Address, Account>> };
  for (const address of addresses) {
    const { balance, code, storage } = accounts[address]!;
    await client.setCode({ address, bytecode: code });
    await client.setBalance({ address, value: BigInt(balance) });
    await patch(
      client,
      address,
      Object.fromEntries(Object.entries(storage).map(([slot, value]) => [slot, BigInt(value)])),
    );
  }
}

const WITH_FEED = "comet-usdc-mainnet-composite.json";
/** Chainlink's proxy of the feed of ether in dollars, and what it stood before in May 2024: $3,130. */
export const ETHER_FEED: Address = "0x5f4ec3df9cbd43714fe2740f5e3616155c5b8419";
const ETHER_AGGREGATOR: Address = "0xe62b71cf983019bff55bc83b48601ce8419650cc";

/** What ether is worth in dollars, for reports and thresholds, where the state itself does not tell. */
export const bringEtherFeed = (client: Client): Promise<void> =>
  bring(client, WITH_FEED, [ETHER_FEED, ETHER_AGGREGATOR]);

/** Files that {@link bringEtherFeed} needs. */
export const FEED_FILES: readonly string[] = [WITH_FEED];
