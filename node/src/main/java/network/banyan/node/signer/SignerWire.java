// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.signer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.crypto.Keccak;
import network.banyan.p2p.Limits;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/** What nodes and signers say to each other, over the connections of {@code network.banyan.p2p}: rules 9 to 11 of the spec. */
final class SignerWire {
    /** Tells a signer's network from any chain's. */
    static final Hash NETWORK = Keccak.hash("banyan-signer-1".getBytes(StandardCharsets.US_ASCII));

    static final Limits LIMITS = Limits.defaults();

    private static final int REASON_CHARS_MAX = 200;

    private SignerWire() {}

    /** @param statement empty to ask for the public key */
    record Request(long id, long chainId, Optional<Statement> statement) {
        byte[] encode() {
            var out = new RlpWriter().beginList().write(id).write(chainId);
            statement.ifPresent(each -> StatementCodec.write(each, out));
            return out.endList().toArray();
        }

        static Request decode(byte[] message) {
            var outer = new RlpReader(message);
            RlpReader in = outer.list();
            outer.end();
            long id = in.longNumber();
            long chainId = in.longNumber();
            Optional<Statement> statement = in.hasMore() ? Optional.of(StatementCodec.read(in)) : Optional.empty();
            in.end();
            return new Request(id, chainId, statement);
        }
    }

    sealed interface Answer {
        long id();

        /** @param bytes the signature, or the public key */
        record Given(long id, Bytes bytes) implements Answer {}

        record Refused(long id, String reason) implements Answer {}

        default byte[] encode() {
            var out = new RlpWriter().beginList().write(id());
            return switch (this) {
                case Given given -> out.write(1).write(given.bytes).endList().toArray();
                case Refused refused ->
                    out.write(0)
                            .write(Bytes.wrap(refused.reason.getBytes(StandardCharsets.US_ASCII)))
                            .endList()
                            .toArray();
            };
        }

        /**
         * @throws RlpException if the message is no answer
         */
        static Answer decode(byte[] message) {
            var outer = new RlpReader(message);
            RlpReader in = outer.list();
            outer.end();
            long id = in.longNumber();
            long kind = in.longNumber();
            Bytes bytes = in.bytes();
            in.end();
            if (kind == 1) {
                return new Given(id, bytes);
            }
            String reason = new String(bytes.toArray(), StandardCharsets.US_ASCII);
            return new Refused(id, reason.substring(0, Math.min(reason.length(), REASON_CHARS_MAX)));
        }
    }
}
