export { candidateRoutes } from "./candidates.ts";
export { liveRoutes } from "./live.ts";
export { encodePath, uniswapV3Route } from "./path.ts";
export { type QuoteRequest, quoteRoutes, type RouteQuote } from "./quote.ts";
