import type { Story } from "../part.ts";

/** The usual story: the price of ether falls, and with it the health of who borrowed against ether. */
export const ETHER_FALLS: Story = {
  symbol: "WETH",
  price: "2600",
  opening: "Ether costs $3,000.00 and everybody is healthy. Now it falls to $2,600.00.",
};
