// SPDX-License-Identifier: Apache-2.0
package network.banyan.twin;

/**
 * Where a desired document stands in the order of all of its device: first by tenure, so that nothing a former owner signed
 * comes after what the present one signs, then by version (docs/spec/twin.md, rule 5).
 *
 * @param tenure how often the device had changed its owner, by the registry
 * @param number the owner's own count
 */
public record TwinVersion(long tenure, long number) implements Comparable<TwinVersion> {
    /** So that every language's JSON numbers carry it. */
    public static final long MAX = (1L << 53) - 1;

    /** Before any: what a device names that has applied nothing. */
    public static final TwinVersion NONE = new TwinVersion(0, 0);

    /**
     * @throws TwinException if a number is outside its range
     */
    public TwinVersion {
        TwinException.require(tenure >= 0 && tenure <= MAX, "a tenure lies between 0 and 2^53 - 1");
        TwinException.require(number >= 0 && number <= MAX, "a version lies between 1 and 2^53 - 1");
        TwinException.require(number > 0 || tenure == 0, "a version lies between 1 and 2^53 - 1");
    }

    public boolean isNone() {
        return number == 0;
    }

    @Override
    public int compareTo(TwinVersion other) {
        int byTenure = Long.compare(tenure, other.tenure);
        return byTenure != 0 ? byTenure : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return tenure == 0 ? "version " + number : "version %d of tenure %d".formatted(number, tenure);
    }
}
