// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.staking;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import network.banyan.contracts.staking.DelegatesContract;
import network.banyan.contracts.staking.DelegatesContract.Profile;
import network.banyan.node.UserError;
import network.banyan.primitives.Hash;
import picocli.CommandLine.Option;

/** What people see of a delegate. What is not named stays as it was. */
final class ProfileOptions {
    @Option(names = "--web", paramLabel = "URL", description = "The delegate's page, at most 128 bytes.")
    private Optional<String> web = Optional.empty();

    @Option(names = "--endpoint", paramLabel = "HOST:PORT", description = "Where its node listens, at most 128 bytes.")
    private Optional<String> endpoint = Optional.empty();

    @Option(names = "--logo", paramLabel = "HASH", description = "SHA-256 of a logo, 64 hex digits.")
    private Optional<String> logo = Optional.empty();

    Profile over(Profile before) {
        return new Profile(
                web.map(text -> bounded("--web", text)).orElse(before.web()),
                logo.map(ProfileOptions::hash).orElse(before.logo()),
                endpoint.map(text -> bounded("--endpoint", text)).orElse(before.endpoint()));
    }

    private static String bounded(String option, String text) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > DelegatesContract.MAX_TEXT) {
            throw new UserError(
                    "%s takes at most %d bytes, not %d.".formatted(option, DelegatesContract.MAX_TEXT, size));
        }
        return text;
    }

    private static Hash hash(String text) {
        if (!text.matches("(0x)?[0-9a-fA-F]{64}")) {
            throw new UserError("--logo takes the SHA-256 of an image, 64 hex digits.");
        }
        return Hash.fromHex(text.startsWith("0x") ? text : "0x" + text);
    }
}
