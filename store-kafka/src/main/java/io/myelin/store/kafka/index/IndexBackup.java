package io.myelin.store.kafka.index;

import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.IndexUnusableException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies of an index, so that a new node reads the log from there on instead of from its start. A backup is a directory like that
 * of an index, and an index once it is restored.
 *
 * <p>All methods throw {@link IndexUnusableException} if a directory is not what it should be, or its disk fails.
 */
public final class IndexBackup {

    private static final String UNFINISHED_SUFFIX = ".part";

    /** RocksDB's own: who holds it, and what it said. They mean nothing elsewhere. */
    private static final List<String> NOT_COPIED = List.of("LOCK", "LOG");

    private IndexBackup() {}

    /**
     * Writes a backup of an index that is open. Its node goes on meanwhile; what it applies after this began may be missing. Files
     * are linked where the file system allows it, so on the same disk this takes no room and about a second.
     *
     * @param backup to be created; it appears under its name when it is whole
     */
    public static void write(LogIndex index, Path backup) {
        requireFree(backup);
        Path unfinished = unfinished(backup);
        try {
            deleteAll(unfinished);
            Files.createDirectories(unfinished);
            index.checkpoint(new IndexDirectory(unfinished));
            moveInto(unfinished, backup);
        } catch (IOException | UncheckedIOException e) {
            throw Failures.diskFailed(backup, e);
        }
    }

    /**
     * Makes an index of a backup, which stays as it is.
     *
     * @param backup as {@link #write} made it
     * @param directory of the new index; it must not exist, or be empty
     */
    public static void restore(Path backup, Path directory) {
        String unused = new IndexDirectory(backup).requireLabel();
        requireFree(directory);
        Path unfinished = unfinished(directory);
        try {
            deleteAll(unfinished);
            copy(backup, unfinished);
            moveInto(unfinished, directory);
        } catch (IOException | UncheckedIOException e) {
            throw Failures.diskFailed(directory, e);
        }
    }

    /**
     * Deletes an index whose node is stopped, so that it can be built anew. Does nothing if the directory isn't there.
     *
     * @throws IndexUnusableException if the directory is in use, or holds something else
     */
    public static void delete(Path directory) {
        IndexDirectory home = new IndexDirectory(directory);
        try {
            if (!Files.exists(directory)) {
                return;
            }
            home.requireIndexOrEmpty();
            if (Files.exists(home.database())) {
                IndexContents.lock(home).close();
            }
            deleteAll(directory);
        } catch (IOException | UncheckedIOException e) {
            throw Failures.diskFailed(directory, e);
        }
    }

    private static void requireFree(Path directory) {
        try {
            if (Files.exists(directory) && !isEmpty(directory)) {
                throw new IndexUnusableException(
                        Reason.NOT_AN_INDEX,
                        "%s is there already and not empty, and nothing in it is overwritten. Choose a directory that doesn't exist, or delete it first."
                                .formatted(directory),
                        null);
            }
        } catch (IOException e) {
            throw Failures.diskFailed(directory, e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static Path unfinished(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + UNFINISHED_SUFFIX);
    }

    private static void moveInto(Path unfinished, Path directory) throws IOException {
        Files.deleteIfExists(directory);
        Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                if (!NOT_COPIED.contains(String.valueOf(file.getFileName()))) {
                    Files.copy(file, target.resolve(source.relativize(file).toString()));
                }
            }
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
