package io.myelin.retry.parking;

import io.myelin.core.jdbc.JdbcTransactionException;
import io.myelin.retry.Attempt;
import io.myelin.retry.LineStoppedException;
import io.myelin.retry.RetryDecision.StopTheLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes parked sequences up again when they are due: one after the other in each of its lanes, the longest due first.
 *
 * <p>Any number of workers, in any number of processes, may serve one group; a sequence is with one of them at a time.
 * Idle, a lane asks the database once a second, and once more when the next sequence is due. Safe for use by several
 * threads.
 */
public final class RetryWorker implements AutoCloseable {

    /** Other processes park and redrive too, and their leases run out: nobody tells us but the table. */
    static final Duration IDLE_MAX = Duration.ofSeconds(1);

    /** Letters of one sequence in one go, before others that are due get their turn. */
    static final int LETTERS_PER_ROUND_MAX = 100;

    /** Counting costs a scan of the group's parked sequences; a scrape every 15 s sees nothing older than this. */
    static final Duration COUNT_EVERY = Duration.ofSeconds(5);

    /** How long closing waits for each lane's delivery under way; after that their leases run out by themselves. */
    static final Duration CLOSE_MAX = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(RetryWorker.class);

    private final Database database;
    private final Leases leases;
    private final LetterDelivery letters;
    private final Tries tries;
    private final Statistics statistics;
    private final AtomicLong countedAtMs = new AtomicLong(Long.MIN_VALUE);

    /** Leases that could not be given back because the database was down; one per lane at most. */
    private final Queue<Lease> unreturned = new ConcurrentLinkedQueue<>();

    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    RetryWorker(Leases leases, LetterDelivery letters, Tries tries, Statistics statistics) {
        this.database = letters.database();
        this.leases = leases;
        this.letters = letters;
        this.tries = tries;
        this.statistics = statistics;
    }

    /**
     * Starts working.
     *
     * @param executor whose threads deliver letters; it needs one for each lane, and stays the caller's to shut down
     * @param laneCount sequences that may be delivered at the same time, at least 1
     * @throws IllegalStateException if it has been started or closed before
     */
    public void start(ScheduledExecutorService executor, int laneCount) {
        if (laneCount < 1) {
            throw new IllegalArgumentException("A retry worker needs at least 1 lane, was " + laneCount + ".");
        }
        if (closed || !lanes.isEmpty()) {
            throw new IllegalStateException(
                    "This retry worker was started before. Make a new GroupRetry to start again.");
        }
        for (int n = 0; n < laneCount; n++) {
            lanes.add(new Lane(this::safeRound, executor));
        }
        lanes.forEach(Lane::wake);
    }

    /** Lets the idle lanes look for due sequences now, as after a redrive. */
    public void wake() {
        lanes.forEach(Lane::wake);
    }

    /**
     * Takes no more letters, and waits up to 10 s for those under way. Leases of letters that were not begun are given
     * back without charge. Closing twice does nothing.
     */
    @Override
    public void close() {
        closed = true;
        lanes.forEach(Lane::close);
        try {
            for (Lane lane : lanes) {
                if (!lane.awaitIdle(CLOSE_MAX)) {
                    log.warn(
                            "A parked event of group '{}' is still being delivered after {} s; the retry worker is closed"
                                    + " without it, and its effects count only if its lease lasts until it's done.",
                            group(),
                            CLOSE_MAX.toSeconds());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            tries.metrics().hide();
        }
    }

    private Duration safeRound() {
        try {
            return runOnce();
        } catch (RuntimeException | Error e) {
            // The loop must outlive whatever happens in one of its rounds: nobody else takes parked sequences up.
            log.warn(
                    "A retry round of group '{}' broke off; the next one follows in {} ms.",
                    group(),
                    IDLE_MAX.toMillis(),
                    e);
            return IDLE_MAX;
        }
    }

    /**
     * Takes the sequence that is due for longest, if any, and delivers its letters until one fails or none is left.
     *
     * @return how long to wait before the next round; zero if there may be more to do
     */
    Duration runOnce() {
        Duration held = tries.gate().heldFor();
        if (closed || !held.isZero()) {
            return min(held, IDLE_MAX);
        }
        try {
            giveBackUnreturned();
            count();
            Leases.Claim claim = database.fetch(connection -> leases.claim(connection, IDLE_MAX));
            claim.lease().ifPresent(this::drain);
            return claim.idle();
        } catch (RetryStoreException | JdbcTransactionException e) {
            return waitAfter(e);
        }
    }

    /** Workers that reach for the same rows may fail by that alone; the line stops only if the database is down. */
    private Duration waitAfter(RuntimeException failure) {
        if (tries.policy().decide(Attempt.first(0), failure) instanceof StopTheLine stop) {
            tries.gate().stopped(stop.hint());
        }
        Duration held = tries.gate().heldFor();
        Duration wait = held.isZero() ? IDLE_MAX : min(held, IDLE_MAX);
        log.warn(
                "A retry round of group '{}' failed in the database; the next one follows in {} ms: {}",
                group(),
                wait.toMillis(),
                failure.getMessage());
        return wait;
    }

    private void drain(Lease first) {
        Optional<Lease> lease = Optional.of(first);
        for (int letter = 0; lease.isPresent(); letter++) {
            if (closed || letter == LETTERS_PER_ROUND_MAX) {
                giveBack(lease.get(), Duration.ZERO);
                return;
            }
            lease = attempt(lease.get());
        }
    }

    /** Returns the next letter's lease; nothing if there is none, or none that is ours. */
    private Optional<Lease> attempt(Lease lease) {
        List<Lease> next = new ArrayList<>(1);
        Duration elapsed = Duration.between(lease.firstFailedAt(), leases.lot().now());
        try {
            Optional<FailedAttempt> failed = tries.run(lease.attempt(), elapsed, LeaseLostException.class, () -> {
                next.clear();
                letters.deliver(lease).ifPresent(next::add);
            });
            failed.ifPresentOrElse(attempt -> fail(lease, attempt), () -> succeeded(lease));
        } catch (LeaseLostException e) {
            tries.metrics().fenceRejected();
            log.warn(e.getMessage());
        } catch (LineStoppedException e) {
            log.warn("Retries of group '{}' wait: {}", group(), e.getMessage());
            giveBack(lease, tries.gate().heldFor());
        }
        return next.stream().findFirst();
    }

    private void succeeded(Lease lease) {
        tries.gate().flowed();
        tries.metrics().attemptSucceeded();
        if (lease.attempt() > 1 || lease.redrives() > 0) {
            tries.metrics().recovered();
        }
    }

    private void fail(Lease lease, FailedAttempt failed) {
        log.warn(
                "Event {} of sequence '{}' in group '{}' failed, attempt {}; {}: {}",
                lease.eventId(),
                lease.id().value(),
                group(),
                lease.attempt(),
                failed.outlook(),
                failed.failure().toString());
        boolean held = database.fetch(connection -> leases.fail(connection, lease, failed));
        if (held) {
            tries.metrics().attemptFailed(failed.category(), failed.deadReason());
        } else {
            tries.metrics().fenceRejected();
        }
    }

    private void giveBack(Lease lease, Duration delay) {
        try {
            database.run(connection -> leases.giveBack(connection, lease, delay));
        } catch (RuntimeException e) {
            log.debug("A lease can't be given back before the database is there again.", e);
            unreturned.add(lease);
        }
    }

    private void giveBackUnreturned() {
        for (Lease lease = unreturned.peek(); lease != null; lease = unreturned.peek()) {
            Lease returning = lease;
            database.run(connection -> leases.giveBack(connection, returning, Duration.ZERO));
            unreturned.remove(returning);
        }
    }

    private void count() {
        long nowMs = leases.lot().now().toEpochMilli();
        long beforeMs = countedAtMs.get();
        if (nowMs - COUNT_EVERY.toMillis() >= beforeMs && countedAtMs.compareAndSet(beforeMs, nowMs)) {
            database.run(statistics::count);
        }
    }

    private String group() {
        return leases.lot().tables().sequences().group();
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
