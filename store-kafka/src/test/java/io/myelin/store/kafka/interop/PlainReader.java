package io.myelin.store.kafka.interop;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Follows the validity rule with nothing but Kafka's client. The README shows the body of {@link #accept}. */
final class PlainReader {

    private final List<ConsumerRecord<byte[], byte[]>> group = new ArrayList<>();
    private ByteBuffer current = ByteBuffer.allocate(0);

    /** To be called with every record of the log in order, from its first or from that of any group on. */
    void accept(ConsumerRecord<byte[], byte[]> record, Consumer<ConsumerRecord<byte[], byte[]>> validEvent) {
        Header header = record.headers().lastHeader("myelin-stamp");
        ByteBuffer stamp = ByteBuffer.wrap(header == null ? new byte[57] : header.value());
        ByteBuffer ofGroup = stamp.slice(0, 29); // format version, group id, base and length of the group
        int length = stamp.getInt(25);
        int index = stamp.getInt(29);
        boolean inPlace = length > 0 && stamp.getLong(17) + index == record.offset();
        if (!inPlace || index == 0 || !ofGroup.equals(current)) {
            group.clear(); // What was begun is void: something else sits in its place.
            current = ofGroup;
        }
        if (inPlace && index == group.size()) {
            group.add(record);
        }
        if (inPlace && group.size() == length) {
            group.forEach(validEvent);
            group.clear();
        }
    }
}
