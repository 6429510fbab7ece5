// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import network.banyan.gateway.log.Disk;

/** A gateway in a process of its own, to be killed: {@code FOLDER PORT DEVICE...}. Its chain is a fake that is away. */
public final class GatewayProcess {
    private GatewayProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        var signer = new TestDevice("gateway");
        var chain = new FakeChain(signer);
        chain.isAway(true);
        var registry = new TestRegistry();
        var owners = new TestOwners();
        for (int i = 2; i < arguments.length; i++) {
            var device = new TestDevice(arguments[i]);
            registry.with(device);
            owners.with(device.device(), TestOwners.address(TestOwners.ALICE));
        }
        var settings = new GatewaySettings(
                Path.of(arguments[0]),
                "gateway",
                chain.payer(),
                "127.0.0.1",
                Integer.parseInt(arguments[1]),
                true,
                "127.0.0.1",
                0,
                Optional.empty(),
                1_000,
                3_600_000,
                new LogPlace.Folder(),
                1L << 32,
                2,
                List.of());
        var gateway = new Gateway(
                settings,
                signer,
                new Gateway.Chain(chain, chain::latest, registry, new NoProofs(), owners),
                Disk.REAL,
                broken -> {
                    broken.printStackTrace();
                    Runtime.getRuntime().halt(9);
                });
        System.out.println("listening " + gateway.mqttPort() + " " + gateway.httpPort());
        new CountDownLatch(1).await();
    }
}
