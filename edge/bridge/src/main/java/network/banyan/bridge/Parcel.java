// SPDX-License-Identifier: Apache-2.0
package network.banyan.bridge;

import network.banyan.contracts.AbiValue;
import network.banyan.hub.MessageKind;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * What a sender says of a message (docs/spec/hub.md, rules 15 and 16; outpost rule 13); the rest is written by who takes it.
 *
 * @param to the chain it is for, or 0 for the root
 * @param kind {@link MessageKind#DEPOSIT}, {@link MessageKind#CALL} or {@link MessageKind#TOKEN}
 * @param asset zero for the root's coin; a chain's own token goes by its wrapper's address
 * @param amount in the asset's smallest unit; a token's id if it is one
 * @param gas what a call may take
 * @param deadline seconds of the root's time, at least an hour ahead
 * @param refund who has the value if it cannot be delivered; not zero
 */
public record Parcel(
        long to,
        MessageKind kind,
        Address recipient,
        Address asset,
        UInt256 amount,
        long gas,
        long deadline,
        Address refund,
        Bytes data) {
    /** How far ahead a deadline must be. */
    public static final long SECONDS_MIN = 3_600;

    /** The call of {@link RootHub#INBOX}, or of {@link ChainOutpost#OUTBOX}, that sends it. */
    public Bytes send() {
        return AbiValue.call(
                "send((uint64,uint8,address,address,uint256,uint64,uint64,address,bytes))",
                AbiValue.tuple(
                        AbiValue.of(to),
                        AbiValue.of(kind.number()),
                        AbiValue.of(recipient),
                        AbiValue.of(asset),
                        AbiValue.of(amount),
                        AbiValue.of(gas),
                        AbiValue.of(deadline),
                        AbiValue.of(refund),
                        AbiValue.of(data)));
    }
}
