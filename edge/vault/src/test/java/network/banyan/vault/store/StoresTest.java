// SPDX-License-Identifier: Apache-2.0
package network.banyan.vault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import network.banyan.primitives.Bytes;
import network.banyan.vault.Cid;
import network.banyan.vault.Segment;
import network.banyan.vault.VaultException;
import network.banyan.vault.store.SegmentStore.Name;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both stores keep one promise; the S3 one against a server that checks every signature. */
class StoresTest {
    private static final S3Store.Key KEY = new S3Store.Key("vault-test", "a secret of this test", Optional.empty());
    private static final Name NAME = Name.segment(Cid.of(Bytes.fromHex("01")));

    private static BlobStoreContext objects;
    private static S3Proxy server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startS3() throws Exception {
        objects = ContextBuilder.newBuilder(new TransientApiMetadata()).build(BlobStoreContext.class);
        objects.getBlobStore().createContainerInLocation(null, "vault");
        server = S3Proxy.builder()
                .blobStore(objects.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, KEY.id(), KEY.secret())
                .build();
        server.start();
    }

    @AfterAll
    static void stopS3() throws Exception {
        server.stop();
        objects.close();
    }

    private static S3Store s3(String bucket, String prefix, S3Store.Key key) {
        URI endpoint = URI.create("http://127.0.0.1:" + server.getPort());
        return new S3Store(new S3Store.Place(endpoint, "eu-central-1", bucket, prefix), key);
    }

    private Stream<SegmentStore> stores() {
        return Stream.of(
                new FolderStore(folder.resolve("store")), s3("vault", "", KEY), s3("vault", "house-7/meters/", KEY));
    }

    @Test
    void giveBackWhatWasPutAndNothingElse() {
        byte[] large = new byte[Segment.MAX_BYTES];
        new Random(3).nextBytes(large);
        stores().forEach(store -> {
            assertThat(store.get(NAME, 100)).isEmpty();
            store.put(NAME, Bytes.fromHex("0102"));
            store.put(NAME, Bytes.fromHex("0102"));
            assertThat(store.get(NAME, 100)).contains(Bytes.fromHex("0102"));
            Name other = Name.segment(Cid.of(Bytes.fromHex("02")));
            assertThat(store.get(other, 100)).isEmpty();
            store.put(other, Bytes.wrap(large));
            assertThat(store.get(other, large.length)).contains(Bytes.wrap(large));

            store.delete(NAME);
            store.delete(NAME);
            assertThat(store.get(NAME, 100)).isEmpty();
            assertThat(store.get(other, large.length)).isPresent();
            store.delete(other);
        });
    }

    @Test
    void whatIsTooLargeIsNotRead() {
        stores().forEach(store -> {
            store.put(NAME, Bytes.wrap(new byte[101]));
            assertThatThrownBy(() -> store.get(NAME, 100))
                    .isInstanceOf(VaultException.class)
                    .hasMessageContaining("not what was put there");
            store.delete(NAME);
        });
    }

    @Test
    void aFoldersFilesAreWholeAndItsOwnersAlone() throws IOException {
        SegmentStore store = new FolderStore(folder.resolve("store"));
        store.put(NAME, Bytes.fromHex("01"));

        Path file = folder.resolve("store").resolve(NAME.toString());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFolderThatCannotBeUsedIsSaid() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new FolderStore(file).put(NAME, Bytes.fromHex("01")))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void aWrongSecretAndAMissingBucketAreSaid() {
        var wrong = new S3Store.Key(KEY.id(), "another secret", Optional.empty());
        assertThatThrownBy(() -> s3("vault", "", wrong).put(NAME, Bytes.fromHex("01")))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("SignatureDoesNotMatch");
        assertThatThrownBy(() -> s3("vault", "", wrong).get(NAME, 10)).hasMessageContaining("SignatureDoesNotMatch");
        assertThatThrownBy(() -> s3("no-such-bucket", "", KEY).get(NAME, 10))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("NoSuchBucket");
        assertThat(wrong).hasToString("S3 key vault-test");
    }

    @Test
    void anEndpointThatIsAwayIsSaid() throws IOException {
        int closed;
        try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        var place = new S3Store.Place(URI.create("http://127.0.0.1:" + closed), "eu-central-1", "vault", "");
        assertThatThrownBy(() -> new S3Store(place, KEY).get(NAME, 10))
                .isInstanceOf(VaultException.class)
                .hasMessageContaining("cannot be reached");
    }

    @Test
    void placesThatCannotBeAreRefused() {
        URI endpoint = URI.create("https://s3.example.com");
        assertThatThrownBy(() -> new S3Store.Place(URI.create("ftp://x"), "r", "vault", ""))
                .isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> new S3Store.Place(endpoint, "r", "../x", "")).isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> new S3Store.Place(endpoint, "r", "vault", "a/../b/"))
                .isInstanceOf(VaultException.class);
        assertThatThrownBy(() -> new S3Store.Place(endpoint, "r", "vault", "a")).isInstanceOf(VaultException.class);
    }
}
