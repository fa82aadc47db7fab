package io.myelin.handlers;

import io.myelin.handlers.ProjectionStatus.State;
import io.myelin.handlers.health.Facts;
import io.myelin.retry.parking.GroupRetry;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.Segment;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A projection of a running application: its processor, and what can be done to it from outside. */
final class RunningProjection implements GuardedSource.Reader {

    private static final Logger log = LoggerFactory.getLogger(RunningProjection.class);

    /** A batch in work ends first; one that takes longer than this hangs, and a replay must not wait for it. */
    static final Duration STOP_MAX = Duration.ofSeconds(30);

    /** How long a segment waits after a failure that no gate measures: a database that is back is noticed within that. */
    private static final Duration CLAIM_AGAIN = Duration.ofSeconds(5);

    private final String name;
    private final LagProbe lag;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
    private volatile @Nullable Works works;
    private volatile @Nullable String readingProblem;

    RunningProjection(String name, LagProbe lag) {
        this.name = name;
        this.lag = lag;
    }

    /**
     * What makes it run.
     *
     * @param retry keeps and delivers what was put aside
     * @param workers on which batches run, and on which nothing else may take long
     * @param watch looks at it from outside
     * @param applied lets readers wait for it
     */
    record Works(
            ProjectionProcessor processor,
            GroupRetry retry,
            ProjectionThreads workers,
            ProjectionWatch watch,
            Applied applied) {}

    /** Completes it; the works have parts that tell this object about failures. */
    void runBy(Works assembled) {
        works = assembled;
    }

    String name() {
        return name;
    }

    ProjectionProcessor processor() {
        return works().processor();
    }

    @Override
    public boolean holdsBack() {
        return retry().gate().holdsBack();
    }

    @Override
    public void failed(Throwable reading) {
        readingProblem = "events can't be read: " + reading;
    }

    @Override
    public void succeeded() {
        readingProblem = null;
    }

    GroupRetry retry() {
        return works().retry();
    }

    ProjectionWatch watch() {
        return works().watch();
    }

    ProjectionThreads workers() {
        return works().workers();
    }

    Applied applied() {
        return works().applied();
    }

    private Works works() {
        Works assembled = works;
        if (assembled == null) {
            throw new IllegalStateException(
                    "Projection '" + name + "' is not assembled yet. Start the application first.");
        }
        return assembled;
    }

    /** Called when the JVM can't be trusted any more: handles nothing from now on. */
    void stopForGood(Throwable cause) {
        failure.compareAndSet(null, "stopped itself after " + cause);
        log.error(
                "Projection '{}' stops: the JVM failed. Nothing of the batch in work is kept. Restart the process.",
                name,
                cause);
        // Neither is waited for: this is called from within what they wait for.
        var unused = processor().shutdownAsync();
        works().workers().execute(retry().worker()::close);
    }

    /**
     * Called when a segment's batch was rolled back: claims it again when that makes sense. Axon would wait for up to a
     * minute, however short ago the trouble ended.
     */
    void claimAgain(Segment segment) {
        Duration held = works().retry().gate().heldFor();
        Duration wait = held.isZero() ? CLAIM_AGAIN : held;
        try {
            // Nobody waits for it; a claim that fails is tried again by Axon's coordinator.
            var unused = works().workers().schedule(() -> claim(segment), wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("Projection '{}' ends, so segment {} is not claimed again.", name, segment.getSegmentId());
        }
    }

    private void claim(Segment segment) {
        if (processor().isRunning()) {
            var unused = processor().claimSegment(segment.getSegmentId());
        }
    }

    /** Called when a task of the processor ended in a way that it does not survive. */
    void standsStill(Error cause) {
        failure.compareAndSet(null, "stands still after " + cause);
        log.error(
                "Projection '{}' stands still: its processor ended with an error. Nothing is lost; restart the process"
                        + " to go on.",
                name,
                cause);
    }

    synchronized void stop() {
        try {
            processor().shutdownAsync().get(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "Projection '" + name + "' did not stop within " + STOP_MAX.toSeconds()
                            + " s, so a handler hangs in a batch. It stops when that ends; nothing else was changed. Look"
                            + " for the thread projection-" + name + "-worker in a thread dump.",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Projection '" + name + "' could not be stopped: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while projection '" + name + "' was stopping.", e);
        }
    }

    synchronized void start() {
        requireNotFailed();
        processor().start();
    }

    void requireNotFailed() {
        String broken = failure.get();
        if (broken != null) {
            throw new IllegalStateException(
                    "Projection '" + name + "' " + broken + " and can't be started again. Restart the process.");
        }
    }

    ProjectionStatus status() {
        ProjectionProcessor running = processor();
        Collection<EventTrackerStatus> segments = running.processingStatus().values();
        return new ProjectionStatus(
                name,
                state(running),
                problem(segments),
                retry().gate().isDown(),
                segments.size(),
                segments.stream().anyMatch(RunningProjection::isReplaying),
                positionOf(segments),
                lag.head(),
                lag.of(segments));
    }

    Facts.Node node(long stuckThreads) {
        ProjectionProcessor running = processor();
        return new Facts.Node(
                running.isRunning(),
                Optional.ofNullable(failure.get()),
                retry().gate().isDown(),
                problem(running.processingStatus().values()),
                stuckThreads);
    }

    /** Axon goes on to say so until an event comes that had not been handled before. */
    private static boolean isReplaying(EventTrackerStatus segment) {
        return segment.isReplaying()
                && segment.getCurrentPosition().orElse(-1)
                        < segment.getResetPosition().orElse(-1);
    }

    private State state(ProjectionProcessor running) {
        if (failure.get() != null) {
            return State.FAILED;
        }
        return running.isRunning() ? State.RUNNING : State.STOPPED;
    }

    private Optional<String> problem(Collection<EventTrackerStatus> segments) {
        return Optional.ofNullable(failure.get())
                .or(() -> Optional.ofNullable(readingProblem))
                .or(() -> segments.stream()
                        .filter(EventTrackerStatus::isErrorState)
                        .map(status -> String.valueOf(status.getError()))
                        .findFirst());
    }

    private static OptionalLong positionOf(Collection<EventTrackerStatus> segments) {
        return segments.stream()
                .map(EventTrackerStatus::getCurrentPosition)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }
}
