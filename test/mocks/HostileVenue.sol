// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {IUniswapV4Swaps} from "../../contracts/interfaces/IUniswapV4Swaps.sol";
import {Attempts} from "./Attempts.sol";

interface IUnlockCallback {
    function unlockCallback(bytes calldata data) external returns (bytes memory);
}

/// @notice A pool of Curve, a vault of Balancer, a manager of Uniswap V4, a pool of Aave and a wrapped token of nobody's: takes `taken` of
/// `token` by allowance, tries what it was told to try, says what it likes, and pays nothing.
contract HostileVenue is Attempts {
    using SafeERC20 for IERC20;

    IERC20 public token;
    uint256 public taken;
    uint256 public asked; // by `swap`, of a manager
    uint256 public said; // to have been paid, by `unlock`
    uint256 public calls; // back

    function set(IERC20 token_, uint256 taken_) external {
        (token, taken) = (token_, taken_);
    }

    function setManager(uint256 asked_, uint256 said_, uint256 calls_) external {
        (asked, said, calls) = (asked_, said_, calls_);
    }

    receive() external payable {}

    /// @dev For others to call, and for itself.
    function spill(address payable to, uint256 amount) external {
        (bool success,) = to.call{value: amount}("");
        assert(success);
    }

    function exchange(int128, int128, uint256, uint256) external payable {
        _take();
    }

    function exchange(uint256, uint256, uint256, uint256) external payable {
        _take();
    }

    function withdraw(address, uint256, address) external returns (uint256) {
        _take();
        return 0;
    }

    /// @dev As a wrapped token: no ether for it.
    function withdraw(uint256) external {
        _tryAll();
    }

    function deposit() external payable {}

    function unlock(bytes calldata data) external returns (bytes memory) {
        _tryAll();
        for (uint256 i; i < calls; ++i) {
            IUnlockCallback(msg.sender).unlockCallback(data);
        }
        return abi.encode(said);
    }

    function swap(IUniswapV4Swaps.PoolKey calldata, IUniswapV4Swaps.SwapParams calldata params, bytes calldata)
        external
        view
        returns (int256)
    {
        int256 owed = -int256(asked);
        return params.zeroForOne ? owed << 128 : int256(uint256(uint128(int128(owed))));
    }

    function sync(address) external {}

    function settle() external payable returns (uint256) {}

    function take(address, address, uint256) external {}

    /// @dev As a vault of Balancer, whichever way it is asked.
    fallback() external payable {
        _take();
        // a pool's delta and the offset of a list of none
        assembly ("memory-safe") {
            mstore(0, 0x20)
            mstore(0x20, 0)
            return(0, 0x40)
        }
    }

    function _take() private {
        if (taken != 0) token.safeTransferFrom(msg.sender, address(this), taken);
        _tryAll();
    }
}
