// SPDX-License-Identifier: Apache-2.0
package network.banyan.gateway.mqtt;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import network.banyan.gateway.ingest.DeviceKeys;
import network.banyan.primitives.Hash;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.jspecify.annotations.Nullable;

/** Who may connect: a registered device, under its id. What it may read: its own receipts and what is desired of it. Nobody sends through Artemis. */
final class DeviceSecurity implements ActiveMQSecurityManager5 {
    private final DeviceKeys keys;
    private final boolean isTls;

    DeviceSecurity(DeviceKeys keys, boolean isTls) {
        this.keys = keys;
        this.isTls = isTls;
    }

    @Override
    public @Nullable Subject authenticate(
            @Nullable String user, @Nullable String password, RemotingConnection connection, @Nullable String domain) {
        Optional<Hash> device =
                Topics.device(Optional.ofNullable(connection.getClientID()).orElse(""));
        if (device.isEmpty() || !(keys.of(device.get()) instanceof DeviceKeys.Answer.Registered(var key))) {
            return null;
        }
        if (isTls) {
            X509Certificate[] shown = CertificateUtil.getCertsFromConnection(connection);
            boolean isItsOwn = shown != null
                    && shown.length > 0
                    && DeviceCertificates.key(shown[0]).filter(key::equals).isPresent();
            if (!isItsOwn) {
                return null;
            }
        }
        var subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(device.get().toHex()));
        return subject;
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType type, String address) {
        if (subject == null) {
            return false;
        }
        String bare = address.contains("::") ? address.substring(0, address.indexOf("::")) : address;
        boolean isOwn = subject.getPrincipals(UserPrincipal.class).stream()
                .flatMap(principal -> Topics.device(principal.getName()).stream())
                .anyMatch(device -> Topics.receiptsAddress(device).equals(bare)
                        || Topics.desiredAddress(device).equals(bare));
        return isOwn
                && switch (type) {
                    case CONSUME,
                            CREATE_ADDRESS,
                            DELETE_ADDRESS,
                            CREATE_DURABLE_QUEUE,
                            DELETE_DURABLE_QUEUE,
                            CREATE_NON_DURABLE_QUEUE,
                            DELETE_NON_DURABLE_QUEUE -> true;
                    case SEND, MANAGE, BROWSE, VIEW, EDIT -> false;
                };
    }

    @Override
    public @Nullable String getUserFromSubject(@Nullable Subject subject) {
        return subject == null
                ? null
                : subject.getPrincipals(UserPrincipal.class).stream()
                        .map(UserPrincipal::getName)
                        .findFirst()
                        .orElse(null);
    }

    /** Of older brokers; this one asks {@link #authenticate}. */
    @Override
    public boolean validateUser(@Nullable String user, @Nullable String password) {
        return false;
    }

    /** Of older brokers; this one asks {@link #authorize}. */
    @Override
    public boolean validateUserAndRole(
            @Nullable String user, @Nullable String password, Set<Role> roles, CheckType type) {
        return false;
    }

    @Override
    public ActiveMQSecurityManager5 init(java.util.Map<String, String> properties) {
        return this;
    }
}
