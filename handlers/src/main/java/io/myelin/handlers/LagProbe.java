package io.myelin.handlers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures how far a processor is behind the end of its stream, when asked. */
final class LagProbe {

    private static final Logger log = LoggerFactory.getLogger(LagProbe.class);

    /** An event that is known to be there is on the local disk; who scrapes must not wait longer for its time. */
    private static final int PEEK_MS = 100;

    /** Before the first event; positions count from 0. */
    private static final long NOWHERE = -1;

    private final StreamableMessageSource<TrackedEventMessage<?>> source;
    private final Clock clock;

    LagProbe(StreamableMessageSource<TrackedEventMessage<?>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Returns where the stream ends; empty if it has no events, or can't be asked. */
    OptionalLong head() {
        try {
            return position(source.createHeadToken());
        } catch (RuntimeException e) {
            log.debug("The event store can't be asked for its end.", e);
            return OptionalLong.empty();
        }
    }

    /** Returns the lag of the segment that is furthest behind; empty if this node has none, or events can't be read. */
    Optional<Lag> of(Collection<EventTrackerStatus> segments) {
        try {
            return segments.stream()
                    .min(Comparator.comparingLong(status -> positionOf(status.getTrackingToken())))
                    .map(slowest -> behind(slowest.getTrackingToken()));
        } catch (RuntimeException e) {
            // The projection meets the same failure, and says so; a scrape or a status must not fail of it.
            log.debug("The event store can't be asked what is still to be read.", e);
            return Optional.empty();
        }
    }

    /** Returns how many events follow the token, whose ever they are; empty if the event store can't be asked. */
    OptionalLong unread(@Nullable TrackingToken reached) {
        try {
            long behind = positionOf(source.createHeadToken()) - Math.max(positionOf(reached), beforeFirst());
            return OptionalLong.of(Math.max(0, behind));
        } catch (RuntimeException e) {
            log.debug("The event store can't be asked what is still to be read.", e);
            return OptionalLong.empty();
        }
    }

    /** Returns when the first event after the token happened; empty if there is none, or none can be read. */
    Optional<Instant> timeAfter(@Nullable TrackingToken reached) {
        TrackingToken from = reached == null ? null : WrappedToken.unwrapLowerBound(reached);
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(from)) {
            return stream.hasNextAvailable(PEEK_MS, TimeUnit.MILLISECONDS)
                    ? Optional.of(stream.nextAvailable().getTimestamp())
                    : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Lag behind(@Nullable TrackingToken reached) {
        long behind = positionOf(source.createHeadToken()) - Math.max(positionOf(reached), beforeFirst());
        return behind <= 0 ? Lag.NONE : new Lag(behind, ageAfter(reached));
    }

    private long beforeFirst() {
        return positionOf(source.createTailToken());
    }

    private Duration ageAfter(@Nullable TrackingToken reached) {
        return timeAfter(reached).map(this::ageOf).orElse(Duration.ZERO);
    }

    /** Returns how long ago that was; zero if it lies ahead, as with another node's clock. */
    Duration ageOf(Instant time) {
        Duration age = Duration.between(time, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static long positionOf(@Nullable TrackingToken token) {
        return position(token).orElse(NOWHERE);
    }

    private static OptionalLong position(@Nullable TrackingToken token) {
        TrackingToken reached = token == null ? null : WrappedToken.unwrapLowerBound(token);
        return reached == null ? OptionalLong.empty() : reached.position();
    }
}
