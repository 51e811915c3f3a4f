// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice Creates the pools of PancakeSwap V3: own code, as the package has none; the pools' is real.
contract PancakePoolDeployer {
    struct Parameters {
        address factory;
        address token0;
        address token1;
        uint24 fee;
        int24 tickSpacing;
    }

    error PoolNotCreated();

    /// @notice Of the pool that is being created, which asks.
    Parameters public parameters;

    address private immutable _CODE;

    /// @param code Whose code is that which creates a pool, behind one byte.
    constructor(address code) {
        _CODE = code;
    }

    function deploy(address factory, address token0, address token1, uint24 fee, int24 tickSpacing)
        external
        returns (address pool)
    {
        parameters = Parameters(factory, token0, token1, fee, tickSpacing);
        bytes32 salt = keccak256(abi.encode(token0, token1, fee));
        address source = _CODE;
        assembly ("memory-safe") {
            let size := sub(extcodesize(source), 1)
            let code := mload(0x40)
            extcodecopy(source, code, 1, size)
            mstore(0x40, add(code, and(add(size, 0x3f), not(0x1f))))
            pool := create2(0, code, size, salt)
        }
        require(pool != address(0), PoolNotCreated());
        delete parameters;
    }
}
