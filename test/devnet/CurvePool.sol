// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @notice A pool of Curve for tokens that are worth the same: own code, as the real ones are in no package.
/// @dev The stable-swap invariant `A n^n S + D = A n^n D + D^(n+1) / (n^n P)` of the coins' balances, scaled to 18 decimals by their
/// rates; the fee is taken of what comes out. As in the real 3pool `get_dy` scales back before it takes the fee, and `exchange`
/// afterwards: where a coin has few decimals it pays a unit less than `get_dy` says.
contract CurvePool {
    using SafeERC20 for IERC20;

    uint256 private constant PRECISION = 1e18;
    uint256 private constant FEE_DENOMINATOR = 1e10;
    uint256 private constant ROUNDS = 255;
    address private constant ETHER = 0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE;

    error Exchanged(uint256 paid, uint256 minimum);
    error EtherRefused();
    error EtherMissing(uint256 sent, uint256 amount);

    uint256 private immutable _A; // times n^(n-1), as pools without a precision of A count it
    uint256 private immutable _FEE; // of FEE_DENOMINATOR
    uint256 private immutable _ADMIN_FEE; // share of the fee, of FEE_DENOMINATOR

    address[] public coins;
    uint256[] public balances;
    uint256[] private _rates;

    /// @param rates 10^(36 - decimals) of each coin.
    constructor(address[] memory coins_, uint256[] memory rates, uint256 a, uint256 fee_, uint256 adminFee) {
        (coins, _rates, _A, _FEE, _ADMIN_FEE) = (coins_, rates, a, fee_, adminFee);
        balances = new uint256[](coins_.length);
    }

    function A() external view returns (uint256) {
        return _A;
    }

    function fee() external view returns (uint256) {
        return _FEE;
    }

    function admin_fee() external view returns (uint256) {
        return _ADMIN_FEE;
    }

    function stored_rates() external view returns (uint256[] memory) {
        return _rates;
    }

    /// @notice What its oracles say of its coins; anybody may.
    function setRates(uint256[] calldata rates) external {
        _rates = rates;
    }

    /// @notice Adds to the balances what the caller sends, and gives nothing for it.
    function fill(uint256[] calldata amounts) external payable {
        for (uint256 i; i < amounts.length; ++i) {
            balances[i] += _take(i, amounts[i]);
        }
    }

    function get_dy(int128 i, int128 j, uint256 dx) external view returns (uint256) {
        (uint256 from, uint256 to) = (uint256(uint128(i)), uint256(uint128(j)));
        uint256[] memory xp = _scaled();
        uint256 x = xp[from] + dx * _rates[from] / PRECISION;
        uint256 dy = (xp[to] - _y(from, to, x, xp) - 1) * PRECISION / _rates[to];
        return dy - _FEE * dy / FEE_DENOMINATOR;
    }

    function exchange(int128 i, int128 j, uint256 dx, uint256 minDy) external payable {
        (uint256 from, uint256 to) = (uint256(uint128(i)), uint256(uint128(j)));
        uint256[] memory xp = _scaled();
        uint256 came = _take(from, dx);
        uint256 x = xp[from] + came * _rates[from] / PRECISION;
        uint256 dy = xp[to] - _y(from, to, x, xp) - 1;
        uint256 charged = dy * _FEE / FEE_DENOMINATOR;
        uint256 paid = (dy - charged) * PRECISION / _rates[to];
        require(paid >= minDy, Exchanged(paid, minDy));
        balances[from] += came;
        balances[to] -= paid + charged * _ADMIN_FEE / FEE_DENOMINATOR * PRECISION / _rates[to];
        _pay(to, paid);
    }

    function _take(uint256 i, uint256 amount) private returns (uint256 came) {
        if (coins[i] == ETHER) {
            require(msg.value == amount, EtherMissing(msg.value, amount));
            return amount;
        }
        IERC20 coin = IERC20(coins[i]);
        uint256 before = coin.balanceOf(address(this));
        if (amount != 0) coin.safeTransferFrom(msg.sender, address(this), amount);
        return coin.balanceOf(address(this)) - before;
    }

    function _pay(uint256 i, uint256 amount) private {
        if (coins[i] != ETHER) return IERC20(coins[i]).safeTransfer(msg.sender, amount);
        (bool success,) = msg.sender.call{value: amount}("");
        require(success, EtherRefused());
    }

    function _scaled() private view returns (uint256[] memory xp) {
        xp = new uint256[](coins.length);
        for (uint256 i; i < xp.length; ++i) {
            xp[i] = balances[i] * _rates[i] / PRECISION;
        }
    }

    /// @dev By Newton's method, until it moves by a unit at most.
    function _d(uint256[] memory xp) private view returns (uint256 d) {
        uint256 count = xp.length;
        uint256 sum;
        for (uint256 i; i < count; ++i) {
            sum += xp[i];
        }
        if (sum == 0) return 0;
        uint256 ann = _A * count;
        d = sum;
        for (uint256 round; round < ROUNDS; ++round) {
            uint256 product = d;
            for (uint256 i; i < count; ++i) {
                product = product * d / (xp[i] * count);
            }
            uint256 before = d;
            d = (ann * sum + product * count) * d / ((ann - 1) * d + (count + 1) * product);
            if (_apart(d, before) <= 1) break;
        }
    }

    /// @return y What the pool must have of coin `to`, scaled, when it has `x` of coin `from`.
    function _y(uint256 from, uint256 to, uint256 x, uint256[] memory xp) private view returns (uint256 y) {
        uint256 count = xp.length;
        uint256 d = _d(xp);
        uint256 ann = _A * count;
        uint256 c = d;
        uint256 sum;
        for (uint256 k; k < count; ++k) {
            if (k == to) continue;
            uint256 held = k == from ? x : xp[k];
            sum += held;
            c = c * d / (held * count);
        }
        c = c * d / (ann * count);
        uint256 b = sum + d / ann;
        y = d;
        for (uint256 round; round < ROUNDS; ++round) {
            uint256 before = y;
            y = (y * y + c) / (2 * y + b - d);
            if (_apart(y, before) <= 1) break;
        }
    }

    function _apart(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a - b : b - a;
    }
}
