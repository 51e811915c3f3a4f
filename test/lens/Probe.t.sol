// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {Probe} from "../../contracts/lens/Probe.sol";

/// @notice Answers every call with bytes that the test chooses, or fails.
contract Answering {
    bytes private _answer;
    bool private _fails;

    function set(bytes calldata answer, bool fails) external {
        _answer = answer;
        _fails = fails;
    }

    fallback() external {
        bytes memory answer = _answer;
        bool fails = _fails;
        assembly {
            if fails { revert(add(answer, 0x20), mload(answer)) }
            return(add(answer, 0x20), mload(answer))
        }
    }
}

contract BurnsAllGas {
    fallback() external {
        while (true) {}
    }
}

/// @notice Answers, or fails with, as many zero bytes as its gas pays for.
contract AnswersWithABomb {
    bool private immutable FAILS;

    constructor(bool fails) {
        FAILS = fails;
    }

    fallback() external {
        bool fails = FAILS;
        assembly {
            if fails { revert(0, 300000) }
            return(0, 300000)
        }
    }
}

contract Writes {
    uint256 public count;

    fallback() external {
        ++count;
        assembly {
            return(0, 32)
        }
    }
}

contract ProbeTest is Test {
    bytes private constant CALL = hex"12345678";
    uint256 private constant GAS = 300_000;
    Answering private _answering = new Answering();

    function test_WordOfAnAnswer() public {
        _answering.set(abi.encode(42, 43), false);
        _expectWord(address(_answering), true, 42);
    }

    function test_NoWordWithoutCode() public view {
        _expectWord(address(0xdead), false, 0);
        _expectWord(address(0), false, 0);
    }

    function test_NoWordOfAFailure() public {
        _answering.set(abi.encode(42), true);
        _expectWord(address(_answering), false, 0);
    }

    function test_WordsOfAnAnswer() public {
        _answering.set(abi.encode(42, 43, 44, 45), false);
        _expectWords(address(_answering), true, [uint256(42), 43, 44]);
        _answering.set(abi.encode(42, 43, 44), false);
        _expectWords(address(_answering), true, [uint256(42), 43, 44]);
    }

    function test_NoWordsOfLessOrAFailure() public {
        _expectWords(address(0xdead), false, [uint256(0), 0, 0]);
        _answering.set(abi.encodePacked(uint256(42), uint256(43), new bytes(31)), false);
        _expectWords(address(_answering), false, [uint256(0), 0, 0]);
        _answering.set(abi.encode(42, 43, 44), true);
        _expectWords(address(_answering), false, [uint256(0), 0, 0]);
    }

    function test_NoWordOfAShortAnswer() public {
        _answering.set(new bytes(31), false);
        _expectWord(address(_answering), false, 0);
        _answering.set("", false);
        _expectWord(address(_answering), false, 0);
    }

    function test_NoWordOfACallThatWrites() public {
        Writes writes = new Writes();
        _expectWord(address(writes), false, 0);
        assertEq(writes.count(), 0);
    }

    function test_GasOfTheCalleeIsBounded() public {
        address burner = address(new BurnsAllGas());
        uint256 gasBefore = gasleft();
        _expectWord(burner, false, 0);
        assertLt(gasBefore - gasleft(), GAS + 20_000);

        gasBefore = gasleft();
        assertEq(Probe.text(burner, CALL, GAS), "");
        assertLt(gasBefore - gasleft(), GAS + 20_000);
    }

    function test_LargeAnswersCostTheCalleeOnly() public {
        for (uint256 i; i < 2; ++i) {
            address bomb = address(new AnswersWithABomb(i == 1));
            uint256 gasBefore = gasleft();
            _expectWord(bomb, i == 0, 0);
            Probe.text(bomb, CALL, GAS);
            Probe.words(bomb, CALL, GAS);
            assertLt(gasBefore - gasleft(), 3 * GAS + 45_000);
        }
    }

    function testFuzz_TextAsString(bytes memory text) public {
        _answering.set(abi.encode(text), false);
        bytes memory expected = text.length > 64 ? _first(text, 64) : text;
        assertEq(Probe.text(address(_answering), CALL, 5_000_000), expected);
    }

    function testFuzz_TextAsWord(bytes memory text) public {
        vm.assume(text.length <= 32);
        for (uint256 i; i < text.length; ++i) {
            vm.assume(text[i] != 0);
        }
        _answering.set(abi.encode(bytes32(text)), false);
        assertEq(Probe.text(address(_answering), CALL, GAS), text);
    }

    function test_NoTextOfAnotherShape() public {
        _expectNoText("");
        _expectNoText(new bytes(31));
        _expectNoText(abi.encodePacked(uint256(0x40), uint256(3), "ABC")); // offset elsewhere
        _expectNoText(abi.encodePacked(uint256(0x20), bytes31(0))); // no length
        _expectNoText(abi.encode(uint256(0x20), uint256(0)));
    }

    function test_TextIsNotLongerThanTheAnswer() public {
        _answering.set(abi.encodePacked(uint256(0x20), uint256(1_000), "ABC"), false);
        assertEq(Probe.text(address(_answering), CALL, GAS), "ABC");
        _answering.set(abi.encodePacked(uint256(0x20), type(uint256).max, new bytes(100)), false);
        assertEq(Probe.text(address(_answering), CALL, GAS), new bytes(64));
    }

    function test_NoTextOfAFailure() public {
        _answering.set(abi.encode("ABC"), true);
        assertEq(Probe.text(address(_answering), CALL, GAS), "");
        assertEq(Probe.text(address(0xdead), CALL, GAS), "");
    }

    function _expectWord(address target, bool expectedOk, uint256 expected) private view {
        (bool ok, uint256 value) = Probe.word(target, CALL, GAS);
        assertEq(ok, expectedOk);
        assertEq(value, expected);
    }

    function _expectWords(address target, bool expectedOk, uint256[3] memory expected) private view {
        (bool ok, uint256 first, uint256 second, uint256 third) = Probe.words(target, CALL, GAS);
        assertEq(ok, expectedOk);
        assertEq(first, expected[0]);
        assertEq(second, expected[1]);
        assertEq(third, expected[2]);
    }

    function _expectNoText(bytes memory answer) private {
        _answering.set(answer, false);
        assertEq(Probe.text(address(_answering), CALL, GAS), "");
    }

    function _first(bytes memory text, uint256 length) private pure returns (bytes memory result) {
        result = new bytes(length);
        for (uint256 i; i < length; ++i) {
            result[i] = text[i];
        }
    }
}
