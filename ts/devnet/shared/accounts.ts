import { type Address, toHex } from "viem";
import { type HDAccount, mnemonicToAccount, privateKeyToAccount } from "viem/accounts";

/** Public test phrase of anvil and Hardhat: never send real value to its accounts. */
export const DEVNET_MNEMONIC = "test test test test test test test test test test test junk";

/** Who is who below `m/44'/60'/0'/0/`. */
export const ACCOUNT_INDEX = { deployer: 0, operator: 1, owner: 2, supplier: 100, treasury: 101, whale: 102 } as const;

/** First index of the borrowers. Anvil itself unlocks the ten accounts before; 3 to 9 are nobody and free to use. */
export const FIRST_BORROWER_INDEX = 10;

/** Stretching the phrase is slow by design, so it is done once. */
let parent: ReturnType<HDAccount["getHdKey"]> | undefined;

/** Address of an account of the devnet. */
export function devnetAccount(index: number): Address {
  parent ??= mnemonicToAccount(DEVNET_MNEMONIC, { path: "m/44'/60'/0'/0" }).getHdKey();
  return privateKeyToAccount(toHex(parent.deriveChild(index).privateKey!)).address;
}
