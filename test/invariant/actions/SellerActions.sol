// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IUniswapV3SwapCallback} from "@uniswap/v3-core/contracts/interfaces/callback/IUniswapV3SwapCallback.sol";

import {IUniswapV2Pair} from "../../../contracts/interfaces/IUniswapV2Pair.sol";
import {ISeller} from "../../../contracts/interfaces/ISeller.sol";
import {Outcome, Plan} from "../../../contracts/types/Plan.sol";
import {Burglar} from "../../mocks/Burglar.sol";
import {Routes} from "../../utils/Routes.sol";
import {SellerTest} from "../../utils/SellerTest.sol";

/// @notice Everybody uses the seller at once: a liquidator, people who sell their own, people who forget something there and people who
/// find it, and a thief whose pool is in the middle of a route.
/// @dev An action does not revert when a sale fails: faults are written down and judged later.
abstract contract SellerActions is SellerTest {
    using SafeERC20 for IERC20;

    uint24 private constant FEE = 500;
    uint16 private constant PAIR_FEE = 30;

    /// @dev A sale over a V3 pool, a V2 pair or both, with a part that goes to the thief.
    struct Sale {
        address tokenIn;
        address tokenOut;
        uint256 amount;
        uint256 burgled; // units of `tokenIn` that the thief is offered
        uint256 expected; // units of `tokenOut` that the others pay for the rest
        bytes route;
        bool asPool; // what the thief pretends to have: a pool or a pair
    }

    Burglar internal burglar;
    address internal pair;
    address[3] internal traded;

    /// @notice What somebody sent to the seller and did not have sold in the same transaction: anybody's.
    mapping(address token => uint256) internal left;

    /// @notice Successful actions by kind, and failed ones by error.
    mapping(string kind => uint256) internal done;
    mapping(bytes4 selector => uint256) internal refused;

    uint256 internal shortchanged; // sales that brought less than the honest part of their route paid
    uint256 internal stolen; // sales of which the thief got more than he was offered

    uint256 private _borrowers;

    function setUp() public virtual override {
        super.setUp();
        pair = _openPair(weth, 100e18, usdc, 300_000e6);
        traded = [weth, usdc, address(vault)];
        burglar = new Burglar(seller);
        for (uint256 i; i < traded.length; ++i) {
            (address tokenOut, bytes memory route) = _crumb(traded[i]);
            burglar.add(traded[i], tokenOut, route);
        }
    }

    /// @dev A fresh position, and the leaf that sells what it seizes of it.
    function liquidate(uint256 amount, uint256 kind, uint256 share, bytes calldata noise) external {
        address user = vm.addr(1 + ++_borrowers);
        _lend(26_000e6);
        _openVaultPosition(user);
        Sale memory sale = _sale(address(vault), usdc, bound(amount, 0.1e18, 3e18), kind, share % 101);
        Plan memory plan = _sold(noise.length % 8 == 7 ? bytes(noise) : sale.route);
        (plan.target.borrower, plan.target.amount) = (user, sale.amount);
        uint256[3] memory before = _burglarHas();
        vm.prank(operator);
        try liquidator.liquidate(plan) returns (Outcome memory outcome) {
            ++done["liquidation"];
            _judge(sale, outcome.debtGain + outcome.repaid, before);
        } catch (bytes memory revertData) {
            ++refused[bytes4(revertData)];
        }
    }

    /// @dev Of his own, in one transaction. What he gets a wrong route for stays there.
    function sell(uint256 which, uint256 amount, uint256 kind, uint256 share, bytes calldata noise) external {
        Sale memory sale = _ownSale(traded[which % 3], amount, kind, share % 3_001);
        bytes memory route = noise.length % 8 == 7 ? bytes(noise) : sale.route;
        uint256[3] memory before = _burglarHas();
        uint256 had = _balance(sale.tokenOut, stranger);
        _send(sale.tokenIn, sale.amount);
        vm.prank(stranger);
        try seller.sell(sale.tokenIn, sale.amount, sale.tokenOut, route) {
            ++done[sale.burgled == 0 ? "sale" : "sale with a thief in it"];
            _judge(sale, _balance(sale.tokenOut, stranger) - had, before);
        } catch (bytes memory revertData) {
            ++refused[bytes4(revertData)];
            left[sale.tokenIn] += sale.amount;
        }
    }

    function forget(uint256 which, uint256 amount) external {
        address token = traded[which % 3];
        amount = _sized(token, amount);
        _send(token, amount);
        left[token] += amount;
    }

    /// @dev Whoever comes first.
    function find(uint256 which, uint256 amount) external {
        address token = traded[which % 3];
        amount = bound(amount, 0, left[token]);
        (address tokenOut, bytes memory route) = _crumb(token);
        vm.prank(makeAddr("finder"));
        try seller.sell(token, amount, tokenOut, route) {
            ++done["find"];
            left[token] -= amount;
        } catch (bytes memory revertData) {
            ++refused[bytes4(revertData)];
        }
    }

    /// @dev Between sales, with any bytes.
    function intrude(uint256 which, uint256 what, bytes calldata noise) external {
        address token = traded[which % 3];
        uint256 there = _balance(token, address(seller));
        bytes[4] memory calls = [
            abi.encodeCall(ISeller.sell, (token, 0, usdc, noise)),
            abi.encodeCall(
                IUniswapV3SwapCallback.uniswapV3SwapCallback, (int256(there), int256(-1), abi.encode(token, there))
            ),
            abi.encodeCall(IUniswapV3SwapCallback.uniswapV3SwapCallback, (int256(-1), int256(there), noise)),
            abi.encodePacked(bytes4(keccak256(noise)), noise)
        ];
        vm.prank(makeAddr("intruder"));
        (bool success,) = address(seller).call(calls[what % calls.length]);
        if (success) ++stolen;
    }

    /// @dev Units at least: what he got for what the thief was not offered. Units at most: what the thief has.
    function _judge(Sale memory sale, uint256 got, uint256[3] memory before) private {
        if (got + 2 < sale.expected) ++shortchanged; // a share's fraction rounds in the vault
        uint256[3] memory has = _burglarHas();
        for (uint256 i; i < traded.length; ++i) {
            if (has[i] > before[i] + (traded[i] == sale.tokenIn ? sale.burgled : 0)) ++stolen;
        }
    }

    function _burglarHas() private view returns (uint256[3] memory has) {
        for (uint256 i; i < traded.length; ++i) {
            has[i] = _balance(traded[i], address(burglar));
        }
    }

    function _ownSale(address token, uint256 amount, uint256 kind, uint256 share) private returns (Sale memory) {
        return _sale(token, token == usdc ? weth : usdc, _sized(token, amount), kind, share);
    }

    /// @param share Of the thief, basis points; zero: he is not there.
    function _sale(address tokenIn, address tokenOut, uint256 amount, uint256 kind, uint256 share)
        private
        returns (Sale memory sale)
    {
        sale = Sale(tokenIn, tokenOut, amount, 0, 0, "", kind / 6 % 2 == 0);
        uint256[3] memory shares = _shares(share, kind % 3);
        uint256 first = kind / 3 % 2; // the thief, or the pool, and then the others in turn
        (uint256 open, uint256 behind) = (amount, 10_000);
        for (uint256 i; i < 3; ++i) {
            uint256 venue = (first + i) % 3;
            if (shares[venue] == 0) continue;
            behind -= shares[venue];
            uint256 offered = behind == 0 ? open : amount * shares[venue] / 10_000;
            open -= offered;
            _addSplit(sale, venue, behind == 0 ? 0 : shares[venue], offered);
        }
    }

    /// @return shares Of the thief, the pool and the pair, basis points.
    function _shares(uint256 share, uint256 kind) private pure returns (uint256[3] memory shares) {
        uint256 rest = 10_000 - share;
        uint256 onPair = kind == 0 ? 0 : kind == 1 ? rest : rest / 2;
        return [share, rest - onPair, onPair];
    }

    function _addSplit(Sale memory sale, uint256 venue, uint256 share, uint256 offered) private {
        address out = sale.tokenOut;
        if (venue == 0) {
            sale.burgled = offered;
            bytes memory trap =
                sale.asPool ? Routes.v3Pool(address(burglar), out) : Routes.v2Pair(address(burglar), PAIR_FEE, out);
            sale.route = bytes.concat(sale.route, Routes.split(share, 1, trap));
            return;
        }
        bool isVault = sale.tokenIn == address(vault);
        address from = isVault ? weth : sale.tokenIn;
        if (isVault) offered = vault.previewRedeem(offered);
        bytes memory hop = venue == 1 ? Routes.v3Pool(_pool(weth, usdc, FEE), out) : Routes.v2Pair(pair, PAIR_FEE, out);
        sale.expected += venue == 1 ? _poolPays(from, out, offered) : _pairPays(from, offered);
        if (isVault) hop = bytes.concat(Routes.redeem(weth), hop);
        sale.route = bytes.concat(sale.route, Routes.split(share, isVault ? 2 : 1, hop));
    }

    function _poolPays(address from, address to, uint256 amount) private returns (uint256 received) {
        (received,,,) = quoter.quoteExactInput(abi.encodePacked(from, FEE, to), amount);
    }

    function _pairPays(address from, uint256 amount) private view returns (uint256) {
        (uint256 reserveIn, uint256 reserveOut,) = IUniswapV2Pair(pair).getReserves();
        if (from != (weth < usdc ? weth : usdc)) (reserveIn, reserveOut) = (reserveOut, reserveIn);
        return _v2Out(amount, reserveIn, reserveOut, PAIR_FEE);
    }

    /// @dev A ten-thousandth is sold; the rest comes to whoever asked.
    function _crumb(address token) private view returns (address tokenOut, bytes memory route) {
        tokenOut = token == usdc ? weth : token == weth ? usdc : weth;
        bytes memory hop =
            token == address(vault) ? Routes.redeem(weth) : Routes.v3Pool(_pool(weth, usdc, 3000), tokenOut);
        return (tokenOut, Routes.split(1, 1, hop));
    }

    function _sized(address token, uint256 amount) private view returns (uint256) {
        return token == usdc ? bound(amount, 10e6, 6_000e6) : bound(amount, 1e15, 2e18);
    }

    /// @dev The stranger's own, to the seller.
    function _send(address token, uint256 amount) private {
        if (token == address(vault)) _deposit(stranger, vault.previewMint(amount));
        else deal(token, stranger, _balance(token, stranger) + amount);
        vm.prank(stranger);
        IERC20(token).safeTransfer(address(seller), amount);
    }
}
