package io.myelin.store.kafka.axon;

import static java.util.Objects.requireNonNull;
import static org.axonframework.common.BuilderUtils.assertNonNull;

import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.AbstractEventStore;
import org.axonframework.monitoring.MessageMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Axon's event store on a log: one unit of work is one commit, and streams tell their readers at once. Thread-safe.
 *
 * <p>Events that handlers publish while a unit of work prepares its commit belong to the same commit. Outside a unit of
 * work, what is published by one call is one commit.
 */
public final class KafkaEventStore extends AbstractEventStore {

    private final KafkaEventStorageEngine engine;

    private KafkaEventStore(Builder builder) {
        super(builder);
        this.engine = builder.checkedEngine();
    }

    /** Returns a builder; the storage engine is required. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens a stream of all events after the token.
     *
     * @param token {@code null} for all events; a token that wraps others counts as the one furthest behind
     * @throws ForeignTokenException if the token is not of this log or lies beyond its end
     */
    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken token) {
        OpenLog open = engine.openLog();
        long nextOffset = Tokens.nextOffset(token, open.log());
        return new KafkaEventStream(open.recent(), open.recent().cursor(nextOffset), engine::messages);
    }

    /** Builds an event store in Axon's manner. */
    public static final class Builder extends AbstractEventStore.Builder {

        private @Nullable KafkaEventStorageEngine engine;

        private Builder() {}

        /** Sets the engine to append to and read from. */
        public Builder storageEngine(KafkaEventStorageEngine engine) {
            this.engine = engine;
            super.storageEngine(new CommitPerUnitOfWork(engine));
            return this;
        }

        @Override
        public Builder messageMonitor(MessageMonitor<? super EventMessage<?>> messageMonitor) {
            super.messageMonitor(messageMonitor);
            return this;
        }

        @Override
        public Builder spanFactory(EventBusSpanFactory spanFactory) {
            super.spanFactory(spanFactory);
            return this;
        }

        /** Returns the event store. */
        public KafkaEventStore build() {
            return new KafkaEventStore(this);
        }

        private KafkaEventStorageEngine checkedEngine() {
            assertNonNull(engine, "The KafkaEventStorageEngine is a hard requirement: give it with storageEngine(...)");
            return requireNonNull(engine);
        }
    }
}
