// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Venue} from "../../contracts/types/Venue.sol";

/// @notice Packs routes the way the command line does.
library Routes {
    uint256 private constant TOKEN = 20;
    uint256 private constant STEP = 23; // token and fee

    /// @dev One split of everything, over the pools of a Uniswap V3 path: token (20 bytes), fee (3 bytes), token, ...
    function uniswapV3(bytes memory path) internal pure returns (bytes memory hops) {
        uint256 count = path.length / STEP;
        for (uint256 i; i < count; ++i) {
            bytes memory fee = _slice(path, i * STEP + TOKEN, 3);
            hops = bytes.concat(hops, _hop(Venue.UniswapV3, _token(path, (i + 1) * STEP), fee));
        }
        return split(0, count, hops);
    }

    /// @param share Basis points; zero: the rest.
    function split(uint256 share, uint256 count, bytes memory hops) internal pure returns (bytes memory) {
        return abi.encodePacked(uint16(share), uint8(count), hops);
    }

    /// @dev A hop of the leaf itself.
    function v3(uint24 fee, address tokenOut) internal pure returns (bytes memory) {
        return _hop(Venue.UniswapV3, tokenOut, abi.encodePacked(fee));
    }

    /// @dev Hops of the seller.
    function v3Pool(address pool, address tokenOut) internal pure returns (bytes memory) {
        return _hop(Venue.UniswapV3Pool, tokenOut, abi.encodePacked(pool));
    }

    function v2Pair(address pair, uint16 feeBps, address tokenOut) internal pure returns (bytes memory) {
        return _hop(Venue.UniswapV2Pair, tokenOut, abi.encodePacked(pair, feeBps));
    }

    function redeem(address asset) internal pure returns (bytes memory) {
        return _hop(Venue.ERC4626, asset, "");
    }

    function redeemMost(address asset, uint256 most) internal pure returns (bytes memory) {
        return _hop(Venue.ERC4626, asset, abi.encode(most));
    }

    function pancakePool(address pool, address tokenOut) internal pure returns (bytes memory) {
        return _hop(Venue.PancakeV3Pool, tokenOut, abi.encodePacked(pool));
    }

    function curve(address pool, uint8 i, uint8 j, uint8 flags, address tokenOut) internal pure returns (bytes memory) {
        return _hop(Venue.Curve, tokenOut, abi.encodePacked(pool, i, j, flags));
    }

    function unwrapStaked(address stETH) internal pure returns (bytes memory) {
        return _hop(Venue.WstETH, stETH, "");
    }

    function withdraw(address pool, bytes memory most, address asset) internal pure returns (bytes memory) {
        return _hop(Venue.AToken, asset, abi.encodePacked(pool, most));
    }

    function redeemCTokens(uint8 flags, bytes memory most, address underlying) internal pure returns (bytes memory) {
        return _hop(Venue.CToken, underlying, abi.encodePacked(flags, most));
    }

    /// @param path Pool id, then token and pool id for every further pool.
    function balancer(address vault, bytes memory path, address tokenOut) internal pure returns (bytes memory) {
        return _hop(Venue.BalancerV2, tokenOut, abi.encodePacked(vault, path));
    }

    /// @param hooks 20 bytes, or none.
    function v4(address manager, uint24 fee, int24 spacing, uint8 flags, bytes memory hooks, address tokenOut)
        internal
        pure
        returns (bytes memory)
    {
        return _hop(Venue.UniswapV4, tokenOut, abi.encodePacked(manager, fee, spacing, flags, hooks));
    }

    function router(address target, bytes memory data, address tokenOut) internal pure returns (bytes memory) {
        return _hop(Venue.Router, tokenOut, abi.encodePacked(target, data));
    }

    function _hop(Venue venue, address tokenOut, bytes memory parameters) private pure returns (bytes memory) {
        return abi.encodePacked(uint8(venue), uint16(parameters.length), tokenOut, parameters);
    }

    function _token(bytes memory path, uint256 place) private pure returns (address) {
        return address(bytes20(_slice(path, place, TOKEN)));
    }

    function _slice(bytes memory data, uint256 place, uint256 length) private pure returns (bytes memory slice) {
        slice = new bytes(length);
        for (uint256 i; i < length; ++i) {
            slice[i] = data[place + i];
        }
    }
}
