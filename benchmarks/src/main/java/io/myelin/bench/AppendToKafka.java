package io.myelin.bench;

import io.myelin.store.kafka.log.KafkaCommitLog;
import io.myelin.store.kafka.protocol.NewEvent;
import io.myelin.store.kafka.protocol.Stamp;
import io.myelin.store.kafka.record.RecordFormat;
import io.myelin.store.kafka.topic.LogTopic;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;

/** Appends checked commits, against a plain idempotent producer that sends the same records to the same broker. */
final class AppendToKafka implements Measurement {

    private static final int BATCH_BYTES = 1_000_061;
    private static final int CALLERS = 256;

    private final Stage stage;
    private final boolean latency;

    /** Measures one caller's latency, or the throughput of many. */
    AppendToKafka(Stage stage, boolean latency) {
        this.stage = stage;
        this.latency = latency;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        LogTopic ours = stage.newTopic();
        LogTopic plain = stage.newTopic();
        int callers = latency ? 1 : CALLERS;
        try (Stage.OpenLog log = stage.open(ours, stage.newDirectory());
                Producer<byte[], byte[]> producer = stage.clients().producer(BATCH_BYTES, plain.maxMessageBytes())) {
            Sides sides = Sides.inTurn(
                    scale,
                    round -> Load.run(callers, scale.span(), (caller, n) -> append(log.log(), caller, round, n)),
                    round -> Load.run(callers, scale.span(), (caller, n) -> send(producer, plain, caller, n)));
            return latency ? latency(sides) : throughput(sides);
        }
    }

    private static void append(KafkaCommitLog log, int caller, int round, long number) {
        log.append(List.of(Stage.event("a-" + round + "-" + caller, number)));
    }

    private static void send(Producer<byte[], byte[]> producer, LogTopic topic, int caller, long number)
            throws Exception {
        NewEvent event = Stage.event("a-" + caller, number);
        Stamp stamp = new Stamp(UUID.randomUUID(), 0, 1, 0, UUID.randomUUID(), 0, 1);
        producer.send(RecordFormat.toProducerRecord(topic.name(), stamp, event)).get();
    }

    private static Outcome throughput(Sides sides) {
        double ratio = sides.speedRatio();
        return new Outcome(
                "append-throughput",
                "commits/s",
                sides.ours().perSecond(),
                sides.baseline().perSecond(),
                "plain producer",
                ratio,
                sides.ours().p50Ms(),
                sides.ours().p99Ms(),
                "ratio >= 0.5, p50 <= 3 ms",
                ratio >= 0.5 && sides.ours().p50Ms() <= 3);
    }

    private static Outcome latency(Sides sides) {
        double ratio = sides.ours().p50Ms() / sides.baseline().p50Ms();
        return new Outcome(
                "append-latency",
                "ms",
                sides.ours().p50Ms(),
                sides.baseline().p50Ms(),
                "send().get()",
                ratio,
                sides.ours().p50Ms(),
                sides.ours().p99Ms(),
                "ratio <= 2.5",
                ratio <= 2.5);
    }
}
