// SPDX-License-Identifier: Apache-2.0
package network.banyan.conformance;

/** What came of a case of a suite. */
public sealed interface Verdict {
    record Passed() implements Verdict {}

    /** @param reason what the suite wants and what was found */
    record Failed(String reason) implements Verdict {}

    /** @param reason what we do not speak, such as a fork before Cancun */
    record NotRun(String reason) implements Verdict {}

    static Verdict failed(String format, Object... arguments) {
        return new Failed(format.formatted(arguments));
    }
}
