// SPDX-License-Identifier: Apache-2.0
package network.banyan.device;

/** The device cannot go on, and a person must do something; the message says what. */
public final class DeviceException extends RuntimeException {
    public DeviceException(String message) {
        super(message);
    }

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
