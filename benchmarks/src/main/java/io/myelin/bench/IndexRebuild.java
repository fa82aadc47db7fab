package io.myelin.bench;

import io.myelin.store.kafka.topic.LogTopic;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Rebuilds an index from its log, against a plain consumer that reads the same log. */
final class IndexRebuild implements Measurement {

    private static final Duration POLL_MAX = Duration.ofSeconds(20);

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
        double ratio = sides.speedRatio();
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
        return new Load.Figures(scale.events() / ((System.nanoTime() - start) / 1e9), 0, 0);
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
                int more = consumer.poll(POLL_MAX).count();
                if (more == 0) {
                    throw new IllegalStateException(
                            "The log ends after %d of %d events, or the broker gives none for %s."
                                    .formatted(seen, events, POLL_MAX));
                }
                seen += more;
            }
        }
    }
}
