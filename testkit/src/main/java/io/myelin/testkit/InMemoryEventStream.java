package io.myelin.testkit;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/** Goes over events in memory and waits at the end for more. */
final class InMemoryEventStream implements BlockingStream<TrackedEventMessage<?>> {

    private final Iterator<? extends TrackedEventMessage<?>> events;
    private final Consumer<InMemoryEventStream> onClose;
    private @Nullable TrackedEventMessage<?> next;
    private @Nullable Runnable onAvailable;

    /**
     * @param events may find more after it had none
     */
    InMemoryEventStream(Iterator<? extends TrackedEventMessage<?>> events, Consumer<InMemoryEventStream> onClose) {
        this.events = events;
        this.onClose = onClose;
    }

    void eventsWereCommitted() {
        Runnable callback;
        synchronized (this) {
            notifyAll();
            callback = onAvailable;
        }
        if (callback != null) {
            callback.run();
        }
    }

    @Override
    public synchronized Optional<TrackedEventMessage<?>> peek() {
        if (next == null && events.hasNext()) {
            next = events.next();
        }
        return Optional.ofNullable(next);
    }

    @Override
    public synchronized boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (peek().isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    @Override
    public synchronized TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (peek().isEmpty()) {
            wait();
        }
        TrackedEventMessage<?> event = peek().orElseThrow();
        next = null;
        return event;
    }

    @Override
    public boolean setOnAvailableCallback(Runnable callback) {
        synchronized (this) {
            onAvailable = callback;
        }
        return true;
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
