package io.myelin.handlers;

import io.myelin.handlers.bluegreen.Follower;
import io.myelin.handlers.replay.ReplayStart;
import io.myelin.handlers.replay.Replayable;
import io.myelin.retry.parking.Act;
import io.myelin.retry.parking.ParkedSequence;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.TrackerStatus;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A projection of a running application, as replays and switches between versions see it. */
record ReplayedProjection(Projection projection, RunningProjection running) implements Replayable, Follower {

    private static final Act DROPPED = new Act("application", "This version of the projection is dropped.");

    private static final Logger log = LoggerFactory.getLogger(ReplayedProjection.class);

    @Override
    public String name() {
        return projection.name();
    }

    @Override
    public boolean canBeEmptied() {
        return projection.isResettable();
    }

    @Override
    public boolean canBeEmptiedFrom() {
        return projection.isResettableFrom();
    }

    @Override
    public boolean hasParked() {
        return Arrays.stream(ParkedSequence.State.values())
                .anyMatch(state ->
                        !running.retry().parkedSequences().list(state, null, 1).isEmpty());
    }

    @Override
    public void requireNotFailed() {
        running.requireNotFailed();
    }

    @Override
    public void stop() {
        running.stop();
    }

    @Override
    public void start() {
        running.start();
    }

    @Override
    @SuppressWarnings(
            "NullAway") // Axon says that the token must not be null, and takes null for the start of the stream.
    public void reset(@Nullable TrackingToken token, ReplayStart start) {
        running.processor().resetTokens(token, start);
    }

    @Override
    public Collection<? extends @Nullable TrackingToken> tokensHere() {
        return running.processor().processingStatus().values().stream()
                .map(ReplayedProjection::wholeToken)
                .toList();
    }

    @Override
    public Map<Integer, TrackingToken> segmentsHere() {
        Map<Integer, TrackingToken> tokens = new HashMap<>();
        running.processor().processingStatus().forEach((segment, status) -> {
            TrackingToken token = wholeToken(status);
            if (token != null) {
                tokens.put(segment, token);
            }
        });
        return tokens;
    }

    @Override
    public void dropParked() {
        running.retry().redrive().reset(DROPPED);
    }

    /** The status shows the token without what says that it is one of a replay. */
    private static @Nullable TrackingToken wholeToken(EventTrackerStatus status) {
        return status instanceof TrackerStatus whole ? whole.getInternalTrackingToken() : status.getTrackingToken();
    }

    @Override
    public void later(Duration delay, Runnable task) {
        try {
            var unused = running.workers().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("Projection '{}' ends, so its replay is not watched any more.", name());
        }
    }
}
