// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

/** The TPM answered a command with something other than success. Source: TPM 2.0 Library, part 2, section 6.6. */
public final class TpmRefusal extends RuntimeException {
    static final int HANDLE = 0x08b;
    static final int NV_DEFINED = 0x14c;
    private static final int RETRY = 0x922;

    private final int code;

    TpmRefusal(String command, int code) {
        super("%s was refused: %s (0x%x)".formatted(command, meaning(reduced(code)), code));
        this.code = code;
    }

    /** The error without the number of the parameter, handle or session that it is about. */
    public int error() {
        return reduced(code);
    }

    /** Whether the same may succeed later: the warnings, and a TPM that was not started yet. */
    boolean isPassing() {
        return (code & 0xf80) == 0x900 || error() == 0x100;
    }

    boolean asksToRetry() {
        return code == RETRY;
    }

    /** Whether the secret was wrong that opens the key. */
    boolean isAboutSecret() {
        return error() == 0x08e || error() == 0x0a2;
    }

    private static int reduced(int code) {
        return (code & 0x80) != 0 ? code & 0xbf : code;
    }

    private static String meaning(int error) {
        return switch (error) {
            case 0x082 -> "the key's attributes forbid it";
            case HANDLE -> "there is nothing at that handle";
            case 0x08e, 0x0a2 -> "the secret is wrong";
            case 0x09d -> "the policy is not fulfilled";
            case 0x09f -> "the data were changed or are of another TPM";
            case 0x100 -> "it was not started yet";
            case 0x124 -> "that needs another kind of authorisation";
            case NV_DEFINED -> "something is at that handle already";
            case 0x902 -> "its memory is full";
            case 0x903 -> "it has too many sessions";
            case 0x921 -> "it is locked after too many wrong secrets";
            default -> "its error is";
        };
    }
}
