package io.myelin.handlers.effects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.myelin.retry.LineStoppedException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A round locks the channel's row for as long as its transaction lasts, so that one node sends at a time, and another one
 * goes on as soon as the database knows that the first is gone. What was sent is noted in that transaction. If the
 * process dies in between, the round's messages are sent again: at least once, with the same identifiers.
 */
/**
 * Sends the messages of a channel, those of one key in order, each until it has arrived.
 *
 * <p>Safe for use by several threads.
 */
public final class OutboxRelay {

    /** So many, and what one second holds, are sent again if the process dies within a round. */
    static final int ROUND_MESSAGES_MAX = 100;

    private static final Duration ROUND_MAX = Duration.ofSeconds(1);

    /** What other nodes have left, and what failed and is due again, is found by asking; one small query each time. */
    private static final long POLL_MS = 1_000;

    /** Counting reads all that waits; a scrape every 15 s sees nothing older. */
    private static final Duration COUNT_EVERY = Duration.ofSeconds(5);

    private static final long CLOSE_MAX_MS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    private final OutboxTable table;
    private final OutboxSender sender;
    private final OutboxSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Counter sent;
    private final Counter failed;
    private final ReentrantLock round = new ReentrantLock();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile OutboxTable.Waiting waiting = new OutboxTable.Waiting(0, null);
    private volatile Instant countedAt = Instant.EPOCH;
    private volatile boolean closed;
    private volatile @Nullable ScheduledExecutorService executor;

    OutboxRelay(OutboxTable table, OutboxSender sender, OutboxSettings settings, Clock clock, MeterRegistry registry) {
        this.table = table;
        this.sender = sender;
        this.settings = settings;
        this.clock = clock;
        this.sent = attempts("success", registry);
        this.failed = attempts("failure", registry);
        Gauge.builder("handlers.outbox.waiting", () -> waiting.messages())
                .description("Messages that are not sent yet")
                .tag("channel", table.channel())
                .register(registry);
        Gauge.builder("handlers.outbox.oldest.age", () -> waiting.age(now()).toMillis() / 1_000.0)
                .description("Age of the oldest message that is not sent yet")
                .baseUnit("seconds")
                .tag("channel", table.channel())
                .register(registry);
    }

    private Counter attempts(String outcome, MeterRegistry registry) {
        return Counter.builder("handlers.outbox.attempts")
                .description("Attempts to send a message")
                .tag("channel", table.channel())
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Returns how many messages wait, counted now. */
    public long waiting() {
        return table.inTransaction(table::waiting).messages();
    }

    /**
     * Gives a message up that can't be sent; those behind it go on.
     *
     * @return false if no such message waits
     */
    public boolean skip(String messageId) {
        boolean deleted = table.inTransaction(connection -> table.delete(connection, messageId));
        if (deleted) {
            log.warn("Message {} of channel '{}' was given up on an operator's word.", messageId, table.channel());
        }
        wake();
        return deleted;
    }

    Instant now() {
        return clock.instant();
    }

    void requireRoom() {
        if (waiting.messages() > settings.waitingMax()) {
            throw new LineStoppedException(
                    "More than " + settings.waitingMax() + " messages wait in channel '" + table.channel()
                            + "', so that projections which send to it stop until some are sent. See why its sender fails:"
                            + " outbox_message.last_failure.",
                    null);
        }
    }

    void start(ScheduledExecutorService threads) {
        executor = threads;
        var unused = threads.scheduleWithFixedDelay(this::wake, 0, POLL_MS, TimeUnit.MILLISECONDS);
    }

    /** Sends soon what is there. */
    void wake() {
        ScheduledExecutorService threads = executor;
        if (threads == null || closed || !woken.compareAndSet(false, true)) {
            return;
        }
        try {
            threads.execute(this::rounds);
        } catch (RejectedExecutionException e) {
            log.debug("Channel '{}' is closed.", table.channel());
        }
    }

    void close() {
        closed = true;
        try {
            if (round.tryLock(CLOSE_MAX_MS, TimeUnit.MILLISECONDS)) {
                round.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rounds() {
        woken.set(false);
        try {
            if (runOnce()) {
                wake();
            }
        } catch (RuntimeException e) {
            log.warn("Channel '{}' could not be sent; the next try is in {} ms.", table.channel(), POLL_MS, e);
        }
    }

    /**
     * Sends what is due, up to a round's limits, unless another node does.
     *
     * @return whether more may be due
     */
    public boolean runOnce() {
        round.lock();
        try {
            return !closed && table.inTransaction(this::send);
        } finally {
            round.unlock();
        }
    }

    private boolean send(Connection connection) throws SQLException {
        if (!table.lock(connection)) {
            if (!table.exists(connection)) {
                table.create(connection);
                return true;
            }
            return false;
        }
        Instant begin = now();
        int sentNow = 0;
        Set<String> stuck = new HashSet<>();
        for (OutboxTable.Row row : table.due(connection, begin, ROUND_MESSAGES_MAX)) {
            if (closed || Duration.between(begin, now()).compareTo(ROUND_MAX) > 0) {
                break;
            }
            if (!stuck.contains(row.message().key()) && !sendOne(connection, row)) {
                stuck.add(row.message().key());
            }
            sentNow++;
        }
        tidy(connection);
        return sentNow > 0 && !closed;
    }

    private boolean sendOne(Connection connection, OutboxTable.Row row) throws SQLException {
        try {
            sender.send(row.message());
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failed.increment();
            Duration wait = settings.backoff().waitAfter(row.message().attempt(), random);
            log.warn(
                    "Message {} of channel '{}' was not sent, attempt {}; next try in {} ms.",
                    row.message().id(),
                    table.channel(),
                    row.message().attempt(),
                    wait.toMillis(),
                    e);
            table.failed(connection, row, now().plus(wait), e);
            return false;
        }
        sent.increment();
        table.sent(connection, row, now());
        return true;
    }

    private void tidy(Connection connection) throws SQLException {
        Instant now = now();
        if (settings.keptFor().isZero() || countedAt.plus(COUNT_EVERY).isBefore(now)) {
            table.deleteSentBefore(connection, now.minus(settings.keptFor()));
        }
        if (countedAt.plus(COUNT_EVERY).isBefore(now)) {
            countedAt = now;
            waiting = table.waiting(connection);
        }
    }
}
