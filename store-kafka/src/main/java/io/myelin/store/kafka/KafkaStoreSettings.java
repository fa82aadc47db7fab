package io.myelin.store.kafka;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.index.IndexSettings;
import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.log.LogSettings;
import io.myelin.store.kafka.record.RecordFormat;
import io.myelin.store.kafka.stream.RingLimits;
import io.myelin.store.kafka.topic.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a log is and how this node uses it. Settings that exist are valid.
 *
 * @param clients the brokers' addresses and raw Kafka client properties
 * @param topics the log's name, and what its topics must be like
 * @param indexDirectory for this node's index of this log alone; it may be deleted at any time while the store is
 *     stopped, and is then rebuilt from the log
 * @param index how much the index may take of the machine
 * @param writing how this node appends
 * @param recent how many of the newest events stay on the heap for event streams
 */
public record KafkaStoreSettings(
        LogClients clients,
        TopicSettings topics,
        Path indexDirectory,
        IndexSettings index,
        LogSettings writing,
        RingLimits recent) {

    /** Checks what the parts can't check for themselves. */
    public KafkaStoreSettings {
        requireNonNull(indexDirectory, "indexDirectory");
        requireNonNull(index, "index");
        requireNonNull(recent, "recent");
        if (clients.bootstrapServers().isBlank()) {
            throw new IllegalArgumentException("bootstrapServers is blank, so no broker can be found."
                    + " Set it to host:port of one broker or more, separated by commas.");
        }
        if (writing.groupBytesMax() + RecordFormat.BATCH_OVERHEAD_BYTES > topics.maxMessageBytes()) {
            throw new IllegalArgumentException(
                    "groupBytesMax=%d and the %d bytes of a batch's head exceed maxMessageBytes=%d, so the topic would refuse full groups. Lower the first or raise the second."
                            .formatted(
                                    writing.groupBytesMax(),
                                    RecordFormat.BATCH_OVERHEAD_BYTES,
                                    topics.maxMessageBytes()));
        }
    }

    /** Begins with the defaults for a log of that name, which is its topic's. */
    public static Builder log(String name) {
        return new Builder(name);
    }

    /** Names the values; what is not named has its default. {@link #bootstrapServers} and {@link #indexDirectory} must be. */
    public static final class Builder {

        /** A reader that is 65,536 events behind is a second behind a busy node; from there on it reads from Kafka. */
        private static final int RECENT_EVENTS_MAX = 65_536;

        /** A tenth of a small heap; the ring is full of events of 500 bytes then. */
        private static final long RECENT_BYTES_MAX = 64L << 20;

        private final TopicSettings.Builder topics;
        private final Map<String, String> clientProperties = new HashMap<>();
        private @Nullable String bootstrapServers;
        private @Nullable Path indexDirectory;
        private IndexSettings index = IndexSettings.defaults();
        private LogSettings writing = LogSettings.defaults();
        private RingLimits recent = new RingLimits(RECENT_EVENTS_MAX, RECENT_BYTES_MAX);

        private Builder(String log) {
            this.topics = TopicSettings.log(log);
        }

        /** Sets the brokers to begin with: {@code host:port}, separated by commas. */
        public Builder bootstrapServers(String bootstrapServers) {
            this.bootstrapServers = bootstrapServers;
            return this;
        }

        /** Sets the directory of this node's index, for this log alone. */
        public Builder indexDirectory(Path indexDirectory) {
            this.indexDirectory = indexDirectory;
            return this;
        }

        /** Sets a raw Kafka client property, for instance of TLS or SASL. */
        public Builder clientProperty(String name, String value) {
            clientProperties.put(name, value);
            return this;
        }

        /** Sets raw Kafka client properties, for instance those of a properties file. */
        public Builder clientProperties(Map<String, String> properties) {
            clientProperties.putAll(properties);
            return this;
        }

        /** Sets whether topics that are missing are created; so they are by default. */
        public Builder createTopics(boolean create) {
            topics.create(create);
            return this;
        }

        /** Sets how many copies the topics must have; by default as many as there are brokers, at most three. */
        public Builder replicas(int replicas) {
            topics.replicas(replicas);
            return this;
        }

        /** Sets the size of the largest event, with its headers, that the topic must take; Kafka's default of 1 MiB by default. */
        public Builder maxMessageBytes(int maxMessageBytes) {
            topics.maxMessageBytes(maxMessageBytes);
            return this;
        }

        /** Sets how long a start waits for the brokers' answers; 30 seconds by default. */
        public Builder startWait(Duration wait) {
            topics.patience(wait);
            return this;
        }

        /** Sets how long a caller waits for its commit; {@link LogSettings#COMMIT_DEADLINE} by default. */
        public Builder commitDeadline(Duration deadline) {
            writing =
                    new LogSettings(deadline, writing.queuedCommitsMax(), writing.groupBytesMax(), writing.readOnly());
            return this;
        }

        /** Sets how many commits may wait for their turn; {@value LogSettings#QUEUED_COMMITS_MAX} by default. */
        public Builder queuedCommitsMax(int commits) {
            writing = new LogSettings(writing.commitDeadline(), commits, writing.groupBytesMax(), writing.readOnly());
            return this;
        }

        /** Sets how much is sent at once; {@value LogSettings#GROUP_BYTES_MAX} bytes by default. */
        public Builder groupBytesMax(int bytes) {
            writing = new LogSettings(writing.commitDeadline(), writing.queuedCommitsMax(), bytes, writing.readOnly());
            return this;
        }

        /**
         * Makes it a node that only reads, for projections and queries: commits are refused, snapshots are not kept, topics
         * that are missing are an error, and the brokers need not give it the right to write.
         */
        public Builder readOnly() {
            topics.create(false);
            writing = new LogSettings(
                    writing.commitDeadline(), writing.queuedCommitsMax(), writing.groupBytesMax(), true);
            return this;
        }

        /** Sets the memory of the index outside the heap, in bytes; see {@link IndexSettings#defaults()}. */
        public Builder indexMemoryBytes(long bytes) {
            index = new IndexSettings(bytes, index.openFilesMax());
            return this;
        }

        /** Sets how many of the newest events stay on the heap; 65,536 of at most 64 MiB together by default. */
        public Builder recentEvents(int eventsMax, long bytesMax) {
            recent = new RingLimits(eventsMax, bytesMax);
            return this;
        }

        /**
         * Returns the settings.
         *
         * @throws IllegalArgumentException if a value can't be; the message names it and says why
         */
        public KafkaStoreSettings build() {
            return new KafkaStoreSettings(
                    new LogClients(given(bootstrapServers, "bootstrapServers"), clientProperties),
                    topics.build(),
                    given(indexDirectory, "indexDirectory"),
                    index,
                    writing,
                    recent);
        }

        private static <T> T given(@Nullable T value, String name) {
            if (value == null) {
                throw new IllegalArgumentException(name + " is missing, and has no default. Set it on the builder.");
            }
            return value;
        }
    }
}
