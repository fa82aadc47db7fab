package io.myelin.store.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.protocol.Group;
import io.myelin.store.kafka.protocol.LogWriter;
import io.myelin.store.kafka.protocol.Stamp;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** Groups of three records, by a client that takes some of them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class GroupSenderTest {

    private static final TopicPartition PLACE = new TopicPartition("log", 0);

    private final List<Callback> taken = new ArrayList<>();
    private final List<long[]> told = new ArrayList<>();
    private int asked;

    @Test
    void a_group_whose_records_are_all_answered_is_told_with_their_offsets() {
        sendThree(3);

        for (int i = 0; i < 3; i++) {
            acknowledge(i, 7 + i);
        }

        assertThat(told).containsExactly(new long[] {7, 8, 9});
    }

    @Test
    void after_a_record_that_the_client_does_not_take_no_other_is_tried() {
        sendThree(0);

        assertThat(asked).isEqualTo(1);
        assertThat(told).containsExactly(new long[] {
            LogWriter.NOT_ACKNOWLEDGED, LogWriter.NOT_ACKNOWLEDGED, LogWriter.NOT_ACKNOWLEDGED
        });
    }

    @Test
    void what_was_taken_before_is_waited_for() {
        sendThree(1);
        assertThat(asked).isEqualTo(2);
        assertThat(told).isEmpty();

        acknowledge(0, 7);

        assertThat(told).containsExactly(new long[] {7, LogWriter.NOT_ACKNOWLEDGED, LogWriter.NOT_ACKNOWLEDGED});
    }

    private void sendThree(int takenMax) {
        GroupSender sender = new GroupSender(PLACE.topic(), () -> taking(takenMax));
        sender.connect();
        UUID groupId = UUID.randomUUID();
        UUID commitId = UUID.randomUUID();
        List<Group.StampedEvent> records = IntStream.range(0, 3)
                .mapToObj(i -> new Group.StampedEvent(
                        new Stamp(groupId, 7, 3, i, commitId, i, 3), TestEvents.event("order", i)))
                .toList();
        sender.send(new Group(groupId, 7, List.of(), records), (group, offsets) -> told.add(offsets));
    }

    private void acknowledge(int index, long offset) {
        taken.get(index).onCompletion(new RecordMetadata(PLACE, offset, 0, 0, 0, 0), null);
    }

    @SuppressWarnings("unchecked")
    private Producer<byte[], byte[]> taking(int takenMax) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                GroupSenderTest.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    asked++;
                    Callback callback = (Callback) arguments[1];
                    if (taken.size() < takenMax) {
                        taken.add(callback);
                    } else {
                        callback.onCompletion(null, new TimeoutException("Topic log not present in metadata."));
                    }
                    return null;
                });
    }
}
