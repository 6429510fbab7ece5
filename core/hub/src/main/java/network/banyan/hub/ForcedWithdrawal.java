// SPDX-License-Identifier: Apache-2.0
package network.banyan.hub;

import java.util.Optional;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.UInt256;

/**
 * What an account asks a chain for through the root, and what counts as an answer (rule 46). The k-th request that a checkpoint
 * passes is answered by message k of its outbox; whoever finds none there ends the chain.
 *
 * @param request of kind {@link MessageKind#FORCED}
 * @param isToken whether the asset is an ERC-721 token, and the amount its id
 */
public record ForcedWithdrawal(Message request, boolean isToken) {
    /**
     * @throws HubException if the message asks for nothing
     */
    public ForcedWithdrawal {
        HubException.require(
                request.kind() == MessageKind.FORCED && request.from() == ChainIds.ROOT,
                "the message is no forced withdrawal");
    }

    /**
     * The answer of an honest chain: what was asked for, or all that there is of it, even if that is nothing.
     *
     * @param nonce the chain's own
     * @param had how much of the asset the sender had at the end of the run; of a token, not zero if it was the sender's
     */
    public Message answer(HubDomain domain, long nonce, UInt256 had) {
        boolean isWhole = isToken ? !had.isZero() : had.compareTo(request.amount()) >= 0;
        UInt256 given = isToken ? UInt256.ZERO : had;
        return new Message(
                request.to(),
                ChainIds.ROOT,
                nonce,
                isToken && isWhole ? MessageKind.TOKEN : MessageKind.DEPOSIT,
                request.sender(),
                request.sender(),
                request.asset(),
                isWhole ? request.amount() : given,
                0,
                -1,
                request.sender(),
                answerData(domain));
    }

    /**
     * Whether anybody could show that the chain ignored the request.
     *
     * @param answer message k of the outbox, if there is one
     * @param isLeft whether the checkpoint's exit tree has a leaf of the sender: of any amount, or of this token
     */
    public boolean isIgnored(HubDomain domain, Optional<Message> answer, boolean isLeft) {
        return answer.filter(message -> isFor(domain, message))
                .map(message -> isLeft && !isEnough(message))
                .orElse(true);
    }

    private boolean isFor(HubDomain domain, Message message) {
        Address sender = request.sender();
        boolean isValue = message.kind() == MessageKind.DEPOSIT || message.kind() == MessageKind.TOKEN;
        return isValue
                && message.from() == request.to()
                && message.to() == ChainIds.ROOT
                && message.recipient().equals(sender)
                && message.asset().equals(request.asset())
                && message.data().equals(answerData(domain));
    }

    private boolean isEnough(Message message) {
        int order = message.amount().compareTo(request.amount());
        return isToken
                ? message.kind() == MessageKind.TOKEN && order == 0
                : message.kind() == MessageKind.DEPOSIT && order >= 0;
    }

    private Bytes answerData(HubDomain domain) {
        return request.digest(domain).toBytes();
    }
}
