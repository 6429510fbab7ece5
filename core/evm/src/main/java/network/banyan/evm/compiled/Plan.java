// SPDX-License-Identifier: Apache-2.0
package network.banyan.evm.compiled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which block goes into which method, and under which number it is known there. */
final class Plan {
    /** A block's id is its chunk's number shifted by this, and its place in the chunk. */
    static final int CHUNK_SHIFT = 16;

    private final byte[] code;
    private final int size;
    private final Style style;
    private final List<Block> blocks;
    private final int[] ids;
    private final int[] indices;
    private final List<Integer> firsts = new ArrayList<>();

    Plan(byte[] code, int size, Style style, int weightMax) {
        this.code = code;
        this.size = size;
        this.style = style;
        this.blocks = Blocks.of(code, size, style.countsLeadingZeros());
        this.ids = new int[blocks.size()];
        this.indices = new int[code.length + 1];
        Arrays.fill(indices, -1);
        int weight = weightMax;
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            if (weight + block.weight() > weightMax) {
                firsts.add(i);
                weight = 0;
            }
            weight += block.weight();
            ids[i] = ((firsts.size() - 1) << CHUNK_SHIFT) | (i - firsts.getLast());
            indices[block.start()] = i;
        }
    }

    /** What all blocks weigh. */
    long weight() {
        return blocks.stream().mapToLong(Block::weight).sum();
    }

    byte[] code() {
        return code;
    }

    int size() {
        return size;
    }

    boolean countsLeadingZeros() {
        return style.countsLeadingZeros();
    }

    boolean leavesAfterEveryBlock() {
        return style.leavesAfterEveryBlock();
    }

    int chunks() {
        return firsts.size();
    }

    int first(int chunk) {
        return firsts.get(chunk);
    }

    int end(int chunk) {
        return chunk + 1 < firsts.size() ? firsts.get(chunk + 1) : blocks.size();
    }

    Block block(int index) {
        return blocks.get(index);
    }

    int id(int index) {
        return ids[index];
    }

    /** The block that begins at a position, which must be one's. */
    int indexAt(int position) {
        return indices[position];
    }

    /** Whether JUMP may land there. */
    boolean isTarget(int position) {
        return position >= 0
                && position < size
                && indices[position] >= 0
                && block(indices[position]).target();
    }

    /** Whether the block may be reached otherwise than by a jump inside its method. */
    boolean isEntered(int index) {
        Block block = block(index);
        return leavesAfterEveryBlock()
                || block.target()
                || block.resumed()
                || index == first(ids[index] >>> CHUNK_SHIFT);
    }

    /** For every position the id of the block there that is {@link #isEntered entered}, or -1. */
    int[] entries() {
        return table(false);
    }

    /** For every position the id of the block there if JUMP may land on it, or -1. */
    int[] targets() {
        return table(true);
    }

    private int[] table(boolean onlyTargets) {
        int[] table = new int[code.length];
        Arrays.fill(table, -1);
        for (int i = 0; i < blocks.size(); i++) {
            if (onlyTargets ? block(i).target() : isEntered(i)) {
                table[block(i).start()] = ids[i];
            }
        }
        return table;
    }
}
