package io.myelin.store.kafka.topic;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the store asks of its topics.
 *
 * @param log the name of the log's topic; the snapshots' one is {@code <log>-snapshots}
 * @param create whether topics that are missing are created; otherwise they are an error
 * @param replicas how many copies there must be; empty for as many as there are brokers, at most
 *     {@value TopicPlan#REPLICAS_MAX}
 * @param maxMessageBytes the least that the log's topic must take as one record batch, in bytes
 * @param patience how long to wait for the brokers' answer to one question
 */
public record TopicSettings(String log, boolean create, OptionalInt replicas, int maxMessageBytes, Duration patience) {

    static final String SNAPSHOTS_SUFFIX = "-snapshots";

    /** Kafka's own limit is 249 for a name; the snapshots' suffix must still fit. */
    private static final int NAME_CHARS_MAX = 249 - SNAPSHOTS_SUFFIX.length();

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");

    /** Checks every value; the message of what is thrown names the one that can't be. */
    public TopicSettings {
        requireNonNull(log, "log");
        requireNonNull(replicas, "replicas");
        requireNonNull(patience, "patience");
        if (log.length() > NAME_CHARS_MAX || !NAME.matcher(log).matches() || log.equals(".") || log.equals("..")) {
            throw new IllegalArgumentException(("'%s' can't be a log's name: Kafka takes letters, digits, '.', '_' and"
                            + " '-', here at most %d of them.")
                    .formatted(log, NAME_CHARS_MAX));
        }
        if (replicas.isPresent() && (replicas.getAsInt() < 1 || replicas.getAsInt() > Short.MAX_VALUE)) {
            throw new IllegalArgumentException("replicas=%d can't be: a topic has at least one copy, at most %d."
                    .formatted(replicas.getAsInt(), Short.MAX_VALUE));
        }
        if (maxMessageBytes < 1) {
            throw new IllegalArgumentException(
                    "maxMessageBytes=%d can't be: no record would fit.".formatted(maxMessageBytes));
        }
        if (patience.toMillis() < 1 || patience.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "patience=%s can't be: Kafka waits from 1 ms to 24 days.".formatted(patience));
        }
    }

    /** Begins with the defaults for a log of that name. */
    public static Builder log(String log) {
        return new Builder(log);
    }

    /** The name of the snapshots' topic. */
    public String snapshots() {
        return log + SNAPSHOTS_SUFFIX;
    }

    /** Names the values; what is not named has its default. Not thread-safe. */
    public static final class Builder {

        private final String log;
        private boolean create = true;
        private OptionalInt replicas = OptionalInt.empty();
        /** Kafka's own default for a topic: 1 MiB of records and the batch's head. */
        private int maxMessageBytes = 1024 * 1024 + 12;
        /** Long enough for brokers that are just being started beside the application. */
        private Duration patience = Duration.ofSeconds(30);

        private Builder(String log) {
            this.log = log;
        }

        /** Whether to create topics that are missing; so it does by default. */
        public Builder create(boolean create) {
            this.create = create;
            return this;
        }

        /** How many copies there must be; by default as many as there are brokers, at most three. */
        public Builder replicas(int replicas) {
            this.replicas = OptionalInt.of(replicas);
            return this;
        }

        /** The least that the topic must take as one record batch, in bytes; 1 MiB by default, as with Kafka. */
        public Builder maxMessageBytes(int maxMessageBytes) {
            this.maxMessageBytes = maxMessageBytes;
            return this;
        }

        /** How long to wait for an answer of the brokers; 30 seconds by default. */
        public Builder patience(Duration patience) {
            this.patience = patience;
            return this;
        }

        /** The settings, checked. */
        public TopicSettings build() {
            return new TopicSettings(log, create, replicas, maxMessageBytes, patience);
        }
    }
}
