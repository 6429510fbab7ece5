// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge.foreign;

import org.jspecify.annotations.Nullable;

/** A call of a foreign chain that brought nothing; the message tells a person which and why. */
public abstract sealed class ForeignFailure extends RuntimeException {
    private ForeignFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The chain refuses, in the words of its page: another call may do. */
    public static final class Refused extends ForeignFailure {
        private final RefusalCode code;

        Refused(Call call, RefusalCode code, String reason) {
            super("%s: the chain refuses (%s): %s".formatted(call.path(), code.text(), reason), null);
            this.code = code;
        }

        public RefusalCode code() {
            return code;
        }
    }

    /** There is no whole answer: the same call may do later. */
    public static final class Away extends ForeignFailure {
        Away(Call call, String reason, Throwable cause) {
            super(call.path() + ": " + reason, cause);
        }
    }

    /** The answer breaks docs/spec/foreign.md: the chain must be mended. */
    public static final class Wrong extends ForeignFailure {
        Wrong(Call call, String reason) {
            super("%s: the chain's answer is wrong: %s".formatted(call.path(), reason), null);
        }
    }
}
