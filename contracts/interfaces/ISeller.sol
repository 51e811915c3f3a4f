// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ISeller
/// @notice Sells tokens that its caller has sent to it before, along a route, and sends back what it got.
/// @dev Anybody may call it, in the same transaction in which he sent the tokens. It has no owner, no allowance from or to anybody,
/// and holds nothing between transactions: what is left here belongs to whoever asks first.
///
/// Assumptions, each with an attack in test/adversarial:
/// 1. Nobody who calls it trusts it: he measures what comes back.
/// 2. Pools, pairs, vaults, managers and hooks of a route are not trusted. They can ruin the sale that names them; they can neither take
///    what was not offered to them nor what lies here. Calldata that nobody here reads goes to the routers that it was deployed with, and
///    to nobody else.
/// 3. Tokens may return nothing, take a fee or call back. What arrived counts, never what was said.
///
/// Invariants, numbered as in test/invariant, each with the test that holds it:
/// 6. What somebody has left here is what it holds, to the unit. (invariant_6_TheSellerHoldsOnlyWhatWasLeftThere)
/// 7. It has given no allowance to anyone, and has none of anyone. In the middle of a sale a hop's venue may have one, of what it is
///    offered. (invariant_7_TheSellerHasNoAllowance)
/// 8. Whoever gets control in the middle of a sale takes no more than his own hop was offered. (invariant_8_NobodyTakesFromACaller)
interface ISeller {
    /// @notice Sells up to `amount` units of `tokenIn` for `tokenOut` and sends the caller all that came of it: what was bought, what
    /// was not sold of `tokenIn`, and what a venue left of a token on the way.
    /// @dev What lay here before of a token is not touched, but for the units that one whose balances are shares may round away
    /// (types/Rounding.sol): `amount` must be what has arrived. Reverts with an error of types/Errors.sol, or with the revert data of
    /// the callee unchanged. No minimum output: the caller measures.
    /// @param tokenIn What was sent here.
    /// @param amount Units of it that have arrived.
    /// @param tokenOut What every split of the route must end with.
    /// @param route Packed as types/Route.sol says. Venues: every one of types/Venue.sol but UniswapV3.
    function sell(address tokenIn, uint256 amount, address tokenOut, bytes calldata route) external;
}
