package io.myelin.store.kafka.protocol;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** How the writers of a schedule let each other go first: nothing may rest on it, so none of it is what it should be. */
enum SimulatedHoldBack {
    NONE {
        @Override
        LongSupplier of(long writer, LogReplica replica, SplittableRandom random) {
            return () -> 0;
        }
    },

    /** At any moment, for no reason. */
    RANDOM {
        @Override
        LongSupplier of(long writer, LogReplica replica, SplittableRandom random) {
            return () -> random.nextInt(2);
        }
    },

    /** As it is done, but by a clock that jumps and has nothing to do with the others'. */
    TURNS {
        @Override
        LongSupplier of(long writer, LogReplica replica, SplittableRandom random) {
            Turns turns = new Turns(writer, new Random(writer));
            LongSupplier clock = new LongSupplier() {
                private long nanos;

                @Override
                public long getAsLong() {
                    nanos += random.nextLong(Turns.PATIENCE_NANOS_MAX);
                    return nanos;
                }
            };
            replica.onValid(group -> turns.valid(group, clock.getAsLong()));
            replica.onSkipped(record -> turns.skipped(record, clock.getAsLong()));
            return () -> {
                if (replica.position() < replica.end() && random.nextInt(4) == 0) {
                    turns.undecided(clock.getAsLong());
                }
                return turns.holdBackNanos(clock.getAsLong());
            };
        }
    };

    /** Says how long a writer of this name holds back before each group. */
    abstract LongSupplier of(long writer, LogReplica replica, SplittableRandom random);

    static SimulatedHoldBack any(SplittableRandom random) {
        return values()[random.nextInt(values().length)];
    }
}
