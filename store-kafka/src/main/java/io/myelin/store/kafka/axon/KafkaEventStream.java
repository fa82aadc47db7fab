package io.myelin.store.kafka.axon;

import io.myelin.store.kafka.log.CommitLog;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.stream.EventCursor;
import io.myelin.store.kafka.stream.RecentEvents;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a log from one place on, without end. Read by one thread at a time; any thread may close it.
 *
 * <p>Messages are not skipped by payload type ({@code skipMessagesWithPayloadTypeOf} does nothing): looking at a type costs
 * little here, and a reader that never sees the events it ignores never moves its token, so it would always seem behind.
 */
final class KafkaEventStream implements TrackingEventStream {

    /** Events taken from the log at once; some hundred kilobytes at usual sizes. */
    private static final int BATCH_MAX = 256;

    /** How often a reader that waits without limit looks whether the stream was closed by a thread that could not wake it. */
    private static final Duration LOOK_UP = Duration.ofSeconds(1);

    private final RecentEvents recent;
    private final EventCursor cursor;
    private final Function<List<LogRecord.Event>, Iterator<TrackedEventMessage<?>>> messages;
    private final ReentrantLock reading = new ReentrantLock();

    private Iterator<TrackedEventMessage<?>> batch = Collections.emptyIterator();
    private @Nullable TrackedEventMessage<?> peeked;
    private volatile CommitLog.@Nullable Subscription callback;
    private volatile boolean closed;

    KafkaEventStream(
            RecentEvents recent,
            EventCursor cursor,
            Function<List<LogRecord.Event>, Iterator<TrackedEventMessage<?>>> messages) {
        this.recent = recent;
        this.cursor = cursor;
        this.messages = messages;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        return hasNextAvailable() ? Optional.ofNullable(peeked) : Optional.empty();
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        return peeked != null || read(Duration.of(timeout, unit.toChronoUnit())) != null;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the stream is closed, now or while the call waits
     */
    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (true) {
            TrackedEventMessage<?> next = peeked == null ? read(LOOK_UP) : peeked;
            if (next != null) {
                peeked = null;
                return next;
            }
            if (closed || recent.isClosed()) {
                throw new IllegalStateException("This event stream is closed, so no event will come. Open a new one"
                        + " with the token of the event handled last.");
            }
        }
    }

    @Override
    public boolean setOnAvailableCallback(Runnable onAvailable) {
        forgetCallback();
        callback = recent.onAvailable(onAvailable);
        if (closed) {
            forgetCallback();
        } else if (cursor.isBehind()) {
            onAvailable.run();
        }
        return true;
    }

    @Override
    public void close() {
        closed = true;
        forgetCallback();
        // A reader that is busy closes the cursor itself when it is done: the connection below is for one thread at a
        // time.
        if (reading.tryLock()) {
            try {
                cursor.close();
            } finally {
                reading.unlock();
            }
        }
    }

    private void forgetCallback() {
        CommitLog.Subscription current = callback;
        if (current != null) {
            current.close();
        }
    }

    private @Nullable TrackedEventMessage<?> read(Duration wait) throws InterruptedException {
        reading.lockInterruptibly();
        try {
            while (!closed) {
                if (batch.hasNext()) {
                    peeked = batch.next();
                    return peeked;
                }
                List<LogRecord.Event> events = cursor.next(BATCH_MAX, wait);
                if (events.isEmpty()) {
                    return null;
                }
                batch = messages.apply(events);
            }
            return null;
        } finally {
            if (closed) {
                cursor.close();
            }
            reading.unlock();
        }
    }
}
