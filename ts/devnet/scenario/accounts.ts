import { type Address, toHex } from "viem";
import { type HDAccount, mnemonicToAccount, privateKeyToAccount } from "viem/accounts";

/** Public test phrase of anvil and Hardhat: never send real value to its accounts. */
export const DEVNET_MNEMONIC = "test test test test test test test test test test test junk";

/** Who is who below `m/44'/60'/0'/0/`. */
export const ACCOUNT_INDEX = { deployer: 0, operator: 1, owner: 2, supplier: 7, treasury: 8, whale: 9 } as const;

/** First index of the borrowers; anvil itself unlocks the indices below. */
export const FIRST_BORROWER_INDEX = 10;

/** Stretching the phrase is slow by design, so it is done once. */
let parent: ReturnType<HDAccount["getHdKey"]> | undefined;

/** Address of an account of the devnet. */
export function devnetAccount(index: number): Address {
  parent ??= mnemonicToAccount(DEVNET_MNEMONIC, { path: "m/44'/60'/0'/0" }).getHdKey();
  return privateKeyToAccount(toHex(parent.deriveChild(index).privateKey!)).address;
}
