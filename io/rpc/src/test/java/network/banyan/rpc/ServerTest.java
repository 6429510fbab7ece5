// SPDX-License-Identifier: Apache-2.0
package network.banyan.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import network.banyan.rpc.http.Access;
import network.banyan.rpc.http.PageSource;
import network.banyan.rpc.protocol.RpcMethods;
import network.banyan.rpc.protocol.RpcObserver;
import org.junit.jupiter.api.AfterEach;

/** A server over a chain that a test fills, and a client of it. */
abstract class ServerTest {
    final FakeChain chain = new FakeChain();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Starts a server with the usual limits. */
    Client start() {
        return start(RpcLimits.standard());
    }

    Client start(RpcLimits limits) {
        return start(settings(limits), PageSource.NONE);
    }

    Client start(RpcMethods methods) {
        return start(settings(RpcLimits.standard()), methods, PageSource.NONE);
    }

    Client start(RpcSettings settings, PageSource pages) {
        return start(settings, new RpcMethods(), pages);
    }

    private Client start(RpcSettings settings, RpcMethods methods, PageSource pages) {
        RpcServer server = RpcServer.start(settings, chain, methods, pages, RpcObserver.NONE);
        open.add(server);
        var client = new Client(server.address());
        open.add(client);
        return client;
    }

    static RpcSettings settings(RpcLimits limits) {
        return new RpcSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Access.USUAL.withOrigins("*"),
                "banyan/test",
                limits);
    }

    static List<String> fields(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        return names;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }
}
