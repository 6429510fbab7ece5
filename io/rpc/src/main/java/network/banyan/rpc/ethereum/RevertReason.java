// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc.ethereum;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * Reads what Solidity puts into reverted output: {@code Error(string)} and {@code Panic(uint256)} (Solidity documentation,
 * "Panic via assert and Error via require"). The output is a contract's, so anything may stand there.
 */
public final class RevertReason {
    private static final int ERROR_SELECTOR = 0x08c379a0;
    private static final int PANIC_SELECTOR = 0x4e487b71;
    private static final int TEXT_BYTES_MAX = 2_048;

    private RevertReason() {}

    /** {@code execution reverted}, with the reason behind a colon if the output names one. */
    public static String message(Bytes output) {
        return of(output).map(reason -> "execution reverted: " + reason).orElse("execution reverted");
    }

    /** The reason, if the output names one. */
    public static Optional<String> of(Bytes output) {
        byte[] bytes = output.unsafeArray();
        if (bytes.length < 36) {
            return Optional.empty();
        }
        return switch (ByteBuffer.wrap(bytes).getInt()) {
            case ERROR_SELECTOR -> text(bytes);
            case PANIC_SELECTOR -> Optional.of(panic(UInt256.at(bytes, 4)));
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(byte[] bytes) {
        UInt256 offset = UInt256.at(bytes, 4);
        if (!offset.fitsLong() || offset.d() > bytes.length - 36) {
            return Optional.empty();
        }
        int lengthAt = 4 + (int) offset.d();
        UInt256 length = UInt256.at(bytes, lengthAt);
        int textAt = lengthAt + 32;
        if (!length.fitsLong() || length.d() > bytes.length - textAt) {
            return Optional.empty();
        }
        int shown = (int) Math.min(length.d(), TEXT_BYTES_MAX);
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, textAt, shown))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private static String panic(UInt256 code) {
        String unknown = "unknown panic code: " + code.toQuantity();
        if (!code.fitsLong() || code.d() > 0xff) {
            return unknown;
        }
        return switch ((int) code.d()) {
            case 0x00 -> "generic panic";
            case 0x01 -> "assert(false)";
            case 0x11 -> "arithmetic underflow or overflow";
            case 0x12 -> "division or modulo by zero";
            case 0x21 -> "enum overflow";
            case 0x22 -> "invalid encoded storage byte array accessed";
            case 0x31 -> "out-of-bounds array access; popping on an empty array";
            case 0x32 -> "out-of-bounds access of an array or bytesN";
            case 0x41 -> "out of memory";
            case 0x51 -> "uninitialized function";
            default -> unknown;
        };
    }
}
