// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPool} from "@aave/core-v3/contracts/interfaces/IPool.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ISwapRouter} from "@uniswap/v3-periphery/contracts/interfaces/ISwapRouter.sol";

/// @notice The usual design of a liquidator: a flash loan of the market itself, everything that is seized sold by a router.
/// @dev Measured, not shipped. One owner, a callback bound to the market and to a loan of its own, exact allowances, a minimum that the
/// router is told. No profit is judged, and what is left stays here.
contract ClassicAaveV3 {
    IPool private immutable MARKET;
    ISwapRouter private immutable ROUTER;
    address private immutable OWNER;

    error Forbidden(address caller);

    constructor(IPool market, ISwapRouter router, address owner) {
        (MARKET, ROUTER, OWNER) = (market, router, owner);
    }

    function liquidate(address borrower, address collateral, address debt, uint256 amount, uint24 fee, uint256 minimum)
        external
    {
        require(msg.sender == OWNER, Forbidden(msg.sender));
        MARKET.flashLoanSimple(address(this), debt, amount, abi.encode(borrower, collateral, fee, minimum), 0);
    }

    function executeOperation(address debt, uint256 amount, uint256 premium, address initiator, bytes calldata params)
        external
        returns (bool)
    {
        require(msg.sender == address(MARKET) && initiator == address(this), Forbidden(msg.sender));
        (address borrower, address collateral, uint24 fee, uint256 minimum) =
            abi.decode(params, (address, address, uint24, uint256));
        IERC20(debt).approve(address(MARKET), amount);
        MARKET.liquidationCall(collateral, debt, borrower, amount, false);
        _sell(collateral, debt, fee, minimum);
        IERC20(debt).approve(address(MARKET), amount + premium);
        return true;
    }

    function _sell(address collateral, address debt, uint24 fee, uint256 minimum) private {
        uint256 seized = IERC20(collateral).balanceOf(address(this));
        IERC20(collateral).approve(address(ROUTER), seized);
        ROUTER.exactInputSingle(
            ISwapRouter.ExactInputSingleParams(
                collateral, debt, fee, address(this), block.timestamp, seized, minimum, 0
            )
        );
    }
}
