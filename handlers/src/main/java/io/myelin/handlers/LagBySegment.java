package io.myelin.handlers;

import io.myelin.handlers.scale.SegmentRow;
import io.myelin.handlers.scale.SegmentStatus;
import io.myelin.retry.parking.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * Computes the lag of each segment when asked: from where it has got to, the stream's end and the clock as they are now. A
 * position that can't be read anew makes it grow, never freeze.
 */
final class LagBySegment {

    /** Records that are no events, at the very end of a log; a writer leaves some hundreds of them at most when it ends. */
    private static final long TAIL_WITHOUT_EVENTS_MAX = 1_000;

    private final LagProbe probe;
    private final String nodeId;

    /** When the event happened that a segment reads next; it does not change while the segment's position does not. */
    private final Map<Integer, Next> next = new ConcurrentHashMap<>();

    LagBySegment(LagProbe probe, String nodeId) {
        this.probe = probe;
        this.nodeId = nodeId;
    }

    /**
     * What the database said.
     *
     * @param parked sequences of all segments
     */
    record Reading(Instant at, List<SegmentRow> segments, List<Waiting> parked) {}

    /** @param time empty if nothing can be read although so many records are there */
    private record Next(OptionalLong position, long unread, Optional<Instant> time) {
        boolean holds(OptionalLong position, long unread) {
            return this.position.equals(position) && (time.isPresent() || this.unread == unread);
        }
    }

    List<SegmentStatus> of(Reading reading, Map<Integer, EventTrackerStatus> claimedHere) {
        return reading.segments().stream()
                .map(row -> status(row, reading, claimedHere.get(row.segment())))
                .toList();
    }

    Optional<SegmentStatus> of(int segment, Reading reading, Map<Integer, EventTrackerStatus> claimedHere) {
        return reading.segments().stream()
                .filter(row -> row.segment() == segment)
                .findFirst()
                .map(row -> status(row, reading, claimedHere.get(segment)));
    }

    private SegmentStatus status(SegmentRow row, Reading reading, @Nullable EventTrackerStatus here) {
        boolean mine = row.owner().equals(Optional.of(nodeId));
        TrackingToken reached =
                mine && here != null ? here.getTrackingToken() : row.token().orElse(null);
        List<Waiting> parked = parkedIn(row.segment(), reading);
        OptionalLong unread = probe.unread(reached);
        Optional<Instant> oldest =
                unread.orElse(0) == 0 ? Optional.empty() : nextAfter(row.segment(), reached, unread.getAsLong());
        if (oldest.isEmpty() && unread.isPresent() && unread.getAsLong() <= TAIL_WITHOUT_EVENTS_MAX) {
            unread = OptionalLong.of(0);
        }
        return new SegmentStatus(
                row.segment(),
                row.owner(),
                mine,
                SegmentRow.positionOf(reached),
                unread,
                parked.stream().mapToLong(Waiting::letters).sum(),
                unread.isEmpty() ? Optional.empty() : Optional.of(age(oldest, parked)));
    }

    private Duration age(Optional<Instant> unread, List<Waiting> parked) {
        return Stream.concat(unread.stream(), parked.stream().map(Waiting::eventTime))
                .min(Instant::compareTo)
                .map(probe::ageOf)
                .orElse(Duration.ZERO);
    }

    private Optional<Instant> nextAfter(int segment, @Nullable TrackingToken reached, long unread) {
        OptionalLong position = SegmentRow.positionOf(reached);
        Next known = next.get(segment);
        if (known == null || !known.holds(position, unread)) {
            known = new Next(position, unread, timeAfter(reached));
            next.put(segment, known);
        }
        return known.time();
    }

    private Optional<Instant> timeAfter(@Nullable TrackingToken reached) {
        try {
            return probe.timeAfter(reached);
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /** By the same hash by which a processor shares events among its segments. */
    private static List<Waiting> parkedIn(int segment, Reading reading) {
        Segment share = Segment.computeSegment(
                segment,
                reading.segments().stream().mapToInt(SegmentRow::segment).toArray());
        return reading.parked().stream()
                .filter(waiting -> share.matches(waiting.sequence().hashCode()))
                .toList();
    }
}
