package io.myelin.handlers;

import io.myelin.handlers.CommitEvents.Wanted;
import io.myelin.handlers.scale.SegmentRow;
import io.myelin.handlers.scale.TokenTable;
import java.util.Collection;
import java.util.List;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * Tells which events a projection has passed: of this node's segments by the processor, which knows at once, of others' by the
 * table of tokens.
 */
final class AppliedPositions {

    /** Between two looks into the table: at first as often as a short wait is worth, later less. */
    private static final long TABLE_MIN_NANOS = 10_000_000;

    private static final long TABLE_MAX_NANOS = 100_000_000;

    private final RunningProjection running;
    private final TokenTable table;

    AppliedPositions(RunningProjection running, TokenTable table) {
        this.running = running;
        this.table = table;
    }

    String projection() {
        return running.name();
    }

    Wait waitFor(List<Wanted> events) {
        return new Wait(events);
    }

    /** Returns which of the events are parked, to be asked when all are passed: who parks an event passes it by the same commit. */
    List<Wanted> parked(List<Wanted> events) {
        return running
                .retry()
                .parkedSequences()
                .parked(events.stream().map(Wanted::eventId).toList())
                .stream()
                .flatMap(parked ->
                        events.stream().filter(event -> event.eventId().equals(parked)))
                .toList();
    }

    /** One waiter's view; used by one thread. */
    final class Wait {
        private List<Wanted> missing;
        private long pauseNanos = TABLE_MIN_NANOS;
        private long tableAgainNanos = System.nanoTime();

        private Wait(List<Wanted> events) {
            missing = events;
        }

        /** Returns the events that are not known to be passed. */
        List<Wanted> missing() {
            Collection<EventTrackerStatus> here =
                    running.processor().processingStatus().values();
            missing = missing.stream().filter(event -> !isPassed(event, here)).toList();
            if (missing.stream().anyMatch(event -> !isHere(event, here)) && System.nanoTime() - tableAgainNanos >= 0) {
                List<SegmentRow> rows = table.read();
                missing = missing.stream()
                        .filter(event -> !isPassedInTable(event, rows))
                        .toList();
                tableAgainNanos = System.nanoTime() + pauseNanos;
                pauseNanos = Math.min(TABLE_MAX_NANOS, pauseNanos + pauseNanos / 2);
            }
            return missing;
        }

        private boolean isHere(Wanted event, Collection<EventTrackerStatus> here) {
            return here.stream().anyMatch(status -> matches(status.getSegment(), event));
        }

        private boolean isPassed(Wanted event, Collection<EventTrackerStatus> here) {
            return here.stream()
                    .anyMatch(status -> matches(status.getSegment(), event) && isAt(status.getTrackingToken(), event));
        }

        private boolean isPassedInTable(Wanted event, List<SegmentRow> rows) {
            int[] ids = rows.stream().mapToInt(SegmentRow::segment).toArray();
            return rows.stream()
                    .anyMatch(row -> matches(Segment.computeSegment(row.segment(), ids.clone()), event)
                            && isAt(row.token().orElse(null), event));
        }

        private boolean matches(Segment segment, Wanted event) {
            return segment.matches(event.sequence().hashCode());
        }

        private boolean isAt(@Nullable TrackingToken reached, Wanted event) {
            return SegmentRow.positionOf(reached).orElse(-1) >= event.position();
        }
    }
}
