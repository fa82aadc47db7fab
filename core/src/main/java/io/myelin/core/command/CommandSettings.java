package io.myelin.core.command;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The limits within which commands are handled.
 *
 * @param threads commands handled at once, 1 to 10,000; each waits for its own commit, so this is also how many
 *     commits are under way
 * @param queueMax commands that wait for a thread, from 0; one more is refused
 * @param retry what happens when a command met another writer
 * @param stopTimeout how long the application, when it stops, waits for commands that it has taken
 */
public record CommandSettings(int threads, int queueMax, ConflictRetry retry, Duration stopTimeout) {

    /**
     * Threads by default. They wait for the log most of the time, and a writer is fastest with some 256 commits
     * under way; twice that leaves room for those that wait for an aggregate or read one. A waiting thread costs
     * about 100 KB.
     */
    public static final int THREADS_DEFAULT = 512;

    /** Commands that wait by default: eight for each thread, some tens of milliseconds at a few milliseconds each. */
    public static final int QUEUE_MAX_DEFAULT = 8 * THREADS_DEFAULT;

    /** Longer than any commit takes, and shorter than the 30 seconds after which orchestrators kill a process. */
    public static final Duration STOP_TIMEOUT_DEFAULT = Duration.ofSeconds(20);

    /** Threads that an operating system gives one process without being asked. */
    private static final int THREADS_MAX = 10_000;

    /** Checks the limits. */
    public CommandSettings {
        requireNonNull(retry, "retry");
        if (threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException("threads must be 1 to " + THREADS_MAX + ", was " + threads + ".");
        }
        if (queueMax < 0) {
            throw new IllegalArgumentException("queueMax must be 0 (nobody waits) or more, was " + queueMax + ".");
        }
        if (stopTimeout.isNegative()) {
            throw new IllegalArgumentException("stopTimeout must not be negative, was " + stopTimeout + ".");
        }
    }

    /** Returns the defaults, which suit an application whose commands mostly wait for the log. */
    public static CommandSettings defaults() {
        return new CommandSettings(THREADS_DEFAULT, QUEUE_MAX_DEFAULT, ConflictRetry.defaults(), STOP_TIMEOUT_DEFAULT);
    }

    /** Returns these settings with another number of threads. */
    public CommandSettings threads(int threads) {
        return new CommandSettings(threads, queueMax, retry, stopTimeout);
    }

    /** Returns these settings with another length of the queue. */
    public CommandSettings queueMax(int queueMax) {
        return new CommandSettings(threads, queueMax, retry, stopTimeout);
    }

    /** Returns these settings with another way to repeat commands. */
    public CommandSettings retry(ConflictRetry retry) {
        return new CommandSettings(threads, queueMax, retry, stopTimeout);
    }

    /** Returns these settings with another time to wait at the end. */
    public CommandSettings stopTimeout(Duration stopTimeout) {
        return new CommandSettings(threads, queueMax, retry, stopTimeout);
    }
}
