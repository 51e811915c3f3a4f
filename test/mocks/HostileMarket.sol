// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DataTypes} from "@aave/core-v3/contracts/protocol/libraries/types/DataTypes.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IAaveV2Pool} from "../../contracts/interfaces/IAaveV2Pool.sol";

/// @notice Looks like a pool of Aave, was allowed by mistake, and cheats: it takes and gives what it was told to.
abstract contract HostileMarket {
    address public immutable getPriceOracle;
    uint256 public taken;
    uint256 public given;
    /// @notice aToken that it names and gives, and the one that it names while the caller holds any of `debtHeld`.
    address public aToken;
    address public otherAToken;
    address public debtHeld;

    constructor(address oracle) {
        getPriceOracle = oracle;
    }

    function set(uint256 taken_, uint256 given_) external {
        (taken, given) = (taken_, given_);
    }

    function setATokens(address first, address other, address debt) external {
        (aToken, otherAToken, debtHeld) = (first, other, debt);
    }

    function liquidationCall(address collateral, address debt, address, uint256, bool receiveAToken) external {
        if (taken != 0) IERC20(debt).transferFrom(msg.sender, address(this), taken);
        if (given != 0) IERC20(receiveAToken ? aToken : collateral).transfer(msg.sender, given);
    }

    /// @dev As the real Pool writes it down when it lists a token.
    function getConfiguration(address asset) external view returns (DataTypes.ReserveConfigurationMap memory map) {
        map.data = uint256(IERC20Metadata(asset).decimals()) << 48;
    }

    /// @notice Takes what an allowance lets it take.
    function pull(address token, address from, uint256 amount) external {
        IERC20(token).transferFrom(from, address(this), amount);
    }

    function _named() internal view returns (address) {
        return IERC20(debtHeld).balanceOf(msg.sender) == 0 ? aToken : otherAToken;
    }
}

/// @notice As a Pool of Aave V3.
contract HostileMarketV3 is HostileMarket {
    constructor(address oracle) HostileMarket(oracle) {}

    function getReserveData(address) external view returns (DataTypes.ReserveData memory data) {
        data.aTokenAddress = _named();
    }

    function ADDRESSES_PROVIDER() external view returns (address) {
        return address(this);
    }
}

/// @notice As a LendingPool of Aave V2.
contract HostileMarketV2 is HostileMarket {
    constructor(address oracle) HostileMarket(oracle) {}

    function getReserveData(address) external view returns (IAaveV2Pool.ReserveData memory data) {
        data.aTokenAddress = _named();
    }

    function getAddressesProvider() external view returns (address) {
        return address(this);
    }
}
