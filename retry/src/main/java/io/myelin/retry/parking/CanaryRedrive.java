package io.myelin.retry.parking;

import io.myelin.retry.Fingerprint;
import io.myelin.retry.parking.AuditTable.Entry;
import io.myelin.retry.parking.ParkedSequence.State;
import io.myelin.retry.parking.SequenceTable.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A fix that is none turns ten thousand dead sequences into ten thousand dead sequences with twice the history, and calls
 * whatever they call ten thousand times. So one is tried, then a twentieth, then the rest at a bounded rate, and the first that
 * fails again ends it.
 */
/** Redrives dead sequences in growing steps, and stops at the first that fails again. */
final class CanaryRedrive {

    private static final Logger log = LoggerFactory.getLogger(CanaryRedrive.class);

    /** How often it looks what became of a step; a retry takes milliseconds, and the query is one for each thousand. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int SECOND_STEP_PART = 20;

    private final Database database;
    private final Books books;
    private final GroupRetry.Waiter waiter;
    private final Runnable wakeWorker;

    CanaryRedrive(Database database, Books books, GroupRetry.Waiter waiter, Runnable wakeWorker) {
        this.database = database;
        this.books = books;
        this.waiter = waiter;
        this.wakeWorker = wakeWorker;
    }

    /** A dead sequence as it was found; its row changes when it fails again. */
    record Dead(SequenceId id, long head, Instant lastFailedAt) {

        boolean failedAgain(@Nullable Outcome outcome) {
            return outcome != null
                    && (outcome.state() == State.DEAD || !outcome.lastFailedAt().equals(lastFailedAt));
        }
    }

    CanaryReport run(@Nullable Fingerprint fingerprint, Act act, CanarySettings settings) {
        List<Dead> dead = database.fetch(connection ->
                books.tables().sequences().dead(connection, fingerprint == null ? null : fingerprint.value()));
        Progress progress = new Progress(dead.size());
        int from = 0;
        for (int size : steps(dead.size())) {
            if (!step(dead.subList(from, from + size), settings, progress)) {
                break;
            }
            from += size;
        }
        CanaryReport report = progress.report();
        audit(fingerprint, act, report);
        log.info(
                "Redrive with a canary of group '{}': {}",
                books.tables().sequences().group(),
                report);
        return report;
    }

    /** Returns the sizes of the steps, which add up to all of them. */
    static List<Integer> steps(int sequences) {
        List<Integer> sizes = new ArrayList<>();
        int left = sequences;
        for (int size : new int[] {1, Math.max(1, sequences / SECOND_STEP_PART), sequences}) {
            int taken = Math.min(size, left);
            if (taken > 0) {
                sizes.add(taken);
            }
            left -= taken;
        }
        return sizes;
    }

    private static final class Progress {
        private final int dead;
        private int redriven;
        private int recovered;
        private int unsettled;
        private Optional<String> failed = Optional.empty();

        Progress(int dead) {
            this.dead = dead;
        }

        CanaryReport report() {
            return new CanaryReport(dead, redriven, recovered, unsettled, failed);
        }
    }

    private boolean step(List<Dead> step, CanarySettings settings, Progress progress) {
        int perSecond = settings.sequencesPerSecond();
        for (int from = 0; from < step.size(); from += perSecond) {
            if (from > 0) {
                pause(SECOND);
            }
            List<Dead> chunk = step.subList(from, Math.min(step.size(), from + perSecond));
            progress.redriven += revive(chunk);
            wakeWorker.run();
            if (!settle(chunk, settings.settleMax(), progress)) {
                return false;
            }
        }
        return true;
    }

    private int revive(List<Dead> chunk) {
        Instant now = books.now();
        return database.fetch(connection -> chunk.stream()
                .mapToInt(each -> books.tables().sequences().revive(connection, each.id(), each.head(), now))
                .sum());
    }

    /** Waits until each of them is handled, or one has failed; answers whether all are handled. */
    private boolean settle(List<Dead> chunk, Duration settleMax, Progress progress) {
        List<Dead> open = chunk;
        for (Duration waited = Duration.ZERO; ; waited = waited.plus(LOOK)) {
            List<Dead> asked = open;
            Map<SequenceId, Outcome> parked = database.fetch(connection -> books.tables()
                    .sequences()
                    .outcomes(connection, asked.stream().map(Dead::id).toList()));
            open = asked.stream().filter(each -> parked.containsKey(each.id())).toList();
            progress.recovered += asked.size() - open.size();
            Optional<Dead> failed = open.stream()
                    .filter(each -> each.failedAgain(parked.get(each.id())))
                    .findFirst();
            progress.failed = failed.map(each -> each.id().value());
            if (open.isEmpty() || failed.isPresent() || waited.compareTo(settleMax) >= 0) {
                progress.unsettled = open.size() - (failed.isPresent() ? 1 : 0);
                return open.isEmpty();
            }
            pause(LOOK);
        }
    }

    private void pause(Duration pause) {
        try {
            waiter.pause(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException(
                    "Interrupted during a redrive. What was redriven so far is tried on; the rest is as it was.");
        }
    }

    private void audit(@Nullable Fingerprint fingerprint, Act act, CanaryReport report) {
        String target = fingerprint == null ? "all" : "fingerprint " + fingerprint.value();
        database.run(connection -> books.tables()
                .audit()
                .insert(connection, act, new Entry("CANARY", target, report.toString()), books.now()));
    }
}
