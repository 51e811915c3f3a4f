// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "forge-std/Test.sol";

import {Buffer, Packer} from "../../contracts/lens/Packer.sol";

contract PackerTest is Test {
    using Packer for Buffer;

    function test_NumberIsItsLengthAndItsBytes() public pure {
        Buffer memory buffer = Packer.create();
        buffer.putUint(0);
        buffer.putUint(255);
        buffer.putUint(256);
        buffer.putUint(type(uint256).max);
        assertEq(buffer.finish(), abi.encodePacked(hex"0001ff02010020", type(uint256).max));
    }

    function test_FixedValuesStandWithoutLength() public pure {
        Buffer memory buffer = Packer.create();
        buffer.putByte(7);
        buffer.putAddress(address(0xbeef));
        buffer.putText("DAI");
        buffer.putText("");
        assertEq(buffer.finish(), abi.encodePacked(uint8(7), address(0xbeef), uint8(3), "DAI", uint8(0)));
    }

    function testFuzz_NumberSurvives(uint256 value, uint8 before) public pure {
        value >>= before;
        Buffer memory buffer = Packer.create();
        buffer.putByte(before);
        buffer.putUint(value);
        buffer.putByte(0xab);
        bytes memory data = buffer.finish();
        uint256 size = uint8(data[1]);
        uint256 read;
        for (uint256 i; i < size; ++i) {
            read = (read << 8) | uint8(data[2 + i]);
        }
        assertEq(read, value);
        assertTrue(size == 0 || data[2] != 0, "leading zero");
        assertEq(data.length, 3 + size);
        assertEq(uint8(data[2 + size]), 0xab);
    }

    function testFuzz_TextSurvives(bytes memory text) public pure {
        vm.assume(text.length < 256);
        Buffer memory buffer = Packer.create();
        buffer.putText(text);
        assertEq(buffer.finish(), abi.encodePacked(uint8(text.length), text));
    }

    function test_WriteBeyondTheCapacityIsTakenBack() public pure {
        Buffer memory buffer = Packer.create();
        while (!buffer.full) {
            uint256 mark = buffer.length;
            buffer.putFixed(type(uint256).max, 31);
            if (buffer.full) {
                buffer.rewind(mark);
                break;
            }
        }
        assertFalse(buffer.full);
        assertGt(buffer.length, Packer.CAPACITY - 31);
        assertLe(buffer.length, Packer.CAPACITY);
        uint256 room = Packer.CAPACITY - buffer.length;
        for (uint256 i; i < room; ++i) {
            buffer.putByte(1);
        }
        assertFalse(buffer.full);
        buffer.putByte(1);
        assertTrue(buffer.full);
        assertEq(buffer.finish().length, Packer.CAPACITY);
    }

    /// @dev The slack behind the capacity takes the whole word of the last write: what lies behind the buffer stays.
    function test_LastWriteLeavesTheMemoryBehindAlone() public pure {
        Buffer memory buffer = Packer.create();
        bytes memory behind = hex"c0ffee";
        buffer.length = Packer.CAPACITY - 1;
        buffer.putByte(0xff);
        assertFalse(buffer.full);
        assertEq(behind, hex"c0ffee");
    }

    function test_AffordsOnlyWhatIsLeftAfterReturning() public view {
        Buffer memory buffer = Packer.create();
        buffer.length = 10_000;
        uint256 forReturning = 15_000 * Packer.GAS_PER_BYTE + 100_000;
        assertTrue(this.affords{gas: forReturning + 1_100_000}(buffer));
        assertFalse(this.affords{gas: forReturning + 900_000}(buffer));
    }

    function affords(Buffer memory buffer) external view returns (bool) {
        return buffer.affords(1_000_000, 5_000);
    }
}
