package io.myelin.handlers;

import static java.util.Objects.requireNonNull;

import io.myelin.handlers.deadline.DeadlineSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.async.SequencingPolicy;
import org.axonframework.eventhandling.async.SequentialPerAggregatePolicy;

/**
 * How one projection runs.
 *
 * @param batchSize events per transaction, 1 to {@value #BATCH_MAX}
 * @param batchTime after which a transaction takes no further event, however many would be there, 1 ms to 10 s; slow handlers
 *     get smaller batches by it
 * @param segments parts of the stream handled side by side, each by a thread of its own, 1 to {@value #SEGMENTS_MAX}; counts
 *     when the projection runs for the first time
 * @param startAt where it begins when it runs for the first time
 * @param sequencing which events must be handled in order; those for which it gives the same identifier are
 * @param reset how a replay empties what was written, besides the handlers' {@code @ResetHandler} methods
 * @param migrations where Flyway finds the scripts of the projection's own tables
 * @param failures what becomes of events whose handlers fail
 * @param handlerTimeout how long all handlers of an event together may take
 */
public record ProjectionOptions(
        int batchSize,
        Duration batchTime,
        int segments,
        StartAt startAt,
        SequencingPolicy<? super EventMessage<?>> sequencing,
        Optional<ResetAction> reset,
        Optional<String> migrations,
        FailureOptions failures,
        Duration handlerTimeout) {

    /** A transaction of so many events takes about a second; longer ones hold their locks for too long. */
    public static final int BATCH_MAX = 5_000;

    /** Each is a thread and a connection; more than a pool gives would only wait for each other. */
    public static final int SEGMENTS_MAX = 64;

    /** The commit and the token cost about as much as 50 events; with 256 they no longer count. */
    private static final int BATCH_DEFAULT = 256;

    /** Long enough that the commit's cost is lost in it, and short enough for others who want the same rows. */
    private static final Duration BATCH_TIME_DEFAULT = Duration.ofMillis(100);

    /** The default claim timeout: a transaction that is longer holds its locks for too long in any case. */
    private static final Duration BATCH_TIME_MAX = Duration.ofSeconds(10);

    /** Checks the limits. */
    public ProjectionOptions {
        checkRange("batchSize", batchSize, BATCH_MAX);
        if (batchTime.compareTo(Duration.ofMillis(1)) < 0 || batchTime.compareTo(BATCH_TIME_MAX) > 0) {
            throw new IllegalArgumentException(
                    "batchTime must lie between 1 ms and " + BATCH_TIME_MAX.toSeconds() + " s, was " + batchTime + ".");
        }
        checkRange("segments", segments, SEGMENTS_MAX);
        requireNonNull(startAt, "startAt");
        requireNonNull(sequencing, "sequencing");
        requireNonNull(reset, "reset");
        requireNonNull(migrations, "migrations");
        requireNonNull(failures, "failures");
        requireNonNull(handlerTimeout, "handlerTimeout");
    }

    static ProjectionOptions defaults() {
        return new ProjectionOptions(
                BATCH_DEFAULT,
                BATCH_TIME_DEFAULT,
                1,
                StartAt.BEGINNING,
                SequentialPerAggregatePolicy.instance(),
                Optional.empty(),
                Optional.empty(),
                FailureOptions.defaults(),
                DeadlineSettings.HANDLER_DEFAULT);
    }

    /** Puts up to so many events into one transaction; a smaller one waits for nothing. */
    public ProjectionOptions batchSize(int events) {
        return new ProjectionOptions(
                events, batchTime, segments, startAt, sequencing, reset, migrations, failures, handlerTimeout);
    }

    /**
     * Ends a transaction after {@code time} at the latest, once the event in work is done; 100 ms by default.
     *
     * <p>Events that there is no time for come into the next transaction at once: fast handlers get large batches, slow ones
     * small ones.
     */
    public ProjectionOptions batchTime(Duration time) {
        return new ProjectionOptions(
                batchSize, time, segments, startAt, sequencing, reset, migrations, failures, handlerTimeout);
    }

    /** Handles so many parts of the stream side by side. */
    public ProjectionOptions segments(int count) {
        return new ProjectionOptions(
                batchSize, batchTime, count, startAt, sequencing, reset, migrations, failures, handlerTimeout);
    }

    /** Begins, if it has never run, at the next event; all that have happened before are left out for good. */
    public ProjectionOptions startAtNow() {
        return new ProjectionOptions(
                batchSize, batchTime, segments, StartAt.NOW, sequencing, reset, migrations, failures, handlerTimeout);
    }

    /**
     * Keeps the order among the events for which {@code policy} gives the same identifier; by default among those of one
     * aggregate.
     *
     * @param policy gives text, a number, a {@code UUID} or an enum constant, or null for an event without order
     */
    public ProjectionOptions sequencing(SequencingPolicy<? super EventMessage<?>> policy) {
        return new ProjectionOptions(
                batchSize, batchTime, segments, startAt, policy, reset, migrations, failures, handlerTimeout);
    }

    /** Empties what the projection has written by {@code action} when it is replayed. */
    public ProjectionOptions resetBy(ResetAction action) {
        return new ProjectionOptions(
                batchSize,
                batchTime,
                segments,
                startAt,
                sequencing,
                Optional.of(action),
                migrations,
                failures,
                handlerTimeout);
    }

    /** Lets it be replayed from the middle as well: {@code action} is told where. */
    public ProjectionOptions resetBy(PartialReset action) {
        return resetBy((ResetAction) action);
    }

    /**
     * Creates and changes the projection's own tables by Flyway before it starts, with a history of its own.
     *
     * @param location of the scripts, for example {@code classpath:db/orders}, with {@code V1__orders.sql} in it
     */
    public ProjectionOptions migrations(String location) {
        return new ProjectionOptions(
                batchSize,
                batchTime,
                segments,
                startAt,
                sequencing,
                reset,
                Optional.of(location),
                failures,
                handlerTimeout);
    }

    /** Says what becomes of events whose handlers fail, for example {@code failures -> failures.retry(settings)}. */
    public ProjectionOptions failures(UnaryOperator<FailureOptions> change) {
        return new ProjectionOptions(
                batchSize,
                batchTime,
                segments,
                startAt,
                sequencing,
                reset,
                migrations,
                change.apply(failures),
                handlerTimeout);
    }

    /**
     * Ends handlers of one event that take longer than this together, undoes what they wrote and tries the event again later;
     * 5 seconds otherwise. With the commit it must be shorter than {@link Projections#claimTimeout}.
     */
    public ProjectionOptions handlerTimeout(Duration limit) {
        return new ProjectionOptions(
                batchSize, batchTime, segments, startAt, sequencing, reset, migrations, failures, limit);
    }

    private static void checkRange(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " must lie between 1 and " + max + ", was " + value + ".");
        }
    }
}
