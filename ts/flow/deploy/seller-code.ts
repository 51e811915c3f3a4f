import { concatHex, encodeAbiParameters, type Hex } from "viem";
import { creationCode } from "../../core/lens/artifact.ts";
import { ROUTERS } from "../../venues/routers/addresses.ts";

/**
 * What deploys the seller, the same on every chain: its code and the routers that it may call.
 * @throws ConfigError when the contracts were not compiled.
 */
export function sellerCode(): Hex {
  const routers = ROUTERS.map(({ address }) => address);
  return concatHex([creationCode("Seller"), encodeAbiParameters([{ type: "address[]" }], [routers])]);
}
