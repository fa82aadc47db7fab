package io.myelin.store.kafka.log;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a node writes and follows its log.
 *
 * @param commitDeadline how long a caller waits for the outcome of its commit; positive
 * @param queuedCommitsMax commits that may wait for their turn; more are refused at once
 * @param groupBytesMax what is sent in one broker batch; below the topic's {@code max.message.bytes}
 * @param readOnly whether the node only follows: it refuses commits, and needs no right to write
 */
public record LogSettings(Duration commitDeadline, int queuedCommitsMax, int groupBytesMax, boolean readOnly) {

    /** Twice a broker's usual failover of some seconds, and within the half minute after which people give up. */
    public static final Duration COMMIT_DEADLINE = Duration.ofSeconds(20);

    /** Ten times the callers of a large node; at 1 KiB a commit they take 10 MB. */
    public static final int QUEUED_COMMITS_MAX = 10_000;

    /** Below a broker's default of 1,048,588 for a batch, with room for its header. */
    public static final int GROUP_BYTES_MAX = 1_000_000;

    /** Checks the limits. */
    public LogSettings {
        requireNonNull(commitDeadline, "commitDeadline");
        if (commitDeadline.isNegative() || commitDeadline.isZero()) {
            throw new IllegalArgumentException("commitDeadline must be positive, was " + commitDeadline + ".");
        }
        if (queuedCommitsMax < 1) {
            throw new IllegalArgumentException("queuedCommitsMax must be at least 1, was " + queuedCommitsMax + ".");
        }
        if (groupBytesMax < 1_024) {
            throw new IllegalArgumentException("groupBytesMax must be at least 1024, was " + groupBytesMax + ".");
        }
    }

    /** Settings of a node that appends. */
    public LogSettings(Duration commitDeadline, int queuedCommitsMax, int groupBytesMax) {
        this(commitDeadline, queuedCommitsMax, groupBytesMax, false);
    }

    /** Returns the defaults, which the constants explain. */
    public static LogSettings defaults() {
        return new LogSettings(COMMIT_DEADLINE, QUEUED_COMMITS_MAX, GROUP_BYTES_MAX, false);
    }
}
