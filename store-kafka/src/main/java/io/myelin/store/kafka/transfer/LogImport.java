package io.myelin.store.kafka.transfer;

import io.myelin.store.kafka.log.BulkWriter;
import io.myelin.store.kafka.log.ScanProgress;
import io.myelin.store.kafka.protocol.Commit;
import io.myelin.store.kafka.protocol.NewEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Brings the events of an export into a log (docs/operations/export-format.md). */
public final class LogImport {

    private LogImport() {}

    /**
     * Reads an export to its end, and says what it holds.
     *
     * @throws ExportUnusableException if it is not whole, or was changed
     */
    public static ExportTotals check(Path file, ScanProgress progress) {
        try (ExportReader reader = open(file)) {
            while (reader.nextCommit().isPresent()) {
                progress.at(reader.totals().events(), 0);
            }
            return reader.totals();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * What an import did.
     *
     * @param events that are new in the log
     * @param commits that are new in the log
     * @param skippedEvents that were there already, from an import that was interrupted
     */
    public record Imported(long events, long commits, long skippedEvents) {}

    /**
     * Appends what the log doesn't have yet, commit by commit, in the order of the file. Events keep identifier, sequence number
     * and time; stamps and offsets are new. Interrupted, it can be run again: what is there is skipped.
     *
     * @param file an export that {@link #check} accepted
     * @param log to write to; it stays the caller's
     * @param totals what {@link #check} returned
     * @param progress told of every commit, in events
     * @throws ImportRefusedException if the log contradicts the file; what came before is in the log
     * @throws ExportUnusableException if the file is no longer what it was
     */
    public static Imported run(Path file, BulkWriter log, ExportTotals totals, ScanProgress progress) {
        long events = 0;
        long commits = 0;
        long skipped = 0;
        try (ExportReader reader = open(file)) {
            for (Optional<Commit> next = reader.nextCommit(); next.isPresent(); next = reader.nextCommit()) {
                Commit commit = next.get();
                if (isThere(commit, log)) {
                    skipped += commit.events().size();
                } else {
                    append(commit, log);
                    events += commit.events().size();
                    commits++;
                }
                progress.at(events + skipped, totals.events());
            }
            finish(log);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return new Imported(events, commits, skipped);
    }

    private static void append(Commit commit, BulkWriter log) {
        try {
            log.append(commit);
        } catch (BulkWriter.RefusedException e) {
            throw refused(e);
        }
    }

    private static void finish(BulkWriter log) {
        try {
            log.flush();
        } catch (BulkWriter.RefusedException e) {
            throw refused(e);
        }
    }

    private static ImportRefusedException refused(BulkWriter.RefusedException e) {
        return new ImportRefusedException(
                "%s The commits before it in the file are in the log, the rest is not. Import into a log of its own."
                        .formatted(e.getMessage()));
    }

    /** A commit is in a log whole or not at all; one that is there in part is another one with events of the same identifiers. */
    private static boolean isThere(Commit commit, BulkWriter log) {
        long there = commit.events().stream()
                .map(NewEvent::event)
                .filter(event -> log.contains(event.eventId()))
                .count();
        if (there > 0 && there < commit.events().size()) {
            throw new ImportRefusedException(
                    "Of the %d events of commit %s the log has %d already, but not the others, so it holds other commits than the file. Import into a log of its own."
                            .formatted(commit.events().size(), commit.id(), there));
        }
        return there > 0;
    }

    private static ExportReader open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ExportUnusableException("There is no file '%s' to import.".formatted(file), null);
        }
        return new ExportReader(file.toString(), Files.newInputStream(file));
    }

    private static UncheckedIOException unreadable(Path file, IOException e) {
        return new UncheckedIOException("'%s' can't be read: %s".formatted(file, e.getMessage()), e);
    }
}
