package io.myelin.store.kafka.log;

import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.index.LastGroup;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.protocol.LogRecord;
import io.myelin.store.kafka.protocol.LogReplica;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node does before it takes commits: sees that its index is this log's, and reads what the index lacks. */
final class LogStart {

    private static final Logger log = LoggerFactory.getLogger(LogStart.class);

    private static final int RECORDS_MAX = 4_096;
    private static final Duration READ_WAIT = Duration.ofSeconds(1);
    /** Often enough to see that it goes on, seldom enough not to fill a log file. */
    private static final long PROGRESS_NANOS = Duration.ofSeconds(5).toNanos();
    /** Polls in a row that bring nothing before the broker counts as gone. */
    private static final int EMPTY_READS_MAX = 60;

    private final String topic;
    private final LogReader reader;

    LogStart(String topic, LogReader reader) {
        this.topic = topic;
        this.reader = reader;
    }

    /** Refuses an index that holds what the log doesn't (rule 9). */
    void checkThatLogHolds(LogIndex index) {
        long end = reader.end();
        if (index.position() > end) {
            throw notThisLogs("it has applied everything below offset %d, but topic '%s' ends at %d"
                    .formatted(index.position(), topic, end));
        }
        index.lastGroup().ifPresent(this::checkThatLogHolds);
    }

    private void checkThatLogHolds(LastGroup last) {
        List<LogRecord> found = reader.read(last.base(), 1, READ_WAIT);
        boolean there = !found.isEmpty()
                && found.get(0) instanceof LogRecord.Event event
                && event.offset() == last.base()
                && event.stamp().groupId().equals(last.groupId());
        if (!there) {
            throw notThisLogs("its last group %s is not at offset %d of topic '%s'"
                    .formatted(last.groupId(), last.base(), topic));
        }
    }

    private static IndexUnusableException notThisLogs(String found) {
        return new IndexUnusableException(
                IndexUnusableException.Reason.OTHER_TOPIC,
                "The index holds events that the log does not: " + found
                        + ". Acknowledged events may have been lost from the topic, or the index belongs to another cluster's."
                        + " Find out which; if the topic is right, delete the index directory, and it is rebuilt from the log: docs/operations/index.md.",
                null);
    }

    /** Feeds the replica with everything that is in the log now, and says how far it is. */
    void catchUp(LogReplica replica) {
        catchUp(replica, (done, total) -> {});
    }

    /** As {@link #catchUp(LogReplica)}, for somebody who watches. */
    void catchUp(LogReplica replica, ScanProgress progress) {
        long start = replica.end();
        long end = reader.end();
        long startNanos = System.nanoTime();
        long saidNanos = startNanos;
        int emptyReads = 0;
        CatchUp catchUp = new CatchUp(topic, end - start);
        if (end > start) {
            log.info(catchUp.beginning());
        }
        while (replica.end() < end) {
            List<LogRecord> records = reader.read(replica.end(), RECORDS_MAX, READ_WAIT);
            replica.feed(records);
            progress.at(replica.end() - start, end - start);
            if (records.isEmpty() && reader.fetchPosition() >= end) {
                break; // What is left are places without a record, as a transaction of others leaves them.
            }
            emptyReads = records.isEmpty() ? emptyReads + 1 : 0;
            if (emptyReads > EMPTY_READS_MAX) {
                throw new io.myelin.store.kafka.StoreFailedException(
                        "Topic '%s' gave no record after offset %d for a minute, though it ends at %d. Is the leader of its partition reachable?"
                                .formatted(topic, replica.end(), end),
                        null);
            }
            long now = System.nanoTime();
            if (now - saidNanos > PROGRESS_NANOS) {
                saidNanos = now;
                log.info(catchUp.after(replica.end() - start, Duration.ofNanos(now - startNanos)));
            }
        }
        if (end > start) {
            log.info(catchUp.end(Duration.ofNanos(System.nanoTime() - startNanos)));
        }
    }
}
