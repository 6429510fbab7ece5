// SPDX-License-Identifier: Apache-2.0
package network.banyan.acceptance.survival;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Consecutive ports of loopback that nobody had a moment ago. */
final class FreePorts {
    private static final int TRIES = 200;

    private FreePorts() {}

    /** The first of them. */
    static int row(int count) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int first = FreePort.any();
            if (first + count < 65_536 && areFree(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " consecutive ports are free");
    }

    private static boolean areFree(int first, int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int port = first; port < first + count; port++) {
                held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
            return true;
        } catch (IOException taken) {
            return false;
        } finally {
            held.forEach(FreePorts::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException harmless) {
            // It was only held to be sure that it was free.
        }
    }
}
