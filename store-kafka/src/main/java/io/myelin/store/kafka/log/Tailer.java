package io.myelin.store.kafka.log;

import io.myelin.store.kafka.StoreFailedException;
import io.myelin.store.kafka.protocol.LogRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what others wrote, and does for the writer what must not hold up a client's thread: reading up to an offset,
 * and fences. One thread runs it.
 *
 * <p>While the writer is busy its acknowledgements tell all that happens, so the tailer rests and costs nothing.
 */
final class Tailer implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Tailer.class);

    /** Records that are fed at once: few enough that the writer's lock is free again within milliseconds. */
    private static final int RECORDS_MAX = 2_048;

    /** As long as a busy writer may pause without a fetch that would bring its own records back. */
    private static final Duration QUIET = Duration.ofMillis(20);

    /** How long a read waits for the writer, and for news. Both are cut short when there is something to do. */
    private static final Duration READ_WAIT = Duration.ofMillis(500);

    /** Between fences that fail: soon enough to go on within a second of the broker's return. */
    private static final Duration FENCE_PAUSE = Duration.ofMillis(200);

    /** Fences in a row that fail before the producer is replaced; one or two fail in any failover. */
    private static final int FENCES_PER_PRODUCER = 5;

    private final CommitWriter writer;
    private final TailerOrders orders;
    private final LogReader reader;
    private final Semaphore called = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private volatile boolean stopped;
    private int fencesInARow;

    Tailer(CommitWriter writer, LogReader reader) {
        this.writer = writer;
        this.reader = reader;
        this.orders = writer.orders();
        orders.callBy(this::call);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!stopped && writer.failure() == null) {
            try {
                runOnce();
            } catch (RetriableException e) {
                log.warn("The log can't be read now ({}); trying again.", e.toString());
                rest(FENCE_PAUSE);
            } catch (StoreFailedException e) {
                writer.fail(e);
            } catch (RuntimeException e) {
                writer.fail(new StoreFailedException("The log can't be read any more: " + e.getMessage(), e));
            }
        }
    }

    /** Does one round: a fence, a read for the writer, a read for news, or a rest. */
    void runOnce() {
        if (orders.fenceWanted()) {
            fence();
        } else if (orders.readTo() >= 0) {
            fencesInARow = 0;
            read(READ_WAIT);
        } else if (!writer.heldBack().isZero()) {
            readWhileHeldBack();
        } else if (writer.wroteWithin(QUIET)) {
            rest(QUIET);
        } else {
            read(READ_WAIT);
        }
    }

    private void fence() {
        if (fencesInARow++ > 0) {
            rest(FENCE_PAUSE);
        }
        writer.sendFence(fencesInARow % FENCES_PER_PRODUCER == 0);
        rest(READ_WAIT);
    }

    private void readWhileHeldBack() {
        // Kafka's client waits for whole milliseconds.
        Duration wait = Duration.ofMillis(writer.heldBack().plusNanos(999_999).toMillis());
        List<LogRecord> records = reader.read(writer.end(), RECORDS_MAX, wait);
        if (records.isEmpty()) {
            writer.goOn();
        } else {
            writer.feed(records);
        }
    }

    private void read(Duration wait) {
        List<LogRecord> records = reader.read(writer.end(), RECORDS_MAX, wait);
        if (!records.isEmpty()) {
            writer.feed(records);
        }
    }

    private void rest(Duration span) {
        try {
            boolean ignored = called.tryAcquire(span.toNanos(), TimeUnit.NANOSECONDS);
            called.drainPermits();
        } catch (InterruptedException e) {
            // Nobody but the one who stops it interrupts this thread.
            stopped = true;
        }
    }

    private void call() {
        if (Thread.currentThread() == thread) {
            return; // It looks at what there is to do before it rests; a wake-up would only break off its next read.
        }
        called.release();
        reader.wakeUp();
    }

    void stop() {
        stopped = true;
        call();
    }
}
