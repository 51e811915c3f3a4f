import { type Address, bytesToBigInt, bytesToHex, getAddress, type Hex, hexToBytes } from "viem";

/** Reads what `contracts/lens/Packer.sol` writes, value by value. Every method throws RangeError at the end of the data. */
export interface PackedReader {
  byte(): number;
  uint(): bigint;
  /** A number that is known to be small: a count, an id, basis points. */
  number(): number;
  /** With checksum. */
  address(): Address;
  text(): Uint8Array;
  /** A byte that says whether a number follows. */
  optionalUint(): bigint | null;
  /** True when everything was read. */
  done(): boolean;
}

/** A reader over the records of one lens call. */
export function packedReader(data: Hex): PackedReader {
  const bytes = hexToBytes(data);
  let at = 0;

  const take = (count: number): Uint8Array => {
    if (at + count > bytes.length) throw new RangeError(`lens answer ends at ${bytes.length}, wanted ${at + count}`);
    at += count;
    return bytes.subarray(at - count, at);
  };
  const byte = () => take(1)[0]!;
  const uint = () => {
    const size = byte();
    return size === 0 ? 0n : bytesToBigInt(take(size));
  };
  return {
    byte,
    uint,
    number: () => Number(uint()),
    address: () => getAddress(bytesToHex(take(20))),
    text: () => take(byte()),
    optionalUint: () => (byte() === 0 ? null : uint()),
    done: () => at === bytes.length,
  };
}
