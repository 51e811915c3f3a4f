import type { Address } from "viem";
import { max, min, WAD } from "../../../core/math/math.ts";
import type { Random } from "../../differential/random.ts";
import type { ComptrollerHandle } from "./chain.ts";

/** A cToken's books as a case stores them. */
export interface TokenCase {
  readonly collateralFactor: bigint;
  readonly price: bigint;
  readonly rate: bigint;
  readonly reserveFactor: bigint;
  readonly cash: bigint;
  readonly borrows: bigint;
  readonly reserves: bigint;
  readonly supply: bigint;
  readonly index: bigint;
  readonly accrualBlock: bigint;
  readonly entered: boolean;
  readonly cTokens: bigint;
  readonly principal: bigint;
  readonly debtIndex: bigint;
}

/** One account of one comptroller; a token of the handle each. */
export interface CompoundCase {
  /** In which it is played. */
  readonly block: bigint;
  readonly user: Address;
  readonly closeFactor: bigint;
  readonly incentive: bigint;
  readonly tokens: readonly TokenCase[];
}

const HIGHEST_RATE = 5n * 10n ** 12n;

/** A random account near its limit in markets with interest due. */
export function randomCase(random: Random, { tokens }: ComptrollerHandle, block: bigint): CompoundCase {
  const sharedRate = random.chance(0.1) ? 0n : random.magnitude(1n, HIGHEST_RATE);
  const drawn = tokens.map(({ decimals, layout }): TokenCase => {
    const unit = 10n ** BigInt(decimals);
    const cash = random.magnitude(unit / 1_000n, unit * 10n ** 8n);
    const borrows = random.magnitude(unit / 1_000n, unit * 10n ** 8n);
    const reserves = random.integer(0n, (cash + borrows) / 20n);
    // cTokens of 8 decimals, 50 for a token at first, fewer as interest grows
    const supply = max(1n, ((cash + borrows - reserves) * 10n ** 8n * random.integer(10n, 50n)) / unit);
    const index = random.integer(WAD, 3n * WAD);
    const isOwed = random.chance(0.4);
    const isHeld = random.chance(0.5);
    const principal = isOwed ? random.magnitude(1n, max(1n, borrows)) : 0n;
    return {
      collateralFactor: random.pick([0n, (75n * WAD) / 100n, random.integer(0n, (9n * WAD) / 10n)]),
      price: (random.magnitude(10n ** 4n, 10n ** 13n) * 10n ** 28n) / unit,
      rate: layout.rateModel === null ? sharedRate : random.chance(0.1) ? 0n : random.magnitude(1n, HIGHEST_RATE),
      reserveFactor: layout.reserveFactor === null ? WAD / 10n : random.pick([0n, WAD / 4n, random.integer(0n, WAD)]),
      cash,
      borrows,
      reserves,
      supply,
      index,
      accrualBlock: block - (random.chance(0.2) ? 0n : random.magnitude(1n, 1_000_000n)),
      entered: isOwed || random.chance(0.8),
      cTokens: isHeld ? random.magnitude(1n, supply) : 0n,
      principal,
      debtIndex: random.integer(WAD, index),
    };
  });
  const user = `0x${random
    .integer(2n ** 100n, 2n ** 120n)
    .toString(16)
    .padStart(40, "0")}` as const;
  const given: CompoundCase = {
    block,
    user,
    closeFactor: random.pick([WAD / 2n, random.integer(WAD / 20n, (9n * WAD) / 10n)]),
    incentive: random.pick([(108n * WAD) / 100n, random.integer(WAD, (15n * WAD) / 10n)]),
    tokens: drawn,
  };
  return random.chance(0.9) ? nearLimit(random, given) : given;
}

/** The same with debts that are about what the account may owe. */
function nearLimit(random: Random, given: CompoundCase): CompoundCase {
  const worth = (token: TokenCase, amount: bigint) => (amount * token.price) / WAD;
  const supplied = given.tokens.reduce((sum, token) => {
    if (!token.entered) return sum;
    const amount = (token.cTokens * (token.cash + token.borrows - token.reserves)) / token.supply;
    return sum + (worth(token, amount) * token.collateralFactor) / WAD;
  }, 0n);
  const owed = given.tokens.reduce(
    (sum, token) => sum + worth(token, (token.principal * token.index) / token.debtIndex),
    0n,
  );
  if (owed === 0n || supplied === 0n) return given;
  const share = random.pick([
    random.integer(995n, 1_005n),
    random.integer(900n, 1_300n),
    random.integer(1_000n, 5_000n),
  ]);
  const tokens = given.tokens.map((token) => {
    const principal = (token.principal * supplied * share) / (owed * 1_000n);
    return { ...token, principal: min(principal, 10n ** 40n) };
  });
  return { ...given, tokens };
}

/** A case in words that can be pasted into a bug report. */
export const describeCase = (given: CompoundCase): string =>
  JSON.stringify(given, (_, value) => (typeof value === "bigint" ? value.toString() : value), 1);
