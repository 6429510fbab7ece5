// SPDX-License-Identifier: Apache-2.0
package network.banyan.crypto;

import java.util.Optional;
import network.banyan.primitives.Bytes;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;

/** Points as SEC 1, section 2.3.4, compresses them: the parity of y, then x. */
final class EcPoints {
    private EcPoints() {}

    static Optional<ECPoint> decompress(ECCurve curve, Bytes bytes) {
        if (bytes.size() != 1 + (curve.getFieldSize() + 7) / 8 || (bytes.at(0) != 2 && bytes.at(0) != 3)) {
            return Optional.empty();
        }
        try {
            return Optional.of(curve.decodePoint(bytes.toArray()).normalize());
        } catch (IllegalArgumentException | ArithmeticException noPoint) {
            return Optional.empty();
        }
    }
}
