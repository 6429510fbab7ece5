// SPDX-License-Identifier: Apache-2.0
package network.banyan.ledger;

import java.util.List;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.primitives.RlpException;
import network.banyan.primitives.RlpReader;
import network.banyan.primitives.RlpWriter;

/** What a contract told the world with LOG0 to LOG4. */
public record Log(Address address, List<Hash> topics, Bytes data) {
    public Log {
        topics = List.copyOf(topics);
    }

    void writeTo(RlpWriter out) {
        out.beginList().write(address).beginList();
        topics.forEach(out::write);
        out.endList().write(data).endList();
    }

    static Log read(RlpReader outer) {
        RlpReader in = outer.list();
        var log = new Log(in.address(), in.list(RlpReader::hash), in.bytes());
        in.end();
        if (log.topics().size() > 4) {
            throw new RlpException("a log has at most 4 topics");
        }
        return log;
    }
}
