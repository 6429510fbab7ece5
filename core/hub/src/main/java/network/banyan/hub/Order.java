// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import network.banyan.contracts.AbiValue;
import network.banyan.crypto.Keccak;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.UInt256;

/**
 * What a user of a chain in any language signs to send something away (docs/spec/foreign.md, rule 6).
 *
 * @param chainId the chain that is asked
 * @param nonce unsigned; of the sender's orders, from 0
 * @param to the chain it is for, or {@link ChainIds#ROOT}
 * @param asset zero for the root's coin
 * @param amount in the asset's smallest unit; a token's id if it is one
 * @param gas what a call may take, unsigned
 * @param deadline unsigned, seconds of the root's time
 * @param refund who has the value if it cannot be delivered
 */
public record Order(
        long chainId,
        long nonce,
        Address sender,
        long to,
        MessageKind kind,
        Address recipient,
        Address asset,
        UInt256 amount,
        long gas,
        long deadline,
        Address refund,
        Bytes data) {
    private static final Hash TYPE = HubDomain.hash(
            "Order(uint64 chainId,uint64 nonce,address sender,uint64 to,uint8 kind,address recipient,address asset,"
                    + "uint256 amount,uint64 gas,uint64 deadline,address refund,bytes data)");

    /** EIP-712's digest, which the sender's account signs. */
    public Hash digest(HubDomain domain) {
        return domain.digest(Keccak.hash(AbiValue.encoded(
                AbiValue.of(TYPE),
                Strict.uint64(chainId),
                Strict.uint64(nonce),
                AbiValue.of(sender),
                Strict.uint64(to),
                AbiValue.of(kind.number()),
                AbiValue.of(recipient),
                AbiValue.of(asset),
                AbiValue.of(amount),
                Strict.uint64(gas),
                Strict.uint64(deadline),
                AbiValue.of(refund),
                AbiValue.of(Keccak.hash(data)))));
    }

    /**
     * The message it becomes.
     *
     * @param messageNonce the chain's own next one
     * @throws HubException if no root would take such a message
     */
    public Message message(long messageNonce) {
        return new Message(
                chainId, to, messageNonce, kind, sender, recipient, asset, amount, gas, deadline, refund, data);
    }
}
