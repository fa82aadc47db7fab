package io.myelin.store.kafka.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.myelin.store.kafka.CommitNotStoredException;
import io.myelin.store.kafka.CommitOutcomeUnknownException;
import io.myelin.store.kafka.StoreFailedException;
import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.protocol.AppendResult;
import io.myelin.store.kafka.protocol.Commit;
import io.myelin.store.kafka.protocol.LogReplica;
import io.myelin.store.kafka.protocol.LoggedEvent;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.ValidGroup;
import io.myelin.store.kafka.record.RecordFormat;
import io.myelin.store.kafka.topic.LogTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log in Kafka: the protocol, carried out. Thread-safe. */
public final class KafkaCommitLog implements CommitLog {

    private static final Logger log = LoggerFactory.getLogger(KafkaCommitLog.class);

    /** How long closing waits for commits that are under way; their callers' own deadline is longer. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);

    private final LogTopic topic;
    private final LogClients clients;
    private final LogIndex index;
    private final LogMeters meters;
    private final LogReader reader;
    private final GroupSender sender;
    private final CommitWriter writer;
    private final Tailer tailer;
    private final Thread tailerThread;
    private final List<Consumer<ValidGroup>> listeners = new CopyOnWriteArrayList<>();
    private final boolean readOnly;
    private volatile boolean closed;

    private KafkaCommitLog(Parts parts, LogReader reader, GroupSender sender, LogReplica replica, LogMeters meters) {
        this.topic = parts.topic();
        this.clients = parts.clients();
        this.index = parts.index();
        this.meters = meters;
        this.reader = reader;
        this.sender = sender;
        this.readOnly = parts.settings().readOnly();
        this.writer = new CommitWriter(replica, sender, meters, parts.settings());
        this.tailer = new Tailer(writer, reader);
        this.tailerThread = parts.threads().newThread(tailer);
        replica.onValid(group -> listeners.forEach(listener -> listener.accept(group)));
    }

    /**
     * What a log is made of.
     *
     * @param topic created and checked
     * @param clients make its Kafka clients
     * @param index of this topic; it stays the caller's, to be closed after the log
     * @param settings how to write and follow
     * @param registry for meters
     * @param threads makes the one thread that follows the log
     */
    public record Parts(
            LogTopic topic,
            LogClients clients,
            LogIndex index,
            LogSettings settings,
            MeterRegistry registry,
            ThreadFactory threads) {}

    /**
     * Opens the log: checks that the index is this log's, reads what it lacks, and follows from there on.
     *
     * @throws io.myelin.store.kafka.IndexUnusableException if the index holds what the log doesn't
     * @throws io.myelin.store.kafka.StoreFailedException if the log can't be read to its end
     */
    public static KafkaCommitLog open(Parts parts) {
        LogTopic topic = parts.topic();
        int batchBytes =
                Math.min(parts.settings().groupBytesMax(), topic.maxMessageBytes()) + RecordFormat.BATCH_OVERHEAD_BYTES;
        return open(parts, () -> parts.clients().producer(batchBytes, topic.maxMessageBytes()));
    }

    /** As {@link #open(Parts)}, with producers that a test may let fail. */
    static KafkaCommitLog open(Parts parts, Supplier<Producer<byte[], byte[]>> producers) {
        LogMeters meters = new LogMeters(parts.registry(), parts.topic().name());
        LogReader reader = new LogReader(parts.clients(), parts.topic().name());
        try {
            LogStart start = new LogStart(parts.topic().name(), reader);
            start.checkThatLogHolds(parts.index());
            LogReplica replica = new LogReplica(parts.index(), meters);
            start.catchUp(replica);
            GroupSender sender = new GroupSender(parts.topic().name(), producers);
            if (!parts.settings().readOnly()) {
                sender.connect();
            }
            KafkaCommitLog opened = new KafkaCommitLog(parts, reader, sender, replica, meters);
            opened.tailerThread.start();
            return opened;
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public AppendResult append(List<NewEvent> events) {
        Timer.Sample sample = meters.start();
        try {
            AppendResult result = writer.append(commit(events));
            meters.answered(sample, result);
            return result;
        } catch (CommitOutcomeUnknownException e) {
            meters.unknown(sample);
            throw e;
        } catch (RuntimeException e) {
            meters.notStored(sample);
            throw e;
        }
    }

    private Commit commit(List<NewEvent> events) {
        if (closed) {
            throw new CommitNotStoredException(
                    "The store is closed; nothing was stored. Send the command to a running node.");
        }
        if (readOnly) {
            throw new CommitNotStoredException(
                    "This node only reads topic '%s' (readOnly), so nothing was stored. Send the command to a node that writes."
                            .formatted(topic.name()));
        }
        long bytes = 0;
        for (NewEvent event : events) {
            int eventBytes = RecordFormat.sizeBytes(event);
            if (eventBytes + RecordFormat.BATCH_OVERHEAD_BYTES > topic.maxMessageBytes()) {
                throw tooLarge(event.event(), eventBytes);
            }
            bytes += eventBytes;
        }
        return new Commit(UUID.randomUUID(), events, (int) Math.min(bytes, Integer.MAX_VALUE));
    }

    private CommitNotStoredException tooLarge(LoggedEvent event, int bytes) {
        return new CommitNotStoredException(
                ("Event '%s' of aggregate %s takes %d bytes with its headers, and topic '%s' takes %d (max.message.bytes). Nothing was stored."
                                + " Make the event smaller, or raise max.message.bytes of the topic and start again.")
                        .formatted(
                                event.payloadType(),
                                event.aggregateId(),
                                bytes,
                                topic.name(),
                                topic.maxMessageBytes()));
    }

    @Override
    public List<LoggedEvent> events(String aggregateId, long firstSequenceNumber) {
        return index.events(aggregateId, firstSequenceNumber);
    }

    @Override
    public long lastSequenceNumber(String aggregateId) {
        return index.lastSequenceNumber(aggregateId);
    }

    @Override
    public long position() {
        return index.position();
    }

    @Override
    public long end() {
        try (LogReader lookUp = new LogReader(clients, topic.name())) {
            return Math.max(lookUp.end(), position());
        }
    }

    @Override
    public long offsetAt(Instant time) {
        long otherwise = position();
        try (LogReader lookUp = new LogReader(clients, topic.name())) {
            return lookUp.offsetAt(time, otherwise);
        }
    }

    /**
     * Stops taking commits for good, as the log or the index is not what it was. Aggregates can still be loaded, and streams
     * read on in memory; those that would read the topic get the reason instead, since it may hold other events by now.
     */
    public void stop(StoreFailedException reason) {
        writer.fail(reason);
    }

    /** Returns why it takes no commits any more, if it doesn't. */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(writer.failure());
    }

    private long positionToRead() {
        if (writer.failure() instanceof StoreFailedException reason) {
            throw new StoreFailedException("The log can't be read any more. " + reason.getMessage(), reason);
        }
        return position();
    }

    @Override
    public Subscription onValid(Consumer<ValidGroup> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public ValidReader readFrom(long fromOffset) {
        return new KafkaValidReader(new LogReader(clients, topic.name()), fromOffset, this::positionToRead);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        awaitQuiet();
        tailer.stop();
        try {
            tailerThread.join(CLOSE_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.close();
        if (tailerThread.isAlive()) {
            log.warn(
                    "The thread that follows topic '{}' did not end in time; its connection is left to the process's end.",
                    topic.name());
        } else {
            reader.close();
        }
    }

    private void awaitQuiet() {
        try {
            if (!writer.awaitQuiet(CLOSE_WAIT)) {
                log.warn("Closing with commits under way; their callers are told when their deadline passes.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
