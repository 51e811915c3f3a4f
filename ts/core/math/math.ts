/**
 * Fixed-point primitives on `bigint`. Every name that loses digits says in which direction. All arguments are
 * non-negative, unless a function says otherwise; a zero divisor throws `RangeError` as `bigint` division does. Nothing overflows: a value that the EVM would
 * refuse above 2^256-1 is computed here all the same.
 *
 * Sources: Aave V3 `WadRayMath`, `PercentageMath`, `MathUtils.mulDivCeil`; Morpho Blue `MathLib`.
 */

/** 1e18, one whole in health factors, LLTVs and rates per second. */
export const WAD = 10n ** 18n;
/** 1e27, one whole in Aave's indices and yearly rates. */
export const RAY = 10n ** 27n;
/** 10000, one whole in basis points. */
export const BPS = 10_000n;
/** 2^256-1: "no debt" as a health factor, "as much as allowed" as an amount. */
export const MAX_UINT256 = 2n ** 256n - 1n;

/** floor(x / d) of an x of any sign: towards minus infinity, where `bigint` division goes towards zero. */
export const divFloor = (x: bigint, d: bigint): bigint => x / d - (x < 0n && x % d !== 0n ? 1n : 0n);

/** How a quotient loses its fraction; `half-up` is the nearest integer, a half goes up. */
export type Rounding = "floor" | "ceil" | "half-up";

/** floor(x * y / d). */
export const mulDivDown = (x: bigint, y: bigint, d: bigint): bigint => (x * y) / d;

/** ceil(x * y / d). */
export const mulDivUp = (x: bigint, y: bigint, d: bigint): bigint => divUp(x * y, d);

/** ceil(x / d). */
export const divUp = (x: bigint, d: bigint): bigint => (x + d - 1n) / d;

/** x / d rounded to the nearest integer, with floor(d / 2) as the half: Aave's "half up". */
const divHalfUp = (x: bigint, d: bigint): bigint => (x + (d >> 1n)) / d;

const DIVIDE: Readonly<Record<Rounding, (x: bigint, d: bigint) => bigint>> = {
  floor: (x, d) => x / d,
  ceil: divUp,
  "half-up": divHalfUp,
};

/** x * y / d in the direction that a table of rules names. */
export const mulDiv = (x: bigint, y: bigint, d: bigint, rounding: Rounding): bigint => DIVIDE[rounding](x * y, d);

/** x * bps / 10000. */
export const percentMulHalfUp = (x: bigint, bps: bigint): bigint => divHalfUp(x * bps, BPS);
export const percentMulFloor = (x: bigint, bps: bigint): bigint => (x * bps) / BPS;
export const percentMulCeil = (x: bigint, bps: bigint): bigint => divUp(x * bps, BPS);

/** x * 10000 / bps. */
export const percentDivHalfUp = (x: bigint, bps: bigint): bigint => divHalfUp(x * BPS, bps);
export const percentDivFloor = (x: bigint, bps: bigint): bigint => (x * BPS) / bps;
export const percentDivCeil = (x: bigint, bps: bigint): bigint => divUp(x * BPS, bps);

/** a * b / 1e18. */
export const wadMulDown = (a: bigint, b: bigint): bigint => (a * b) / WAD;
/** a * 1e18 / b. */
export const wadDivHalfUp = (a: bigint, b: bigint): bigint => divHalfUp(a * WAD, b);
export const wadDivDown = (a: bigint, b: bigint): bigint => (a * WAD) / b;
export const wadDivUp = (a: bigint, b: bigint): bigint => divUp(a * WAD, b);

/** a * b / 1e27. */
export const rayMulHalfUp = (a: bigint, b: bigint): bigint => divHalfUp(a * b, RAY);
export const rayMulFloor = (a: bigint, b: bigint): bigint => (a * b) / RAY;
export const rayMulCeil = (a: bigint, b: bigint): bigint => divUp(a * b, RAY);

/** a * 1e27 / b. */
export const rayDivHalfUp = (a: bigint, b: bigint): bigint => divHalfUp(a * RAY, b);
export const rayDivFloor = (a: bigint, b: bigint): bigint => (a * RAY) / b;
export const rayDivCeil = (a: bigint, b: bigint): bigint => divUp(a * RAY, b);

export const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
