package io.myelin.store.kafka.log;

import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * The log as Axon's side of the store sees it: append a commit, load an aggregate, follow what is valid.
 *
 * <p>Thread-safe. Every offset that a method returns or takes is one of a record of the log.
 */
public interface CommitLog extends AutoCloseable {

    /**
     * Appends the events as one commit and returns once every in-sync replica has them and {@link #events} shows them.
     *
     * @param events in the order to store, at least one
     * @return committed, or why not; a refused commit is not in the log and never will be
     * @throws io.myelin.store.kafka.CommitOutcomeUnknownException if the deadline passed while the commit was in doubt;
     *     it may be in the log or become so, and is not sent again
     * @throws io.myelin.store.kafka.CommitNotStoredException if nothing was stored: an event too large, the queue full, the deadline over
     *     before the commit was sent, the store closed or stopped by a failure
     */
    AppendResult append(List<NewEvent> events);

    /**
     * Returns the events of one aggregate from a sequence number on, in order, as one consistent view.
     *
     * @param aggregateId whose events
     * @param firstSequenceNumber the least sequence number to return
     * @return empty for an unknown aggregate; must be closed by nobody, since it holds no resource
     */
    List<LoggedEvent> events(String aggregateId, long firstSequenceNumber);

    /** Returns the last sequence number of the aggregate, or {@link io.myelin.store.kafka.protocol.LogState#NO_EVENTS}. */
    long lastSequenceNumber(String aggregateId);

    /** Returns the offset below which everything is decided and applied. */
    long position();

    /**
     * Asks the broker for the offset after the log's newest record, be it valid, void or undecided; never less than {@link #position()}.
     */
    long end();

    /** Returns the least offset of a record whose timestamp is at or after {@code time}, or {@link #position()} if none is. */
    long offsetAt(Instant time);

    /**
     * Calls the listener with every valid group from now on, in log order, after it was applied and before its
     * writer's caller is answered. The listener must be quick, must not block and must not throw.
     *
     * @return closes the subscription
     */
    Subscription onValid(Consumer<ValidGroup> listener);

    /**
     * Reads valid events from the log itself, for readers that are behind what memory holds.
     *
     * @param fromOffset the least offset to return
     * @return a reader of its own connection; close it
     */
    ValidReader readFrom(long fromOffset);

    /** Stops taking commits, lets those in flight get their answer, and releases all resources. Idempotent. */
    @Override
    void close();

    /** Reads valid events in log order. Not thread-safe. */
    interface ValidReader extends AutoCloseable {

        /**
         * Returns the next valid events below {@link CommitLog#position()}, at most {@code eventsMax}.
         *
         * @param eventsMax at least 1
         * @param wait how long to wait for the broker while {@link #position()} is less than {@link CommitLog#position()};
         *     a reader that has read all returns at once
         * @return empty if there are none, or none came in time: {@link #position()} tells
         * @throws InterruptedException if the thread was interrupted while it waited; nothing was skipped
         */
        List<LogRecord.Event> poll(int eventsMax, Duration wait) throws InterruptedException;

        /** Returns the offset below which every valid event was returned. */
        long position();

        @Override
        void close();
    }

    /** Ends with {@link #close()}, which is idempotent. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
