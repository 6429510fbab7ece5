// SPDX-License-Identifier: Apache-2.0
package network.banyan.node.cli;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import network.banyan.node.UserError;

/** X.509 certificates in files, PEM or DER. */
public final class Certificates {
    private static final int BYTES_MAX = 256 * 1024;

    private Certificates() {}

    /**
     * Those of all files, in their order.
     *
     * @throws UserError if a file cannot be read, or holds none
     */
    public static List<X509Certificate> read(List<Path> files) {
        List<X509Certificate> all = new ArrayList<>();
        for (Path file : files) {
            try {
                int before = all.size();
                var in = new ByteArrayInputStream(GivenFile.read(file, "file of certificates", BYTES_MAX));
                CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                        .map(X509Certificate.class::cast)
                        .forEach(all::add);
                if (all.size() == before) {
                    throw new UserError(file + " holds no certificate.");
                }
            } catch (CertificateException malformed) {
                throw new UserError("%s holds no X.509 certificate in PEM or DER.".formatted(file), malformed);
            }
        }
        return all;
    }
}
