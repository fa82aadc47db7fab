package io.myelin.chaos.writer;

import io.myelin.chaos.history.Entry;
import io.myelin.chaos.history.TextDigest;
import io.myelin.store.kafka.log.CommitLog;
import io.myelin.store.kafka.protocol.LogRecord;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.errors.RetriableException;

/** Follows the log from the middle on while everything fails, and writes down what it was handed. One thread runs it. */
final class FollowingReader implements Runnable {

    private static final int EVENTS_MAX = 500;
    private static final Duration WAIT = Duration.ofMillis(500);

    /** What is written down at once, if it goes on well. */
    private static final int POLLS_PER_NOTE = 20;

    /** How far back a reader may begin: in the middle of whatever was written there. */
    private static final int BACK_MAX = 2_000;

    private final CommitLog log;
    private final Notes notes;
    private final RandomGenerator random;
    private final CountDownLatch stopped;

    FollowingReader(CommitLog log, Notes notes, RandomGenerator random, CountDownLatch stopped) {
        this.log = log;
        this.notes = notes;
        this.random = random;
        this.stopped = stopped;
    }

    @Override
    public void run() {
        while (stopped.getCount() > 0) {
            long from = Math.max(0, log.position() - random.nextInt(BACK_MAX));
            try (CommitLog.ValidReader reader = log.readFrom(from)) {
                readOn(reader, from);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void readOn(CommitLog.ValidReader reader, long from) throws InterruptedException {
        TextDigest digest = new TextDigest();
        int count = 0;
        for (int poll = 0; poll < POLLS_PER_NOTE && stopped.getCount() > 0; poll++) {
            try {
                for (LogRecord.Event event : reader.poll(EVENTS_MAX, WAIT)) {
                    digest.add(event.offset() + "=" + event.event().eventId());
                    count++;
                }
            } catch (RetriableException e) {
                // The log can't be read now. What was handed out before counts.
                break;
            }
            boolean unused = stopped.await(50, TimeUnit.MILLISECONDS);
        }
        notes.readOn(new Entry.ReadOn(notes.micros(), from, reader.position(), count, digest.value()));
    }
}
