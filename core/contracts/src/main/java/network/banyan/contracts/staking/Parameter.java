// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Stream;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** The governed values, by their number (docs/spec/staking.md, "Governed values"). */
public enum Parameter {
    GOVERNANCE_DELAY(0, Unit.SECONDS),
    MIN_STAKE(1, Unit.WEI),
    MAX_DURATION_DAYS(2, Unit.NUMBER),
    WITHDRAWAL_WAIT(3, Unit.SECONDS),
    REGISTRATION_FEE(4, Unit.WEI),
    MIN_PLEDGE(5, Unit.WEI),
    UNBONDING(6, Unit.SECONDS),
    ENDORSEMENT_DELAY(7, Unit.SECONDS),
    MAX_COMMISSION(8, Unit.BASIS_POINTS),
    COMMISSION_DELAY(9, Unit.SECONDS),
    EXITS_PER_EPOCH(10, Unit.NUMBER),
    CANDIDATES(11, Unit.NUMBER),
    MIN_VOTES(12, Unit.WEI),
    MIN_PRODUCTIVITY(13, Unit.BASIS_POINTS),
    PROBATION_EPOCHS(14, Unit.NUMBER),
    PROBATION_SCALE(15, Unit.MILLIONTHS),
    REVEAL_WEIGHT(16, Unit.NUMBER),
    SLASHED_SHARE(17, Unit.BASIS_POINTS),
    REPORTER_SHARE(18, Unit.BASIS_POINTS),
    BLOCK_REWARD(19, Unit.WEI),
    EPOCH_REWARD(20, Unit.WEI),
    FOUNDATION_BONUS(21, Unit.WEI);

    /** What a value counts. */
    public enum Unit {
        SECONDS,
        WEI,
        BASIS_POINTS,
        MILLIONTHS,
        NUMBER
    }

    private final int number;
    private final Unit unit;

    Parameter(int number, Unit unit) {
        this.number = number;
        this.unit = unit;
    }

    public Unit unit() {
        return unit;
    }

    /** As the contract counts them. */
    public int number() {
        return number;
    }

    /** Empty if there is none of this number. */
    public static Optional<Parameter> of(long number) {
        return Stream.of(values())
                .filter(parameter -> parameter.number == number)
                .findFirst();
    }

    /** Where a genesis may set the value. */
    public Hash slot() {
        return UInt256.of(number()).toHash();
    }

    /** What stands in that slot: the value plus one, for zero is the default. */
    public static Hash stored(BigInteger value) {
        return UInt256.of(value.add(BigInteger.ONE)).toHash();
    }

    /** Where a genesis may name the governor. */
    public static Hash governorSlot() {
        return UInt256.of(64).toHash();
    }
}
