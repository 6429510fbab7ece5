// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

import java.util.Optional;
import network.banyan.evidence.Passport;
import network.banyan.evidence.RegistryContract;
import network.banyan.evidence.attestation.AttestationDocument;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;

/**
 * Sees to it that the device is registered under its key and that the payer may anchor for it. A key in software is declared
 * as such in the registry if the payer owns the device, so that every later proof of the device's passport says so.
 */
public final class Registrar {
    private final DeviceSigner signer;
    private final NodePort node;
    private final AgentSettings settings;
    private final Attempt registration;
    private final Attempt declaration;

    public Registrar(DeviceSigner signer, NodePort node, AgentSettings settings) {
        this.signer = signer;
        this.node = node;
        this.settings = settings;
        this.registration = new Attempt(node);
        this.declaration = new Attempt(node);
    }

    /**
     * One step towards being entitled; {@link Progress.Moved} once that is reached.
     *
     * @throws DeviceException if it cannot be reached
     */
    public Progress advance(long nowMillis) {
        Hash device = signer.device();
        Optional<RegistryContract.Standing> standing = node.standing(device);
        if (standing.isPresent()) {
            return check(device, standing.get(), nowMillis);
        }
        return switch (registration.poll(nowMillis)) {
            case NONE, LOST -> register(nowMillis);
            case UNDER_WAY, SUCCEEDED -> new Progress.Resting();
            case FAILED -> new Progress.Hindered("the registration of device %s failed on the chain".formatted(device));
        };
    }

    private Progress check(Hash device, RegistryContract.Standing standing, long nowMillis) {
        if (standing.key().isEmpty()) {
            throw new DeviceException("device %s was revoked by its owner %s; a new device needs a new key"
                    .formatted(device, standing.owner()));
        }
        if (!standing.key().get().equals(signer.key())) {
            throw new DeviceException(
                    "device %s is registered with another key now; start the agent with that one".formatted(device));
        }
        if (!standing.mayAnchor()) {
            return new Progress.Hindered(
                    "account %s may not anchor for device %s; its owner %s must name it as operator"
                            .formatted(node.payer(), device, standing.owner()));
        }
        boolean mayDeclare = standing.owner().equals(node.payer());
        if (signer.storage().isHardware()
                || !mayDeclare
                || !node.passport(device).attestation().equals(Passport.Attestation.NONE)) {
            return new Progress.Moved();
        }
        return switch (declaration.poll(nowMillis)) {
            case NONE, LOST -> declare(device, nowMillis);
            case UNDER_WAY, SUCCEEDED -> new Progress.Resting();
            case FAILED ->
                new Progress.Hindered("the declaration of device %s that its key is in software failed on the chain"
                        .formatted(device));
        };
    }

    private Progress declare(Hash device, long nowMillis) {
        Passport.Attestation software = new AttestationDocument.InSoftware(node.chainId(), signer.key()).attestation();
        byte[] message = RegistryContract.attestMessage(
                node.chainId(), node.payer(), device, software, node.registryNonce(device));
        return send(declaration, RegistryContract.attest(device, software, signer.sign(message)), nowMillis);
    }

    private Progress register(long nowMillis) {
        byte[] message =
                RegistryContract.registerMessage(node.chainId(), settings.owner(), signer.key(), settings.name());
        Bytes call = RegistryContract.register(settings.owner(), signer.key(), settings.name(), signer.sign(message));
        return send(registration, call, nowMillis);
    }

    private static Progress send(Attempt attempt, Bytes call, long nowMillis) {
        try {
            attempt.send(RegistryContract.ADDRESS, call, nowMillis);
            return new Progress.Resting();
        } catch (NodePort.WouldFail wouldFail) {
            return new Progress.Hindered("the registry would refuse it: " + wouldFail.reason());
        }
    }
}
