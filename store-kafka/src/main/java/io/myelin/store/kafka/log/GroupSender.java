package io.myelin.store.kafka.log;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.protocol.Group;
import io.myelin.store.kafka.protocol.LogWriter;
import io.myelin.store.kafka.record.RecordFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends groups and fences, and tells where their records landed. Used under the lock of its one user. */
final class GroupSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GroupSender.class);

    /** How long closing waits for answers that are still out; a fence of the next start decides what it doesn't hear. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

    /** Told when all records of a group have been answered. */
    interface SentListener {
        void sent(Group group, long[] offsets);
    }

    private final String topic;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    GroupSender(String topic, Supplier<Producer<byte[], byte[]>> producers) {
        this.topic = topic;
        this.producers = producers;
    }

    /** Connects before there is something to send, so that the first commit need not wait for it. */
    void connect() {
        producer = producers.get();
    }

    /**
     * Sends the records in order; the listener is called once, by a thread of the client or by this one. After a record that
     * the client did not even take, no other is sent: the group can't be whole, and each might wait for the brokers again.
     */
    void send(Group group, SentListener listener) {
        List<Group.StampedEvent> records = group.records();
        long[] offsets = new long[records.size()];
        AtomicInteger unanswered = new AtomicInteger(offsets.length);
        for (int i = 0; i < offsets.length; i++) {
            Group.StampedEvent record = records.get(i);
            int index = i;
            sendOne(RecordFormat.toProducerRecord(topic, record.stamp(), record.event()), offset -> {
                offsets[index] = offset;
                if (unanswered.decrementAndGet() == 0) {
                    listener.sent(group, offsets);
                }
            });
            if (offsets[i] == LogWriter.NOT_ACKNOWLEDGED) {
                int unsent = offsets.length - i - 1;
                Arrays.fill(offsets, i + 1, offsets.length, LogWriter.NOT_ACKNOWLEDGED);
                if (unsent > 0 && unanswered.addAndGet(-unsent) == 0) {
                    listener.sent(group, offsets);
                }
                return;
            }
        }
    }

    /** Sends a fence and tells where it landed, or {@link LogWriter#NOT_ACKNOWLEDGED}. */
    void sendFence(LongConsumer listener) {
        sendOne(RecordFormat.fence(topic), listener);
    }

    private void sendOne(ProducerRecord<byte[], byte[]> record, LongConsumer landed) {
        try {
            var unused = requireNonNull(producer, "not connected")
                    .send(record, (metadata, failure) -> landed.accept(offset(metadata, failure)));
        } catch (KafkaException | IllegalStateException e) {
            landed.accept(offset(null, e));
        }
    }

    private long offset(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        if (failure != null || metadata == null || !metadata.hasOffset()) {
            log.warn(
                    "A record to topic '{}' was not acknowledged ({}); a fence will decide whether it is in the log.",
                    topic,
                    failure == null ? "no offset" : failure.toString());
            return LogWriter.NOT_ACKNOWLEDGED;
        }
        return metadata.offset();
    }

    /**
     * Waits until a producer knows where the topic is, so that it can send without waiting. To be called without the lock, by the
     * one thread that calls {@link #use}.
     *
     * @param fresh whether it is to be a new one: some of a producer's errors are for ever
     * @return nothing if the brokers could not be asked in time
     */
    Optional<Producer<byte[], byte[]>> ready(boolean fresh) {
        Producer<byte[], byte[]> candidate = fresh || producer == null ? producers.get() : producer;
        try {
            candidate.partitionsFor(topic);
            return Optional.of(candidate);
        } catch (KafkaException | IllegalStateException e) {
            log.warn(
                    "Topic '{}' can't be reached yet ({}); what is in doubt stays so until it can.",
                    topic,
                    e.toString());
            if (candidate != producer) {
                candidate.close(Duration.ZERO);
            }
            return Optional.empty();
        }
    }

    /**
     * Sends by this producer from now on.
     *
     * @return closes the one before, if it is another; to be run without the lock, since closing may call back
     */
    Runnable use(Producer<byte[], byte[]> next) {
        Producer<byte[], byte[]> old = producer;
        producer = next;
        return old == null || old == next ? () -> {} : () -> old.close(Duration.ZERO);
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE_WAIT);
        }
    }
}
