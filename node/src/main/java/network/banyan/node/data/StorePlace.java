// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.data;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import network.banyan.node.UserError;
import network.banyan.vault.VaultException;
import network.banyan.vault.store.FolderStore;
import network.banyan.vault.store.S3Store;
import network.banyan.vault.store.SegmentStore;
import picocli.CommandLine.Option;

/** Where sealed segments lie. Keys for S3 are never on the command line, which other users of a machine can read. */
final class StorePlace {
    private static final String S3 = "s3://";

    @Option(
            names = "--store",
            paramLabel = "PLACE",
            defaultValue = ".banyan/vault/store",
            description = {
                "A folder, or s3://BUCKET/FOLDER with the key in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
                "(default: ${DEFAULT-VALUE})."
            })
    private String place = "";

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = "Whose S3 it is (default: that of Amazon's region).")
    private Optional<URI> endpoint = Optional.empty();

    @Option(
            names = "--s3-region",
            paramLabel = "NAME",
            defaultValue = "us-east-1",
            description = "Default: ${DEFAULT-VALUE}.")
    private String region = "";

    SegmentStore open() {
        return place.startsWith(S3) ? s3(place.substring(S3.length())) : new FolderStore(Path.of(place));
    }

    private S3Store s3(String bucketAndFolder) {
        int slash = bucketAndFolder.indexOf('/');
        String bucket = slash < 0 ? bucketAndFolder : bucketAndFolder.substring(0, slash);
        String folder = slash < 0 ? "" : bucketAndFolder.substring(slash + 1);
        String prefix = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
        try {
            var where = new S3Store.Place(
                    endpoint.orElseGet(() -> URI.create("https://s3." + region + ".amazonaws.com")),
                    region,
                    bucket,
                    prefix);
            var key = new S3Store.Key(
                    variable("AWS_ACCESS_KEY_ID"),
                    variable("AWS_SECRET_ACCESS_KEY"),
                    Optional.ofNullable(System.getenv("AWS_SESSION_TOKEN")));
            return new S3Store(where, key);
        } catch (VaultException | IllegalArgumentException wrong) {
            throw new UserError("--store: " + wrong.getMessage(), wrong);
        }
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new UserError("An S3 store needs its key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        }
        return value;
    }
}
