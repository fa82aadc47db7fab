package io.myelin.handlers;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream of events that fails with exceptions only, and that has none while something that all of them need is down.
 *
 * <p>Axon's coordinator backs off on an exception, and stands still for ever on an {@link Error}. Without events it keeps its
 * claims and looks again within a second.
 */
final class GuardedSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private static final Logger log = LoggerFactory.getLogger(GuardedSource.class);

    /** What is told about reading, and asked before. */
    interface Reader {
        /** Returns whether events should wait for now. */
        boolean holdsBack();

        /** Events can't be read; it is tried again. */
        void failed(Throwable failure);

        /** An event was read. */
        void succeeded();
    }

    private final StreamableMessageSource<TrackedEventMessage<?>> source;
    private final String projection;
    private final Reader reader;

    GuardedSource(StreamableMessageSource<TrackedEventMessage<?>> source, String projection, Reader reader) {
        this.source = source;
        this.projection = projection;
        this.reader = reader;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        try {
            return new GuardedStream(source.openStream(token));
        } catch (RuntimeException | Error e) {
            throw failed(e);
        }
    }

    @Override
    public TrackingToken createTailToken() {
        return source.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return source.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant time) {
        return source.createTokenAt(time);
    }

    @Override
    public TrackingToken createTokenSince(Duration duration) {
        return source.createTokenSince(duration);
    }

    private RuntimeException failed(Throwable failure) {
        reader.failed(failure);
        return failure instanceof RuntimeException exception
                ? exception
                : new IllegalStateException(
                        "Reading events for projection '" + projection + "' failed with " + failure
                                + "; it tries again.",
                        failure);
    }

    /** One open stream. */
    private final class GuardedStream implements BlockingStream<TrackedEventMessage<?>> {

        private final BlockingStream<TrackedEventMessage<?>> stream;

        GuardedStream(BlockingStream<TrackedEventMessage<?>> stream) {
            this.stream = stream;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            try {
                return reader.holdsBack() ? Optional.empty() : stream.peek();
            } catch (RuntimeException | Error e) {
                throw failed(e);
            }
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            try {
                return !reader.holdsBack() && stream.hasNextAvailable(timeout, unit);
            } catch (RuntimeException | Error e) {
                throw failed(e);
            }
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            try {
                TrackedEventMessage<?> event = stream.nextAvailable();
                reader.succeeded();
                return event;
            } catch (RuntimeException | Error e) {
                throw failed(e);
            }
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            boolean supported = stream.setOnAvailableCallback(callback);
            if (!supported) {
                log.warn(
                        "The event store's stream does not tell when events arrive, so projection '{}' looks every 500 ms."
                                + " Use a store whose stream calls back to have them within milliseconds.",
                        projection);
            }
            return supported;
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            stream.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
