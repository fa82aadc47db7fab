package io.myelin.store.kafka.log;

import io.myelin.store.kafka.StoreFailedException;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.Commit;
import io.myelin.store.kafka.protocol.Group;
import io.myelin.store.kafka.protocol.LogReplica;
import io.myelin.store.kafka.protocol.LogWriter;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Step;
import io.myelin.store.kafka.record.RecordFormat;
import io.myelin.store.kafka.topic.LogTopic;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Appends many commits in order, by the log's protocol, and waits for each group: for imports. Not thread-safe.
 *
 * <p>Unlike a node it follows nobody and answers nobody: a commit is in the log once {@link #flush} has returned.
 */
public final class BulkWriter implements AutoCloseable {

    private static final Duration READ_WAIT = Duration.ofSeconds(1);
    private static final int RECORDS_MAX = 4_096;

    /** How long brokers may leave fences unanswered: longer than any failover. */
    private static final Duration DOUBT_MAX = Duration.ofMinutes(5);

    private static final long NOT_IN_DOUBT = -1;

    private final LogTopic topic;
    private final LogIndex index;
    private final LogReader reader;
    private final GroupSender sender;
    private final LogReplica replica;
    private final LogWriter writer;
    private final int groupBytesMax;
    private long queuedBytes;
    private long doubtStartNanos = NOT_IN_DOUBT;
    private @Nullable RefusedException refused;

    private BulkWriter(Parts parts, LogReader reader, LogReplica replica) {
        this.topic = parts.topic();
        this.index = parts.index();
        this.reader = reader;
        this.replica = replica;
        this.groupBytesMax =
                Math.min(LogSettings.GROUP_BYTES_MAX, topic.maxMessageBytes() - RecordFormat.BATCH_OVERHEAD_BYTES);
        this.sender = new GroupSender(
                topic.name(),
                () -> parts.clients()
                        .producer(groupBytesMax + RecordFormat.BATCH_OVERHEAD_BYTES, topic.maxMessageBytes()));
        sender.connect();
        this.writer = new LogWriter(replica, UUID::randomUUID, groupBytesMax, this::answered);
    }

    /**
     * What a bulk writer is made of.
     *
     * @param topic created and checked
     * @param clients make its Kafka clients
     * @param index of this topic; it stays the caller's, to be closed afterwards
     */
    public record Parts(LogTopic topic, LogClients clients, LogIndex index) {}

    /** A commit that the log's state or the topic's limit makes fail; nothing of it was stored. */
    public static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * Opens the log and reads what the index lacks.
     *
     * @param progress told of what is read
     * @throws io.myelin.store.kafka.IndexUnusableException if the index holds what the log doesn't
     * @throws StoreFailedException if the log can't be read to its end
     */
    public static BulkWriter open(Parts parts, ScanProgress progress) {
        LogReader reader = new LogReader(parts.clients(), parts.topic().name());
        try {
            LogStart start = new LogStart(parts.topic().name(), reader);
            start.checkThatLogHolds(parts.index());
            LogReplica replica = new LogReplica(parts.index(), record -> {});
            start.catchUp(replica, progress);
            return new BulkWriter(parts, reader, replica);
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** Returns whether an event with this identifier is in the log, as far as it was read or flushed. */
    public boolean contains(String eventId) {
        return index.containsEvent(eventId);
    }

    /**
     * Takes the next commit, and sends what has come together once it fills a group.
     *
     * @throws RefusedException if this or one before it can't be stored
     * @throws StoreFailedException if the brokers don't answer for minutes
     */
    public void append(Commit commit) {
        for (NewEvent event : commit.events()) {
            requireFits(event);
        }
        if (queuedBytes + commit.sizeBytes() > groupBytesMax) {
            flush();
        }
        writer.submit(commit);
        queuedBytes += commit.sizeBytes();
    }

    /** Returns once all commits that were taken are in the log; throws as {@link #append}. */
    public void flush() {
        boolean more = true;
        while (more) {
            more = writer.next()
                    .fold(this::send, fence -> fence(), this::read, holdBack -> true, rest -> !writer.isIdle());
            if (refused != null) {
                throw refused;
            }
        }
        queuedBytes = 0;
    }

    private boolean send(Step.Send step) {
        CompletableFuture<long[]> landed = new CompletableFuture<>();
        sender.send(step.group(), (Group group, long[] offsets) -> landed.complete(offsets));
        writer.sent(step.group(), landed.join());
        return true;
    }

    private boolean fence() {
        if (doubtStartNanos == NOT_IN_DOUBT) {
            doubtStartNanos = System.nanoTime();
        } else if (System.nanoTime() - doubtStartNanos > DOUBT_MAX.toNanos()) {
            throw new StoreFailedException(
                    "The brokers of topic '%s' have not acknowledged anything for minutes, so nobody knows what became of the last commits. Run it again when they answer: what is in the log is found then."
                            .formatted(topic.name()),
                    null);
        }
        CompletableFuture<Long> landed = new CompletableFuture<>();
        sender.ready(false)
                .ifPresentOrElse(
                        ignored -> sender.sendFence(landed::complete),
                        () -> landed.complete(LogWriter.NOT_ACKNOWLEDGED));
        writer.fenced(landed.join());
        return true;
    }

    private boolean read(Step.ReadTo step) {
        doubtStartNanos = NOT_IN_DOUBT;
        while (replica.end() < step.end()) {
            replica.feed(reader.read(replica.end(), RECORDS_MAX, READ_WAIT));
        }
        return true;
    }

    private void answered(UUID commitId, AppendResult result) {
        String refusal = result.fold(
                committed -> "",
                conflict -> "Commit %s can't be stored: aggregate %s would get sequence number %d, but has %d already."
                        .formatted(
                                commitId,
                                conflict.aggregateId(),
                                conflict.sequenceNumber(),
                                conflict.lastSequenceNumber()),
                duplicate -> "Commit %s can't be stored: event %s is in the log already."
                        .formatted(commitId, duplicate.eventId()));
        if (!refusal.isEmpty() && refused == null) {
            refused = new RefusedException(refusal);
        }
    }

    private void requireFits(NewEvent event) {
        int bytes = RecordFormat.sizeBytes(event);
        if (bytes + RecordFormat.BATCH_OVERHEAD_BYTES > topic.maxMessageBytes()) {
            throw new RefusedException(
                    "Event %s of aggregate %s takes %d bytes with its headers, and topic '%s' takes %d. Raise max.message.bytes of the topic."
                            .formatted(
                                    event.event().eventId(),
                                    event.event().aggregateId(),
                                    bytes,
                                    topic.name(),
                                    topic.maxMessageBytes()));
        }
    }

    @Override
    public void close() {
        sender.close();
        reader.close();
    }
}
