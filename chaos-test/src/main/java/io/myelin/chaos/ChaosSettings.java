package io.myelin.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What one run is to be.
 *
 * @param seed of faults and of what writers do
 * @param duration of the faults; start and verdict come on top
 * @param writers processes
 * @param load that each writer makes
 * @param directory for the brokers' data, indexes, histories and logs; what is in it is deleted
 * @param patience how long writers may take to begin, and to finish after the faults have ended
 * @param writerClassPath goes before the own class path in writers' processes; empty but where a broken store is tried
 */
record ChaosSettings(
        long seed,
        Duration duration,
        int writers,
        Load load,
        Path directory,
        Duration patience,
        List<Path> writerClassPath) {

    static final int BROKERS = 3;

    /** Callers get their answers and the log is read to its end within half of this, each. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int WRITERS_MAX = 9;

    private static final Duration DURATION_MAX = Duration.ofDays(7);

    ChaosSettings {
        writerClassPath = List.copyOf(writerClassPath);
        if (writers < 1 || writers > WRITERS_MAX) {
            throw new IllegalArgumentException("writers=%d can't be: choose 1 to %d.".formatted(writers, WRITERS_MAX));
        }
        if (duration.isNegative() || duration.isZero() || duration.compareTo(DURATION_MAX) > 0) {
            throw new IllegalArgumentException(
                    "The duration must be positive and at most %s, was %s.".formatted(DURATION_MAX, duration));
        }
    }

    /**
     * What one writer does.
     *
     * @param callers that append at once
     * @param aggregates that all writers share
     * @param pauseMsMax the longest that a caller rests between two appends
     */
    record Load(int callers, int aggregates, int pauseMsMax) {

        /** A few hundred: so many that most commits meet no other, so few that all have a long stream. */
        private static final int AGGREGATES = 300;

        /** So that some dozens of commits a second come about, and two cores have time for faults. */
        private static final int PAUSE_MS_MAX = 150;

        Load {
            if (callers < 1 || aggregates < 1 || pauseMsMax < 1) {
                throw new IllegalArgumentException("callers=%d, aggregates=%d, pauseMsMax=%d: choose 1 or more of each."
                        .formatted(callers, aggregates, pauseMsMax));
            }
        }

        static Load of(int callers) {
            return new Load(callers, AGGREGATES, PAUSE_MS_MAX);
        }
    }
}
