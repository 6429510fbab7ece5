// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm;

import java.util.Arrays;
import network.banyan.primitives.Address;
import network.banyan.primitives.Bytes;

/** What a tracer may see of a frame. */
record FrameInside(Frame frame) implements Tracer.Inside {
    @Override
    public Address self() {
        return frame.self;
    }

    @Override
    public Bytes memory(long offset, int size) {
        byte[] copy = new byte[size];
        if (offset >= 0 && offset < frame.memorySize) {
            int there = (int) Math.min(size, frame.memorySize - offset);
            System.arraycopy(frame.memory, (int) offset, copy, 0, there);
        }
        return Bytes.wrap(copy);
    }

    @Override
    public Bytes returnData() {
        return Bytes.wrap(Arrays.copyOf(frame.returnData, frame.returnData.length));
    }
}
