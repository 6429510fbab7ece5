// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.identity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code banyan credential}: what one says of another, signed, checked and taken back. */
@Command(
        name = "credential",
        mixinStandardHelpOptions = true,
        description = {
            "Verifiable Credentials 2.0 with proofs of eddsa-jcs-2022 and ecdsa-jcs-2019, and status lists to revoke them.",
            "docs/spec/credentials.md says what is checked.",
            ""
        },
        subcommands = {
            CredentialIssueCommand.class,
            CredentialVerifyCommand.class,
            CredentialRevokeCommand.class,
            StatusListCommand.class
        },
        footer = {
            "",
            "Examples: a manufacturer says that a device's key lives in a secure element, and later takes it back",
            "  banyan credential issue --issuer did:banyan:468900:account:0x... --signing-key issuer.key \\",
            "    --subject did:banyan:468900:device:0x... --type HardwareKeyCredential --claim hardware=ATECC608B \\",
            "    --status https://acme.example/status/1 --index 42 > device.vc.json",
            "  banyan credential verify device.vc.json --status-list status.json",
            "  banyan credential revoke device.vc.json --list status.json --signing-key issuer.key"
        })
public final class CredentialCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what: credential issue, verify, revoke or status-list");
    }
}
