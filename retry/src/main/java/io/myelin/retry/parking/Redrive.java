package io.myelin.retry.parking;

import io.myelin.retry.Fingerprint;
import io.myelin.retry.parking.AuditTable.Entry;
import io.myelin.retry.parking.SequenceTable.Range;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may do to one group's dead letters. Each act is one transaction, and kept with its actor and reason.
 *
 * <p>A redriven sequence is tried again from its first event on, with all its attempts, and in its order. If it fails
 * again, it becomes a dead letter again. Safe for use by several threads and processes.
 */
public final class Redrive {

    private final Database database;
    private final Books books;
    private final RetryMetrics metrics;
    private final Runnable wakeWorker;
    private final CanaryRedrive canary;

    Redrive(Database database, Books books, RetryMetrics metrics, Wakening wakening) {
        this.database = database;
        this.books = books;
        this.metrics = metrics;
        this.wakeWorker = wakening.worker();
        this.canary = new CanaryRedrive(database, books, wakening.waiter(), wakening.worker());
    }

    /** How the worker is woken, and how a thread waits for what it does. */
    record Wakening(Runnable worker, GroupRetry.Waiter waiter) {}

    /**
     * Redrives one sequence.
     *
     * @param sequenceIdentifier as the sequencing policy answers, or as {@link ParkedSequence#id()} shows it
     * @return whether it was dead
     */
    public boolean sequence(Object sequenceIdentifier, Act act) {
        SequenceId id = SequenceId.of(sequenceIdentifier);
        return 1
                == redriven("sequence " + id.value(), act, connection -> {
                    Optional<Range> range = books.tables().sequences().lock(connection, id);
                    return range.isEmpty()
                            ? 0
                            : books.tables()
                                    .sequences()
                                    .revive(connection, id, range.get().head(), books.now());
                });
    }

    /** Redrives all dead sequences of the group; returns how many there were. */
    public int all(Act act) {
        return redriven("all", act, connection -> reviveAll(connection, null));
    }

    /** Redrives the dead sequences whose last failure has this fingerprint; returns how many there were. */
    public int matching(Fingerprint fingerprint, Act act) {
        return redriven(
                "fingerprint " + fingerprint.value(), act, connection -> reviveAll(connection, fingerprint.value()));
    }

    /**
     * Redrives dead sequences carefully: one, then a twentieth of them, then the rest, and stops at the first that fails again.
     * Blocks until then; the group's retry worker, here or elsewhere, must be running.
     *
     * @param fingerprint redrives those whose last failure has it; null redrives all
     * @return what became of them
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; what was redriven is tried on
     */
    public CanaryReport canary(@Nullable Fingerprint fingerprint, Act act, CanarySettings settings) {
        CanaryReport report = canary.run(fingerprint, act, settings);
        metrics.redriven(report.redriven());
        return report;
    }

    /**
     * Drops a dead sequence's first event, which then never takes effect, and redrives those behind it.
     *
     * @return whether the sequence was dead
     */
    public boolean skipHead(Object sequenceIdentifier, Act act) {
        SequenceId id = SequenceId.of(sequenceIdentifier);
        boolean skipped = database.fetch(connection -> {
            Optional<Range> range = books.tables().sequences().lock(connection, id);
            return range.isPresent() && skip(connection, id, range.get(), act);
        });
        if (skipped) {
            metrics.evicted(1);
            wakeWorker.run();
        }
        return skipped;
    }

    /**
     * Drops a parked sequence with all its events, dead or not; they never take effect, and later events of the sequence
     * are handled as if nothing had been.
     *
     * @return how many events were dropped; 0 if the sequence was not parked
     */
    public int evict(Object sequenceIdentifier, Act act) {
        SequenceId id = SequenceId.of(sequenceIdentifier);
        int evicted = database.fetch(connection -> books.tables()
                .sequences()
                .lock(connection, id)
                .map(range -> evict(connection, id, range, act))
                .orElse(0));
        metrics.evicted(evicted);
        return evicted;
    }

    /**
     * Drops everything that the group has parked, since all its events are going to be handled again from the first.
     *
     * <p>Joins the transaction that this thread has open on the database, so that it takes effect with the tokens that
     * are set back. Call it before the projection's own tables are emptied: a retry that is under way then either has
     * committed what is to be emptied, or is undone.
     *
     * @return how many events were dropped
     */
    public int reset(Act act) {
        return database.fetch(connection -> {
            books.tables().sequences().clear(connection);
            books.tables().attempts().clear(connection);
            int letters = books.tables().letters().clear(connection);
            audit(connection, act, new Entry("RESET", "all", letters + " events"));
            return letters;
        });
    }

    private int redriven(String target, Act act, Function<Connection, Integer> revive) {
        int sequences = database.fetch(connection -> {
            int revived = revive.apply(connection);
            audit(connection, act, new Entry("REDRIVE", target, revived + " sequences"));
            return revived;
        });
        metrics.redriven(sequences);
        wakeWorker.run();
        return sequences;
    }

    private int reviveAll(Connection connection, @Nullable String fingerprint) {
        return books.tables().sequences().reviveAll(connection, fingerprint, books.now());
    }

    private boolean skip(Connection connection, SequenceId id, Range range, Act act) {
        if (books.tables().sequences().revive(connection, id, range.head() + 1, books.now()) == 0) {
            return false;
        }
        String eventId =
                books.tables().letters().eventIdAt(connection, id, range.head()).orElse("unknown");
        books.tables().attempts().deleteOf(connection, eventId);
        books.tables().letters().delete(connection, id, range.head());
        if (range.head() == range.tail()) {
            books.tables().sequences().delete(connection, id);
        }
        audit(connection, act, new Entry("SKIP_HEAD", "sequence " + id.value(), "event " + eventId));
        return true;
    }

    private int evict(Connection connection, SequenceId id, Range range, Act act) {
        String first =
                books.tables().letters().eventIdAt(connection, id, range.head()).orElse("unknown");
        books.tables().attempts().deleteOf(connection, id);
        int letters = books.tables().letters().deleteAll(connection, id);
        books.tables().sequences().delete(connection, id);
        audit(
                connection,
                act,
                new Entry("EVICT", "sequence " + id.value(), letters + " events, the first of them " + first));
        return letters;
    }

    private void audit(Connection connection, Act act, Entry entry) {
        books.tables().audit().insert(connection, act, entry, books.now());
    }
}
