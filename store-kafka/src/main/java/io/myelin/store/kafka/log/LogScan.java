package io.myelin.store.kafka.log;

import io.myelin.store.kafka.StoreFailedException;
import io.myelin.store.kafka.index.LastGroup;
import io.myelin.store.kafka.protocol.GroupReader;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.ValidGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log without being a node of it: no index, no commits. For tools. Not thread-safe.
 *
 * <p>A log that gives nothing for a minute ends a scan with {@link StoreFailedException}; so does one that no longer holds what
 * was asked for. Other trouble with the brokers is Kafka's own {@code KafkaException}.
 */
public final class LogScan implements AutoCloseable {

    /** As many as the consumer gives at once, so that few are waited for. */
    private static final int RECORDS_MAX = 4_096;

    private static final Duration READ_WAIT = Duration.ofSeconds(1);

    /** Reads in a row that bring nothing before the broker counts as gone: a leader is elected within seconds. */
    private static final int EMPTY_READS_MAX = 60;

    private final String topic;
    private final LogReader reader;

    private LogScan(String topic, LogReader reader) {
        this.topic = topic;
        this.reader = reader;
    }

    /** Connects to a log. The topic is not checked: {@link io.myelin.store.kafka.topic.TopicInspection} does that. */
    public static LogScan open(LogClients clients, String topic) {
        return new LogScan(topic, new LogReader(clients, topic));
    }

    /** Returns the offset of the oldest record. */
    public long beginning() {
        return reader.beginning();
    }

    /** Returns the offset after the newest record. */
    public long end() {
        return reader.end();
    }

    /** Returns the least offset of a record whose timestamp is at or after {@code time}, or {@code otherwise} if none is. */
    public long offsetAt(Instant time, long otherwise) {
        return reader.offsetAt(time, otherwise);
    }

    /**
     * Shows the visitor every record between two offsets, in log order, until it returns {@code false}.
     *
     * @param from the first offset
     * @param end the offset to stop before; records behind it may come in meanwhile
     */
    public void records(long from, long end, Predicate<? super ScannedRecord> visitor) {
        long next = from;
        int emptyReads = 0;
        while (next < end) {
            List<ScannedRecord> records = reader.read(next, RECORDS_MAX, READ_WAIT, ScannedRecord::new);
            for (ScannedRecord record : records) {
                if (record.offset() >= end || !visitor.test(record)) {
                    return;
                }
            }
            if (records.isEmpty()) {
                next = Math.max(next, reader.fetchPosition());
                emptyReads = refuseIfGone(emptyReads + 1, next, end);
            } else {
                next = records.get(records.size() - 1).offset() + 1;
                emptyReads = 0;
            }
        }
    }

    /**
     * Shows the visitor every valid event between two offsets, in log order, until it returns {@code false}. A group that
     * {@code end} cuts is not shown.
     *
     * @param from the least offset to show; what sits there is judged by its whole group
     * @param end the offset to stop before
     */
    public void events(long from, long end, Predicate<? super ValidEvent> visitor) {
        Validity validity = new Validity(from, visitor);
        records(groupStart(from), end, validity::take);
    }

    /**
     * Returns where to begin to judge what sits at an offset: at the base of its group, or at the offset itself if it is not part of
     * one, or void, or not there.
     */
    public long groupStart(long from) {
        long[] start = {from};
        records(from, Math.min(from + 1, end()), first -> {
            start[0] = new GroupReader(first.offset()).startFor(first.record());
            return false;
        });
        return Math.max(beginning(), Math.min(from, start[0]));
    }

    /** Returns whether the log holds the group where an index says that it applied it: if not, the index is of another log. */
    public boolean holds(LastGroup group) {
        boolean[] found = {false};
        records(group.base(), group.base() + 1, first -> {
            found[0] = first.offset() == group.base()
                    && first.record() instanceof LogRecord.Event event
                    && event.stamp().groupId().equals(group.groupId());
            return false;
        });
        return found[0];
    }

    private int refuseIfGone(int emptyReads, long next, long end) {
        if (emptyReads > EMPTY_READS_MAX) {
            throw new StoreFailedException(
                    "Topic '%s' gave no record after offset %d for a minute, though it ends at %d. Is the leader of its partition reachable?"
                            .formatted(topic, next, end),
                    null);
        }
        return emptyReads;
    }

    @Override
    public void close() {
        reader.close();
    }

    /** Hands on what is valid, with the metadata's text, which the protocol doesn't carry. */
    private static final class Validity implements GroupReader.Decisions {

        private final long from;
        private final Predicate<? super ValidEvent> visitor;
        private final Map<Long, Map<String, String>> texts = new HashMap<>();
        private @Nullable GroupReader groups;
        private boolean more = true;

        Validity(long from, Predicate<? super ValidEvent> visitor) {
            this.from = from;
            this.visitor = visitor;
        }

        boolean take(ScannedRecord scanned) {
            if (groups == null) {
                groups = new GroupReader(scanned.offset());
            }
            Map<String, String> text = scanned.metaDataText();
            if (!text.isEmpty()) {
                texts.put(scanned.offset(), text);
            }
            groups.accept(scanned.record(), this);
            return more;
        }

        @Override
        public void valid(ValidGroup group) {
            for (LogRecord.Event event : group.records()) {
                Map<String, String> text = texts.remove(event.offset());
                if (more && event.offset() >= from) {
                    more = visitor.test(new ValidEvent(event, text == null ? Map.of() : text));
                }
            }
        }

        @Override
        public void skipped(LogRecord record) {
            texts.remove(record.offset());
        }
    }
}
