package io.myelin.store.kafka.record;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/** Turns a record that was about to be sent into the one that a consumer gets. */
final class ConsumedRecords {

    private ConsumedRecords() {}

    static ConsumerRecord<byte[], byte[]> consumed(ProducerRecord<byte[], byte[]> sent, long offset) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                offset,
                sent.timestamp() == null ? ConsumerRecord.NO_TIMESTAMP : sent.timestamp(),
                TimestampType.CREATE_TIME,
                sent.key() == null ? ConsumerRecord.NULL_SIZE : sent.key().length,
                sent.value() == null ? ConsumerRecord.NULL_SIZE : sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }
}
