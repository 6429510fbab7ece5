// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

/** What holds a device's private key. Only hardware keeps it from being copied. */
public enum KeyStorage {
    /** A file: whoever reads it is the device. For development. */
    SOFTWARE,
    /** A PKCS#11 token or HSM that does not give its keys out. */
    TOKEN,
    /** A TPM 2.0. */
    TPM;

    public boolean isHardware() {
        return this != SOFTWARE;
    }
}
