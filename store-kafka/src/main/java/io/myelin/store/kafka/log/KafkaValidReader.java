package io.myelin.store.kafka.log;

import io.myelin.store.kafka.protocol.LogFollower;
import io.myelin.store.kafka.protocol.LogRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InterruptException;

/** Reads valid events from Kafka, but hands none out before this node's index has it. */
final class KafkaValidReader implements CommitLog.ValidReader {

    /** Records that are read at once at most; what a poll of events does not take is kept. */
    private static final int RECORDS_MAX = 2_048;

    private final LogReader reader;
    private final LogFollower follower;
    private final LongSupplier applied;
    private final Deque<LogRecord.Event> ahead = new ArrayDeque<>();
    private Duration wait = Duration.ZERO;

    KafkaValidReader(LogReader reader, long from, LongSupplier applied) {
        this.reader = reader;
        this.applied = applied;
        this.follower = new LogFollower((offset, max) -> reader.read(offset, max, wait), from);
    }

    @Override
    public List<LogRecord.Event> poll(int eventsMax, Duration longest) throws InterruptedException {
        if (ahead.isEmpty() && follower.position() < applied.getAsLong()) {
            fetch(longest);
        }
        long limit = applied.getAsLong();
        List<LogRecord.Event> events = new ArrayList<>();
        while (!ahead.isEmpty() && ahead.getFirst().offset() < limit && events.size() < eventsMax) {
            events.add(ahead.removeFirst());
        }
        return events;
    }

    private void fetch(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        wait = longest;
        try {
            do {
                long before = follower.position();
                ahead.addAll(follower.poll(RECORDS_MAX));
                if (!ahead.isEmpty() || (follower.position() == before && System.nanoTime() >= deadline)) {
                    return;
                }
                wait = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            } while (follower.position() < applied.getAsLong());
        } catch (InterruptException e) {
            Thread.interrupted(); // Kafka's exception has set the flag; ours carries the news instead.
            InterruptedException interrupted = new InterruptedException("Interrupted while reading the log.");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public long position() {
        return ahead.isEmpty() ? follower.position() : ahead.getFirst().offset();
    }

    @Override
    public void close() {
        reader.close();
    }
}
