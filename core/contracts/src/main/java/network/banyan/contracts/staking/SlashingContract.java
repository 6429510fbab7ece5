// SPDX-License-Identifier: Apache-2.0
package network.banyan.contracts.staking;

import network.banyan.contracts.AbiReader;
import network.banyan.contracts.AbiValue;
import network.banyan.crypto.BlsPoints;
import network.banyan.ledger.VoteSubject;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** Calls of {@code Slashing}: the proof that a delegate lied. */
public final class SlashingContract {
    public static final Address ADDRESS = Address.ofNumber(0x1008);

    private static final String VOTE = "(uint64,uint64,uint8,uint64,bytes32)";

    private SlashingContract() {}

    /** @param signature 96 bytes */
    public record Vote(VoteSubject subject, Bytes signature) {
        /**
         * @throws IllegalArgumentException if the signature is no point of the curve's group
         */
        public Vote {
            point(signature);
        }

        private AbiValue encoded() {
            return AbiValue.tuple(
                    AbiValue.of(subject.epoch()),
                    AbiValue.of(subject.view()),
                    AbiValue.of(subject.type().code()),
                    AbiValue.of(subject.height()),
                    AbiValue.of(subject.block()));
        }

        private static Bytes point(Bytes signature) {
            return BlsPoints.ofSignature(signature)
                    .orElseThrow(() -> new IllegalArgumentException("a vote's signature is a point of G2 in 96 bytes"));
        }
    }

    /** @param identity whose key signed both, by its number */
    public static Bytes report(long identity, Vote a, Vote b) {
        return AbiValue.call(
                "report(uint32," + VOTE + ",bytes," + VOTE + ",bytes)",
                AbiValue.of(identity),
                a.encoded(),
                AbiValue.of(Vote.point(a.signature())),
                b.encoded(),
                AbiValue.of(Vote.point(b.signature())));
    }

    /** Whether no honest member casts both. */
    public static Bytes contradict(Vote a, Vote b) {
        return AbiValue.call("contradict(" + VOTE + "," + VOTE + ")", a.encoded(), b.encoded());
    }

    public static boolean contradict(Bytes returned) {
        return AbiReader.ofOutput(returned).flag();
    }
}
