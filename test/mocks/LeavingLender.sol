// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {MorphoMarketParams} from "../../contracts/interfaces/IMorpho.sol";
import {IMorphoMarkets} from "../utils/IMorphoMarkets.sol";
import {ITransferHook} from "./ITransferHook.sol";

/// @notice A lender of a Morpho market that withdraws all it has at the first transfer of the token that calls it.
contract LeavingLender is ITransferHook {
    IMorphoMarkets private immutable MORPHO;

    MorphoMarketParams private _params;
    uint256 private _shares;

    constructor(IMorphoMarkets morpho, MorphoMarketParams memory params) {
        MORPHO = morpho;
        _params = params;
    }

    function lend(uint256 amount) external {
        IERC20(_params.loanToken).approve(address(MORPHO), amount);
        (, _shares) = MORPHO.supply(_params, amount, 0, address(this), "");
    }

    function onTransfer(address, address, uint256) external {
        uint256 shares = _shares;
        if (shares == 0) return;
        _shares = 0;
        MORPHO.withdraw(_params, 0, shares, address(this), address(this));
    }
}
