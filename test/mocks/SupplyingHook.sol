// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {IMorphoMarkets} from "../utils/IMorphoMarkets.sol";
import {ITransferHook} from "./ITransferHook.sol";

/// @notice Supplies what it holds to a market of Morpho Blue the first time that it gets control.
contract SupplyingHook is ITransferHook {
    IMorphoMarkets private immutable BLUE;
    MorphoMarketParams private _params;
    bool private _done;

    constructor(IMorphoMarkets blue, MorphoMarketParams memory params) {
        (BLUE, _params) = (blue, params);
        IERC20(params.loanToken).approve(address(blue), type(uint256).max);
    }

    function onTransfer(address, address, uint256) external {
        if (_done) return;
        _done = true;
        BLUE.supply(_params, IERC20(_params.loanToken).balanceOf(address(this)), 0, address(this), "");
    }
}
