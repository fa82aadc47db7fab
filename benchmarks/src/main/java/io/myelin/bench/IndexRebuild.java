package io.myelin.bench;

import io.myelin.store.kafka.topic.LogTopic;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Rebuilds an index from its log, against a plain consumer that reads the same log. */
final class IndexRebuild implements Measurement {

    private final Stage stage;

    IndexRebuild(Stage stage) {
        this.stage = stage;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        LogTopic topic = stage.newTopic();
        try (Stage.OpenLog log = stage.open(topic, stage.newDirectory())) {
            log.fill(scale.events(), 10);
        }
        Sides sides = Sides.inTurn(
                scale,
                round -> timed(scale, () -> rebuild(topic)),
                round -> timed(scale, () -> consume(topic, scale.events())));
        double ratio = sides.ours().perSecond() / sides.baseline().perSecond();
        return new Outcome(
                "index-rebuild",
                "events/s",
                sides.ours().perSecond(),
                sides.baseline().perSecond(),
                "plain consumer",
                ratio,
                0,
                0,
                "ratio >= 0.25",
                ratio >= 0.25);
    }

    private static Load.Figures timed(Scale scale, Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Load.figures(scale.events(), (System.nanoTime() - start) / 1e9, List.of());
    }

    private void rebuild(LogTopic topic) {
        stage.open(topic, stage.newDirectory()).close();
    }

    private void consume(LogTopic topic, int events) {
        try (Consumer<byte[], byte[]> consumer = stage.clients().consumer()) {
            TopicPartition partition = new TopicPartition(topic.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            for (int seen = 0; seen < events; ) {
                seen += consumer.poll(Duration.ofSeconds(1)).count();
            }
        }
    }
}
