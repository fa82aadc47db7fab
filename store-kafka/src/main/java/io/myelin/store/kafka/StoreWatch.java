package io.myelin.store.kafka;

import io.myelin.store.kafka.index.LogIndex;
import io.myelin.store.kafka.log.KafkaCommitLog;
import io.myelin.store.kafka.topic.TopicWatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time whether topic and index are still those that the store was opened on, and stops the log if not. One
 * thread runs it.
 */
final class StoreWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StoreWatch.class);

    /** Four small questions each time: nothing to a broker, and soon enough to tell an operator what he just did. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** Looks in a row that find it broken: a broker that has just started may not know its topics yet. */
    private static final int FOUND_IN_A_ROW = 2;

    /** How long closing waits for a look that is under way; its thread is a daemon. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    private final TopicWatch topic;
    private final LogIndex index;
    private final KafkaCommitLog commits;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile List<String> atRisk = List.of();
    private int foundInARow;

    StoreWatch(TopicWatch topic, LogIndex index, KafkaCommitLog commits, ThreadFactory threads) {
        this.topic = topic;
        this.index = index;
        this.commits = commits;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** Settings under which events will be lost, as of the last look, each with its mend. */
    List<String> atRisk() {
        return atRisk;
    }

    private void run() {
        try {
            while (!closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                    && commits.failure().isEmpty()) {
                lookSafely();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever is the matter with a look, the next one may find out more. */
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException e) {
            if (closed.getCount() > 0) {
                log.warn("Topic and index could not be looked at; trying again in {}.", PAUSE, e);
            }
        }
    }

    private void look() {
        long position = commits.position();
        Optional<TopicWatch.Found> found = topic.look(position);
        found.ifPresent(answer -> warnOf(answer.atRisk()));
        Optional<String> broken = index.disturbance().or(() -> found.flatMap(TopicWatch.Found::broken));
        foundInARow = broken.isPresent() ? foundInARow + 1 : 0;
        if (foundInARow >= FOUND_IN_A_ROW) {
            commits.stop(new StoreFailedException(broken.orElseThrow(), null));
        }
    }

    private void warnOf(List<String> findings) {
        findings.stream().filter(finding -> !atRisk.contains(finding)).forEach(log::warn);
        atRisk = List.copyOf(findings);
    }

    @Override
    public void close() {
        closed.countDown();
        topic.close();
        try {
            thread.join(CLOSE_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
