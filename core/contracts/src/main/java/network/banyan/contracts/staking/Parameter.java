// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import java.math.BigInteger;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** The governed values, by their number (docs/spec/staking.md, "Governed values"). */
public enum Parameter {
    GOVERNANCE_DELAY(Unit.SECONDS),
    MIN_STAKE(Unit.WEI),
    MAX_DURATION_DAYS(Unit.NUMBER),
    WITHDRAWAL_WAIT(Unit.SECONDS),
    REGISTRATION_FEE(Unit.WEI),
    MIN_PLEDGE(Unit.WEI),
    UNBONDING(Unit.SECONDS),
    ENDORSEMENT_DELAY(Unit.SECONDS),
    MAX_COMMISSION(Unit.BASIS_POINTS),
    COMMISSION_DELAY(Unit.SECONDS),
    EXITS_PER_EPOCH(Unit.NUMBER),
    CANDIDATES(Unit.NUMBER),
    MIN_VOTES(Unit.WEI),
    MIN_PRODUCTIVITY(Unit.BASIS_POINTS),
    PROBATION_EPOCHS(Unit.NUMBER),
    PROBATION_SCALE(Unit.MILLIONTHS),
    REVEAL_WEIGHT(Unit.NUMBER),
    SLASHED_SHARE(Unit.BASIS_POINTS),
    REPORTER_SHARE(Unit.BASIS_POINTS),
    BLOCK_REWARD(Unit.WEI),
    EPOCH_REWARD(Unit.WEI),
    FOUNDATION_BONUS(Unit.WEI);

    /** What a value counts. */
    public enum Unit {
        SECONDS,
        WEI,
        BASIS_POINTS,
        MILLIONTHS,
        NUMBER
    }

    private final Unit unit;

    Parameter(Unit unit) {
        this.unit = unit;
    }

    public Unit unit() {
        return unit;
    }

    /** As the contract counts them. */
    public int number() {
        return ordinal();
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
