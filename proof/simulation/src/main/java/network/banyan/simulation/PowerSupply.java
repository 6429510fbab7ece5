// SPDX-License-Identifier: Apache-2.0
package network.banyan.simulation;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/** The power of one node: it fails as the weather will have it, and at the cut point if that is this node's. */
final class PowerSupply implements Power {
    private final Simulation world;
    private final Optional<CutPoint> cutPoint;

    /** Of what the weather does not draw, so that a run is what it was when no record may be torn. */
    private final SplittableRandom strains;

    private boolean atCutPoint;

    PowerSupply(Simulation world, Optional<CutPoint> cutPoint, SplittableRandom strains) {
        this.world = world;
        this.cutPoint = cutPoint;
        this.strains = strains;
    }

    /** Between two sends. */
    boolean fails() {
        return world.chance(world.weather().powerCut());
    }

    @Override
    public boolean failsAt(long write) {
        atCutPoint = cutPoint.filter(point -> point.write() == write).isPresent();
        if (atCutPoint) {
            world.faults().struck(Faults.Kind.EACH_WRITE_CUT);
        }
        return fails() || atCutPoint;
    }

    @Override
    public int survivors(int entries) {
        return atCutPoint
                ? switch (cutPoint.orElseThrow().way()) {
                    case BEFORE -> 0;
                    case WITHIN -> entries / 2;
                    case AFTER -> entries;
                }
                : world.random().nextInt(entries + 1);
    }

    @Override
    public byte[] torn(byte[] bytes) {
        boolean within = atCutPoint && cutPoint.orElseThrow().way() == CutPoint.Way.WITHIN;
        if (!within
                && !(world.strain().torn() > 0
                        && strains.nextInt(1_000) < world.strain().torn())) {
            return new byte[0];
        }
        world.faults().struck(Faults.Kind.TORN_WRITES);
        boolean shorter = strains.nextBoolean();
        byte[] left = Arrays.copyOf(bytes, shorter ? 1 + strains.nextInt(bytes.length - 1) : bytes.length);
        if (!shorter) {
            int from = strains.nextInt(left.length);
            int to = from + 1 + strains.nextInt(left.length - from);
            for (int at = from; at < to; at++) {
                left[at] ^= (byte) (1 + strains.nextInt(255));
            }
        }
        return left;
    }
}
