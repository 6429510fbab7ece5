// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.twin;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import network.banyan.crypto.P256;
import network.banyan.node.Declined;
import network.banyan.node.UserError;
import network.banyan.primitives.Bytes;
import network.banyan.primitives.Hash;
import network.banyan.sdk.GatewayClient;
import network.banyan.tracker.GatewayIdentity;
import network.banyan.twin.Desired;
import network.banyan.twin.DesiredJudge;
import network.banyan.twin.Owners;
import network.banyan.twin.Reported;
import network.banyan.twin.TwinDocument;
import network.banyan.twin.TwinException;
import network.banyan.twin.TwinVersion;

/** A device's twin at a gateway, of which only what is signed is believed: by the owner, and by the device. */
record KeptTwin(GatewayClient gateway, Hash device, Owners owners, GatewayIdentity.Registry keys) {
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    /**
     * What the gateway shows, read from the signed bytes alone.
     *
     * @param doubt why the desired document is not the present owner's; empty if it is
     * @param isReportSigned by the device's registered key
     * @param pendingSince ms since 1970, by the gateway's word
     */
    record Seen(
            Optional<Desired> desired,
            Optional<String> doubt,
            Optional<Reported> reported,
            boolean isReportSigned,
            Optional<Long> pendingSince) {
        TwinDocument told() {
            return reported.map(report -> report.state().document()).orElse(TwinDocument.EMPTY);
        }

        List<String> pending() {
            return desired.map(wanted -> wanted.document().pendingIn(told())).orElse(List.of());
        }

        /** Whether the device says, under its key, that it does all of the newest document. */
        boolean isApplied() {
            Optional<TwinVersion> applied =
                    reported.map(report -> report.state().applied());
            boolean isNewest = desired.map(Desired::version)
                    .filter(wanted -> !applied.filter(wanted::equals).isPresent())
                    .isEmpty();
            return isReportSigned && isNewest && pending().isEmpty();
        }

        /** The last version that anybody speaks of, in a tenure. */
        long lastNumber(long tenure) {
            long wanted = number(desired.map(Desired::version), tenure);
            return Math.max(wanted, number(reported.map(report -> report.state().applied()), tenure));
        }

        private static long number(Optional<TwinVersion> version, long tenure) {
            return version.filter(known -> known.tenure() == tenure)
                    .map(TwinVersion::number)
                    .orElse(0L);
        }
    }

    /**
     * @throws UserError if the gateway's answer cannot be read
     */
    Seen look() {
        GatewayClient.Page page = gateway.page("/v1/devices/" + device + "/twin");
        if (page.status() == NOT_FOUND) {
            return new Seen(Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());
        }
        if (page.status() != 200) {
            throw new UserError("The gateway says: " + gateway.reason(page) + ".");
        }
        try {
            JsonNode json = new ObjectMapper().readTree(page.body().toArray());
            Optional<Desired> desired = signed(json.path("desired"))
                    .map(text -> Desired.decode(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8))));
            Optional<Reported> reported = signed(json.path("reported")).map(hex -> Reported.decode(Bytes.fromHex(hex)));
            Optional<P256.PublicKey> key = reported.flatMap(_ -> keys.key(device));
            return new Seen(
                    desired,
                    desired.flatMap(this::doubt),
                    reported,
                    reported.isPresent()
                            && reported.get().state().device().equals(device)
                            && key.filter(reported.get()::isSignedBy).isPresent(),
                    json.path("pendingSince").isIntegralNumber()
                            ? Optional.of(json.path("pendingSince").longValue())
                            : Optional.empty());
        } catch (JacksonException | TwinException | IllegalArgumentException unreadable) {
            throw new UserError("The gateway's answer cannot be read.", unreadable);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Optional<String> signed(JsonNode side) {
        return side.path("signed").isTextual() ? Optional.of(side.path("signed").textValue()) : Optional.empty();
    }

    private Optional<String> doubt(Desired desired) {
        return new DesiredJudge(device, owners).judge(desired, Optional.empty())
                        instanceof DesiredJudge.Verdict.Refused(var _, String reason)
                ? Optional.of(reason)
                : Optional.empty();
    }

    /**
     * Hands a signed document to the gateway; it is durable there when this returns.
     *
     * @throws Declined if the gateway does not take it
     * @throws UserError if it cannot now
     */
    void desire(Desired desired) {
        GatewayClient.Page page = gateway.put("/v1/devices/" + device + "/twin/desired", desired.encode());
        if (page.status() == UNAVAILABLE) {
            throw new UserError("The gateway cannot take it now: " + gateway.reason(page) + ".");
        }
        if (page.status() != 200) {
            throw new Declined("The gateway does not take it: " + gateway.reason(page) + ".");
        }
    }
}
