package io.myelin.retry.parking;

import io.myelin.retry.LineStoppedException;
import io.myelin.retry.parking.SequenceTable.Parked;
import io.myelin.retry.parking.SequenceTable.Range;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.axonframework.eventhandling.EventMessage;

/** Puts events into the tables, within the transaction of whoever asks. */
record ParkingLot(Tables tables, LetterCodec codec, ParkingLimits limits, Clock clock, RandomGenerator random) {

    /** One group's tables. */
    record Tables(
            SequenceTable sequences, LeaseTable leases, LetterTable letters, AttemptTable attempts, AuditTable audit) {
        static Tables of(String group, String node) {
            return new Tables(
                    new SequenceTable(group),
                    new LeaseTable(group),
                    new LetterTable(group),
                    new AttemptTable(group, node),
                    new AuditTable(group));
        }
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Parks a sequence: the event that failed first, its followers behind it. */
    void park(Connection connection, SequenceId id, List<EventMessage<?>> events, FailedAttempt failed) {
        Instant now = now();
        open(connection, id, events, failed, now);
        tables.attempts().first(connection, events.get(0).getIdentifier(), failed, now);
    }

    /** Parks a sequence without a history of its first event. */
    void open(Connection connection, SequenceId id, List<EventMessage<?>> events, FailedAttempt failed, Instant now) {
        checkLetters(id, events.size());
        // Any start will do for a fence but one that an earlier life of this row had; half the range is left to count.
        long fence = random.nextLong(Long.MAX_VALUE / 2);
        tables.sequences().insert(connection, id, new Parked(failed, events.size(), fence), now);
        insert(connection, id, 0, events, now);
    }

    /** Appends followers; answers false if the sequence is not parked any more, and changes nothing then. */
    boolean append(Connection connection, SequenceId id, List<EventMessage<?>> events, Instant now) {
        Optional<Range> range = tables.sequences().extend(connection, id, events.size());
        if (range.isEmpty()) {
            return false;
        }
        checkLetters(id, range.get().letters());
        insert(connection, id, range.get().tail() - events.size() + 1, events, now);
        return true;
    }

    /** Stops the line if so much is parked that the events can't be to blame. */
    void checkSequences(Connection connection, int fresh) {
        long parked = tables.sequences().count(connection);
        if (parked + fresh > limits.sequencesMax()) {
            throw new LineStoppedException(
                    parked + " sequences of group '" + tables.sequences().group() + "' are parked, and " + fresh
                            + " more would exceed the limit of " + limits.sequencesMax()
                            + ". The group stands still until some are handled, redriven or evicted, or the limit is"
                            + " raised: ParkingLimits.",
                    null);
        }
    }

    private void insert(
            Connection connection, SequenceId id, long firstIndex, List<EventMessage<?>> events, Instant now) {
        for (int n = 0; n < events.size(); n++) {
            tables.letters().insert(connection, id, firstIndex + n, codec.encode(events.get(n)), now);
        }
    }

    private void checkLetters(SequenceId id, long letters) {
        if (letters > limits.lettersPerSequenceMax()) {
            throw new LineStoppedException(
                    "Sequence '" + id.value() + "' of group '"
                            + tables.sequences().group() + "' would hold " + letters
                            + " parked events, and the limit is " + limits.lettersPerSequenceMax()
                            + ". The group stands still until the sequence is handled, redriven or evicted, or the limit"
                            + " is raised: ParkingLimits.",
                    null);
        }
    }
}
