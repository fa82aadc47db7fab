package io.myelin.store.kafka.stream;

import io.myelin.store.kafka.log.CommitLog;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest valid events of a log, in a ring bounded by count and size. Thread-safe.
 *
 * <p>Fed by the log itself, so an event is here before its writer's caller is answered.
 */
public final class RecentEvents implements AutoCloseable {

    /*
     * Invariant: every valid event at or after `coveredFrom` that the log has told of is in the ring. Evicting the
     * oldest one moves `coveredFrom` behind it; a reader before that place reads from the log until it has caught up.
     */

    private static final Logger LOG = LoggerFactory.getLogger(RecentEvents.class);

    private final CommitLog log;
    private final long bytesMax;
    private final LogRecord.@Nullable Event[] ring;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();
    private final CommitLog.Subscription subscription;

    private long oldest;
    private long end;
    private long bytes;
    private long coveredFrom;
    private boolean closed;

    /** Subscribes to the log; what it held before is not in memory. */
    public RecentEvents(CommitLog log, RingLimits limits) {
        this.log = log;
        this.bytesMax = limits.bytesMax();
        this.ring = new LogRecord.Event[limits.eventsMax()];
        this.coveredFrom = Long.MAX_VALUE;
        this.subscription = log.onValid(this::add);
        coverFrom(log.position());
    }

    /** Returns a reader of all valid events at or after an offset, for one thread at a time; close it. */
    public EventCursor cursor(long fromOffset) {
        return new EventCursor(log, this, fromOffset);
    }

    /**
     * Runs the callback on the log's own thread after every group that was added, until the subscription is closed. It must be
     * quick and must not block.
     */
    public CommitLog.Subscription onAvailable(Runnable callback) {
        callbacks.add(callback);
        return () -> callbacks.remove(callback);
    }

    /** Wakes all that wait, for good, and stops listening to the log. Idempotent. */
    @Override
    public void close() {
        subscription.close();
        lock.lock();
        try {
            closed = true;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether nothing more will come. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the next events at or after the offset, and waits for the first if there is none.
     *
     * @return nothing, at once, if events from there on may have left memory; an empty list if none came in time
     */
    Optional<List<LogRecord.Event>> from(long offset, int eventsMax, Duration wait) throws InterruptedException {
        long remainingNanos = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                if (offset < coveredFrom) {
                    return Optional.empty();
                }
                long first = indexOf(offset);
                if (first < end || closed || remainingNanos <= 0) {
                    return Optional.of(copy(first, eventsMax));
                }
                remainingNanos = grown.awaitNanos(remainingNanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(ValidGroup group) {
        lock.lock();
        try {
            coveredFrom = Math.min(coveredFrom, group.base());
            group.records().forEach(this::add);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
        callbacks.forEach(RecentEvents::run);
    }

    private void add(LogRecord.Event event) {
        if (end - oldest == ring.length) {
            evictOldest();
        }
        ring[slot(end++)] = event;
        bytes += heapBytes(event.event());
        while (bytes > bytesMax) {
            evictOldest();
        }
    }

    private void evictOldest() {
        LogRecord.Event evicted = at(oldest);
        ring[slot(oldest++)] = null;
        bytes -= heapBytes(evicted.event());
        coveredFrom = evicted.offset() + 1;
    }

    /** A group that was applied before this came, but is told of after it, lies before {@code position}; it lowers the place. */
    private void coverFrom(long position) {
        lock.lock();
        try {
            coveredFrom = Math.min(coveredFrom, position);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the ring index of the first event at or after the offset, or {@code end}. */
    private long indexOf(long offset) {
        long low = oldest;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (at(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<LogRecord.Event> copy(long first, int eventsMax) {
        int count = (int) Math.min(eventsMax, end - first);
        List<LogRecord.Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(at(first + i));
        }
        return events;
    }

    private LogRecord.Event at(long index) {
        LogRecord.Event event = ring[slot(index)];
        if (event == null) {
            throw new IllegalStateException("Slot %d of the ring is empty between %d and %d: a bug in this class."
                    .formatted(index, oldest, end));
        }
        return event;
    }

    private int slot(long index) {
        return (int) (index % ring.length);
    }

    private static int heapBytes(LoggedEvent event) {
        return event.payload().length + event.metaData().length + RingLimits.EVENT_OVERHEAD_BYTES;
    }

    private static void run(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            LOG.warn(
                    "A stream's callback failed; the stream goes on, and its next callback comes with the next event.",
                    e);
        }
    }
}
