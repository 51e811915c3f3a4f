import { type Address, keccak256, pad, toHex } from "viem";
import { mappingSlot, type Overrides } from "../../differential/storage.ts";

/** Where a kind of cToken keeps what a case chooses. */
export interface TokenLayout {
  readonly accrualBlock: bigint;
  readonly borrowIndex: bigint;
  readonly totalBorrows: bigint;
  readonly totalReserves: bigint;
  readonly totalSupply: bigint;
  readonly balances: bigint;
  readonly debts: bigint;
  /** Null: constant. */
  readonly reserveFactor: bigint | null;
  readonly rateModel: bigint | null;
}

/** VTokenInterfaces.sol, Venus 2.2.1, which has Compound's. */
export const OLDER: TokenLayout = {
  rateModel: 6n,
  reserveFactor: 8n,
  accrualBlock: 9n,
  borrowIndex: 10n,
  totalBorrows: 11n,
  totalReserves: 12n,
  totalSupply: 13n,
  balances: 14n,
  debts: 16n,
};

/** test/devnet/NewerCToken.sol, behind OpenZeppelin's ERC20. */
export const NEWER: TokenLayout = {
  rateModel: null,
  reserveFactor: null,
  balances: 0n,
  totalSupply: 2n,
  accrualBlock: 5n,
  borrowIndex: 6n,
  totalBorrows: 7n,
  totalReserves: 8n,
  debts: 9n,
};

/** ComptrollerStorage.sol, Venus 2.2.1. */
const COMPTROLLER = { closeFactor: 5n, incentive: 6n, accountAssets: 8n, markets: 9n } as const;

export interface Terms {
  readonly closeFactor: bigint;
  readonly incentive: bigint;
}

export function setTerms(overrides: Overrides, comptroller: Address, { closeFactor, incentive }: Terms): void {
  overrides.word(comptroller, COMPTROLLER.closeFactor, closeFactor).word(comptroller, COMPTROLLER.incentive, incentive);
}

export function setCollateralFactor(overrides: Overrides, comptroller: Address, cToken: Address, factor: bigint): void {
  overrides.word(comptroller, mappingSlot(cToken, COMPTROLLER.markets) + 1n, factor);
}

/** The account is in these markets and no other. */
export function setEntered(
  overrides: Overrides,
  comptroller: Address,
  user: Address,
  cTokens: readonly Address[],
): void {
  const list = mappingSlot(user, COMPTROLLER.accountAssets);
  const first = BigInt(keccak256(pad(toHex(list), { size: 32 })));
  overrides.word(comptroller, list, BigInt(cTokens.length));
  for (const [index, cToken] of cTokens.entries()) {
    overrides.word(comptroller, first + BigInt(index), BigInt(cToken));
    overrides.word(comptroller, mappingSlot(user, mappingSlot(cToken, COMPTROLLER.markets) + 2n), 1n);
  }
}
