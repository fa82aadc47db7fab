package io.myelin.store.kafka.transfer;

import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.log.ScanProgress;
import io.myelin.store.kafka.log.ValidEvent;
import io.myelin.store.kafka.topic.TopicReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/** Writes all events of a log into a file (docs/operations/export-format.md). */
public final class LogExport {

    private static final String UNFINISHED_SUFFIX = ".part";

    private LogExport() {}

    /**
     * Exports what the log holds now. The file appears under its name when it is whole and on the disk; until then it has
     * {@code .part} behind its name, and is deleted if this fails.
     *
     * @param scan of the log; it stays the caller's
     * @param topic the log's
     * @param file to create
     * @param now to write into the header
     * @param progress told of every event
     * @throws ExportUnusableException if the file is there already or can't be written
     */
    public static ExportTotals run(LogScan scan, TopicReport topic, Path file, Instant now, ScanProgress progress) {
        if (Files.exists(file)) {
            throw new ExportUnusableException(
                    "'%s' is there already and is not overwritten. Choose another name, or delete it.".formatted(file),
                    null);
        }
        Path unfinished = unfinished(file);
        try {
            ExportSource source = new ExportSource(topic.name(), topic.topicId(), scan.end(), now);
            ExportTotals totals = write(scan, source, unfinished, progress);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return totals;
        } catch (IOException | UncheckedIOException e) {
            throw new ExportUnusableException(
                    "'%s' can't be written: %s. Nothing was exported. Make room, or choose another place."
                            .formatted(unfinished, e.getMessage()),
                    e);
        } finally {
            deleteUnfinished(file);
        }
    }

    /** Deletes what an export left that did not come to its end; for those who stop the process meanwhile. */
    public static void deleteUnfinished(Path file) {
        try {
            Files.deleteIfExists(unfinished(file));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "'" + unfinished(file) + "' is not whole and can't be deleted; delete it yourself.", e);
        }
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED_SUFFIX);
    }

    private static ExportTotals write(LogScan scan, ExportSource source, Path target, ScanProgress progress)
            throws IOException {
        long beginning = scan.beginning();
        try (OutputStream out = Files.newOutputStream(target);
                ExportWriter writer = new ExportWriter(out, source)) {
            scan.events(beginning, source.end(), event -> {
                writeUnchecked(writer, event);
                progress.at(event.logged().offset() + 1 - beginning, source.end() - beginning);
                return true;
            });
            ExportTotals totals = writer.finish();
            writer.close();
            force(target);
            return totals;
        }
    }

    private static void writeUnchecked(ExportWriter writer, ValidEvent event) {
        try {
            writer.write(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
