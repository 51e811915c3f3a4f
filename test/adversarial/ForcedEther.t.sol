// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";

import {FlashLiquidator} from "../../contracts/FlashLiquidator.sol";
import {Loss} from "../../contracts/types/Errors.sol";
import {Outcome, Plan, Selling} from "../../contracts/types/Plan.sol";
import {EtherBomb} from "../mocks/EtherBomb.sol";
import {HostilePool} from "../mocks/HostilePool.sol";
import {SendingWeth} from "../mocks/SendingWeth.sol";
import {AaveTest} from "../utils/AaveTest.sol";
import {Plans} from "../utils/Plans.sol";
import {Routes} from "../utils/Routes.sol";

/// @notice Attack: ether that nobody asked for is sent to a liquidator, by every way that it cannot refuse.
/// ├── from a wrapper that sends it to whom it is told, or a contract that destroys itself → it arrives
/// ├── before a liquidation                            → neither counted nor spent, by any source, with a tip in ether
/// ├── in the middle of one                            → the same
/// ├── before one that loses                           → Loss all the same, and a loan of ether is not paid back with it
/// └── it leaves by the owner's rescue, to the receiver; nobody else gets any of it
contract ForcedEtherTest is AaveTest {
    SendingWeth private sending;

    function setUp() public override {
        super.setUp();
        // Balances and allowances stay where they are: it is the same contract with one function more.
        vm.etch(weth, type(SendingWeth).runtimeCode);
        sending = SendingWeth(payable(weth));
        vm.deal(weth, 1_000_000 ether);
    }

    function test_AWrapperSendsItUnasked() public {
        _send(5 ether);
        assertEq(address(liquidator).balance, 5 ether);
    }

    function test_AContractThatDestroysItselfSendsItUnasked() public {
        EtherBomb.drop(address(liquidator), 2 ether);
        assertEq(address(liquidator).balance, 2 ether);
    }

    function test_IsNeitherCountedNorSpent() public {
        _openReference();
        _fundWallet(operator, usdc, 11_000e6);
        Plan[3] memory plans = [_flashSwap(), _flashLoan(), _wallet()];
        for (uint256 i; i < plans.length; ++i) {
            (plans[i].terms.tipBps, plans[i].terms.tipRecipient) = (5_000, stranger);
            _assertSameWithEther(plans[i]);
        }
    }

    /// @dev A pair of the attacker, in the middle of the sale, has the wrapper send some.
    function test_IsNotCountedInTheMiddle() public {
        _openReference();
        address seller = deployCode("Seller.sol:Seller", abi.encode(new address[](0)));
        vm.prank(owner);
        liquidator.setSeller(seller);
        HostilePool evil = new HostilePool();
        deal(weth, address(evil), 3 ether);
        Plan memory plan = _flashLoan();
        plan.selling = Selling.Seller;
        plan.route = bytes.concat(
            Routes.split(100, 1, Routes.v2Pair(address(evil), 30, usdc)),
            Routes.split(0, 1, Routes.v3Pool(_pool(weth, usdc, 3000), usdc))
        );
        uint256 snapshot = vm.snapshotState();
        Outcome memory expected = _liquidate(plan);
        vm.revertToState(snapshot);

        evil.add(weth, abi.encodeCall(SendingWeth.withdrawTo, (address(liquidator), 3 ether)));
        assertEq(abi.encode(_liquidate(plan)), abi.encode(expected), "counted");
        assertTrue(evil.answers()[0].success);
        assertEq(address(liquidator).balance, 3 ether, "spent");
    }

    /// @dev What is owed is ether's own token, so that what lies here is worth exactly what is missing.
    function test_RevertGiven_ALossThatItWouldCover() public {
        _openAgainstEther();
        _fundWallet(operator, weth, 4e18);
        Plan memory plan = Plans.wallet(address(pool), borrower, usdc, weth, 4e18, 3000);
        bytes memory expected = _failureOf(plan);
        assertEq(bytes4(expected), Loss.selector);

        _forceByEveryWay();
        assertEq(_failureOf(plan), expected);
        assertEq(_balance(weth, operator), 4e18);
    }

    function test_RevertGiven_ALoanThatItWouldPayBack() public {
        _openAgainstEther();
        Plan memory plan = Plans.flashLoan(address(pool), borrower, usdc, weth, 4e18, 3000);
        bytes memory expected = _failureOf(plan);
        _forceByEveryWay();
        assertEq(_failureOf(plan), expected);
        // The same would be paid back out of a sale that brought enough.
        _setPrice("WETH", 3300 * USD);
        assertGt(_liquidate(plan).profit, 0);
        assertEq(address(liquidator).balance, 8 ether);
    }

    function test_OnlyTheOwnerTakesItOut() public {
        _forceByEveryWay();
        address[3] memory others = [operator, receiver, stranger];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, others[i]));
            vm.prank(others[i]);
            liquidator.rescue(address(0), 1);
        }
        vm.prank(owner);
        liquidator.rescue(address(0), 8 ether);
        assertEq(receiver.balance, 8 ether);
        assertEq(address(liquidator).balance, 0);
    }

    function _assertSameWithEther(Plan memory plan) private {
        uint256 snapshot = vm.snapshotState();
        Outcome memory expected = _liquidate(plan);
        uint256 tipped = stranger.balance;
        vm.revertToState(snapshot);

        _forceByEveryWay();
        assertEq(abi.encode(_liquidate(plan)), abi.encode(expected), "counted");
        assertEq(stranger.balance, tipped, "given away");
        assertEq(address(liquidator).balance, 8 ether, "spent");
        vm.revertToState(snapshot);
    }

    /// @dev 8 ether in all. `deal` stands for the fees of a block that names the liquidator: they arrive like this, and no code runs.
    function _forceByEveryWay() private {
        _send(5 ether);
        EtherBomb.drop(address(liquidator), 2 ether);
        vm.deal(address(liquidator), address(liquidator).balance + 1 ether);
        assertEq(address(liquidator).balance, 8 ether);
    }

    function _pool(address tokenA, address tokenB, uint24 fee) private view returns (address) {
        return IUniswapV3Factory(uniswapFactory).getPool(tokenA, tokenB, fee);
    }

    function _send(uint256 amount) private {
        deal(weth, stranger, amount);
        vm.prank(stranger);
        sending.withdrawTo(address(liquidator), amount);
    }

    /// @dev 8.6 ether of debt against 30,000 USDC at 2830; the pools sell it for 3000, which the bonus does not make up.
    function _openAgainstEther() private {
        _setPrice("WETH", 2600 * USD);
        _open(pool, borrower, usdc, 30_000e6, weth, 8.6e18);
        _setPrice("WETH", 2830 * USD);
    }

    function _failureOf(Plan memory plan) private returns (bytes memory) {
        vm.prank(operator);
        (bool success, bytes memory answer) =
            address(liquidator).call(abi.encodeCall(FlashLiquidator.liquidate, (plan)));
        assertFalse(success);
        return answer;
    }
}
