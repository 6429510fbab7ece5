// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.hub;

import java.util.List;
import network.banyan.contracts.AbiException;
import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/** {@code HubChains}: which sidechains there are, and how each stands. */
public final class ChainsContract {
    public static final Address ADDRESS = Address.ofNumber(0x1020);

    public static final int SOVEREIGN = 1;
    public static final int DISPUTABLE = 2;

    private ChainsContract() {}

    /**
     * What a chain is, for ever (rule 1).
     *
     * @param delaySeconds 24 hours to 5 days
     * @param genesis hash of its genesis document
     * @param verifier hash of the rules by which its blocks are judged; zero for tier S (docs/spec/disputes.md, rule 1)
     * @param name 1 to 32 printable ASCII characters
     * @param data where its data can be had; at most 256 bytes
     */
    public record Charter(
            long chainId, int tier, long delaySeconds, Hash genesis, Hash verifier, String name, String data) {
        private AbiValue toAbi() {
            return AbiValue.tuple(
                    AbiValue.of(chainId),
                    AbiValue.of(tier),
                    AbiValue.of(delaySeconds),
                    AbiValue.of(genesis),
                    AbiValue.of(verifier),
                    AbiValue.of(name),
                    AbiValue.of(data));
        }
    }

    /** How fast an asset leaves: a bucket of {@code burst} units, refilled at {@code perHour} (rule 12). */
    public record Limit(Address asset, UInt256 burst, UInt256 perHour) {
        private AbiValue toAbi() {
            return AbiValue.tuple(AbiValue.of(asset), AbiValue.of(burst), AbiValue.of(perHour));
        }
    }

    /** A token of its own that may come to the root (rule 14). */
    public record Export(Hash token, UInt256 cap, int decimals, String name, String symbol) {
        /** As {@code HubWrappers} takes it, too. */
        public AbiValue toAbi() {
            return AbiValue.tuple(
                    AbiValue.of(token),
                    AbiValue.of(cap),
                    AbiValue.of(decimals),
                    AbiValue.of(name),
                    AbiValue.of(symbol));
        }
    }

    /** How a chain stands (rule 42); the order is the contract's. */
    public enum State {
        UNKNOWN,
        FOUNDING,
        ACTIVE,
        SUSPENDED,
        FROZEN,
        EXIT
    }

    /** Takes the registration's fee and rent as its value. */
    public static Bytes register(Charter charter, List<Limit> limits, List<Export> exports) {
        return AbiValue.call(
                "register((uint64,uint8,uint32,bytes32,bytes32,string,string),(address,uint128,uint128)[],"
                        + "(bytes32,uint128,uint8,string,string)[])",
                charter.toAbi(),
                new AbiValue.Items(limits.stream().map(Limit::toAbi).toList()),
                new AbiValue.Items(exports.stream().map(Export::toAbi).toList()));
    }

    /** @param keys of the first committee, 128 bytes each */
    public static Bytes open(long chainId, Bytes keys) {
        return AbiValue.call("open(uint64,bytes)", AbiValue.of(chainId), AbiValue.of(keys));
    }

    public static Bytes charterOf(long chainId) {
        return AbiValue.call("charterOf(uint64)", AbiValue.of(chainId));
    }

    /** Reads what {@code charterOf} returned; of an unknown chain all is zero. */
    public static Charter charter(Bytes returned) {
        AbiReader in = AbiReader.ofOutput(returned).struct();
        return new Charter(
                in.number(63), (int) in.number(8), in.number(32), in.word(), in.word(), in.text(32), in.text(256));
    }

    public static Bytes stateOf(long chainId) {
        return AbiValue.call("stateOf(uint64)", AbiValue.of(chainId));
    }

    /** Reads what {@code stateOf} returned. */
    public static State state(Bytes returned) {
        int number = (int) AbiReader.ofOutput(returned).number(8);
        if (number >= State.values().length) {
            throw new AbiException("no state of a chain has the number " + number);
        }
        return State.values()[number];
    }

    public static Bytes minDelay() {
        return AbiValue.call("minDelay()");
    }

    /** The same of a chain of tier D. */
    public static Bytes minDisputeDelay() {
        return AbiValue.call("minDisputeDelay()");
    }

    /** Reads seconds. */
    public static long seconds(Bytes returned) {
        return AbiReader.ofOutput(returned).number(32);
    }

    /** Where a genesis for trials writes the least delay, in seconds (docs/spec/hub.md, rule 33). */
    public static Hash trialDelaySlot() {
        return UInt256.of(6).toHash();
    }

    /** How long a chain may leave a message, and how long it stands before its users leave, in seconds (rules 19, 42). */
    public static Bytes patience() {
        return AbiValue.call("patience()");
    }

    /** Where a genesis for trials writes that, in seconds. */
    public static Hash trialPatienceSlot() {
        return UInt256.of(7).toHash();
    }

    public static Bytes registrationFee() {
        return AbiValue.call("REGISTRATION_FEE()");
    }

    public static Bytes rentPerDay() {
        return AbiValue.call("RENT_PER_DAY()");
    }

    public static Bytes ownerOf(long chainId) {
        return AbiValue.call("ownerOf(uint64)", AbiValue.of(chainId));
    }

    /** Reads what {@code ownerOf} returned. */
    public static Address owner(Bytes returned) {
        return AbiReader.ofOutput(returned).address();
    }

    /** Reads coins, in wei. */
    public static UInt256 coins(Bytes returned) {
        return AbiReader.ofOutput(returned).uint();
    }
}
