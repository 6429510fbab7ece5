// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import network.banyan.device.AgentSettings;
import network.banyan.device.DeviceSigner;
import network.banyan.device.Progress;
import network.banyan.device.Registrar;
import network.banyan.device.RpcNodePort;

/** Puts a device into the registry, as its own program would. */
final class Registration {
    private Registration() {}

    /** @param owner whose device it will be, and who pays */
    static void of(DeviceSigner device, String name, RpcNodePort owner) {
        var registrar = new Registrar(device, owner, AgentSettings.of(name, owner.payer()));
        Deadline.until(
                "the device is registered",
                () -> registrar.advance(System.nanoTime() / 1_000_000) instanceof Progress.Moved);
    }
}
