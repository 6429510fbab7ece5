// SPDX-License-Identifier: Apache-2.0
package network.banyan.device.tpm;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import network.banyan.crypto.P256;

/** Our keys as the JDK has them. */
final class P256Keys {
    private P256Keys() {}

    static PublicKey publicKey(P256.PublicKey key) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC", "SunEC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        var point = new ECPoint(
                key.x().toUInt256().toBigInteger(), key.y().toUInt256().toBigInteger());
        return KeyFactory.getInstance("EC", "SunEC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }
}
