package io.myelin.store.kafka.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.IndexUnusableException;
import io.myelin.store.kafka.IndexUnusableException.Reason;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory with an index: RocksDB's files below {@code rocksdb}, and beside them a small text file that says whose they are.
 *
 * @param path of the whole
 */
record IndexDirectory(Path path) {

    /** Counts up with every change of the form on disk that an older version would misread. */
    static final int FORMAT = 1;

    private static final String LABEL = "index.properties";
    private static final String TOPIC_ID = "topicId";
    private static final String FORMAT_KEY = "format";

    /**
     * Creates what is missing, and refuses a directory that holds something else.
     *
     * @throws IndexUnusableException if the directory belongs to another topic, a newer version or somebody else
     */
    void claimFor(String topicId) {
        try {
            Files.createDirectories(path);
            if (Files.exists(path.resolve(LABEL))) {
                checkLabel(topicId);
            } else {
                checkEmpty();
                writeLabel(topicId);
            }
            Files.createDirectories(database());
        } catch (IOException e) {
            throw Failures.diskFailed(path, e);
        }
    }

    /**
     * Returns the id of the topic whose index this is, and changes nothing.
     *
     * @throws IndexUnusableException if there is no index in the directory, or a newer version's
     */
    String requireLabel() {
        if (!Files.exists(path.resolve(LABEL)) || !Files.exists(database().resolve("CURRENT"))) {
            throw new IndexUnusableException(
                    Reason.NOT_AN_INDEX,
                    "There is no index in %s: it should hold %s and a directory rocksdb. Name the directory that the node's settings call indexDirectory."
                            .formatted(path, LABEL),
                    null);
        }
        try {
            Properties label = readLabel();
            checkFormat(label.getProperty(FORMAT_KEY));
            String found = label.getProperty(TOPIC_ID);
            if (found == null) {
                throw Failures.damaged(path, "its file " + LABEL + " names no topic", null);
            }
            return found;
        } catch (IOException e) {
            throw Failures.diskFailed(path, e);
        }
    }

    /** Returns where RocksDB's files are. */
    Path database() {
        return path.resolve("rocksdb");
    }

    /**
     * Returns whether RocksDB is to make a new database.
     *
     * @throws IndexUnusableException if there are data files but not the one that names them; RocksDB would delete them
     */
    boolean isNew() {
        if (Files.exists(database().resolve("CURRENT"))) {
            return false;
        }
        try (Stream<Path> files = Files.list(database())) {
            if (files.anyMatch(file -> file.toString().endsWith(".sst"))) {
                throw Failures.damaged(path, "its file CURRENT is missing", null);
            }
            return true;
        } catch (IOException e) {
            throw Failures.diskFailed(path, e);
        }
    }

    /**
     * Checks that what waits in memory still fits on the disk.
     *
     * @param bytesMin what has to fit
     * @throws IndexUnusableException if it doesn't
     */
    void requireSpace(long bytesMin) {
        try {
            long found = Files.getFileStore(path).getUsableSpace();
            if (found < bytesMin) {
                throw Failures.diskFull(
                        path, "it has %,d bytes left, and the index may need %,d".formatted(found, bytesMin), null);
            }
        } catch (IOException e) {
            throw Failures.diskFailed(path, e);
        }
    }

    private void checkLabel(String topicId) throws IOException {
        Properties label = readLabel();
        checkFormat(label.getProperty(FORMAT_KEY));
        String found = label.getProperty(TOPIC_ID);
        if (found == null) {
            throw Failures.damaged(path, "its file " + LABEL + " names no topic", null);
        }
        if (!found.equals(topicId)) {
            throw new IndexUnusableException(
                    Reason.OTHER_TOPIC,
                    ("The index in %s belongs to the topic with id %s, but the log is the topic with id %s. Its answers would be"
                                    + " about other events. Choose the right directory, or delete this one: the index is rebuilt from the log.")
                            .formatted(path, found, topicId),
                    null);
        }
    }

    private void checkFormat(@Nullable String found) {
        int format = found == null || !found.matches("[1-9][0-9]{0,8}") ? 0 : Integer.parseInt(found);
        if (format < 1) {
            throw Failures.damaged(path, "its file " + LABEL + " gives '" + found + "' as format", null);
        }
        if (format > FORMAT) {
            throw new IndexUnusableException(
                    Reason.NEWER_FORMAT,
                    ("The index in %s has format %d, and this version of Myelin knows formats up to %d. It would misread it. Use the"
                                    + " version that wrote it, or delete the directory: the index is rebuilt from the log.")
                            .formatted(path, format, FORMAT),
                    null);
        }
    }

    /**
     * Does nothing if this is an index, sound or not, or an empty directory.
     *
     * @throws IndexUnusableException if it holds something else
     */
    void requireIndexOrEmpty() throws IOException {
        if (!Files.exists(path.resolve(LABEL))) {
            checkEmpty();
        }
    }

    /** Marks a directory as the index of a topic; the last thing that makes it one. */
    void label(String topicId) throws IOException {
        writeLabel(topicId);
    }

    private void checkEmpty() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            Path any = files.findAny().orElse(null);
            if (any != null) {
                throw new IndexUnusableException(
                        Reason.NOT_AN_INDEX,
                        ("The directory %s is meant for an index, but holds other files, such as %s, and no %s. They could be"
                                        + " overwritten. Choose an empty directory, or one that doesn't exist yet.")
                                .formatted(path, any.getFileName(), LABEL),
                        null);
            }
        }
    }

    private Properties readLabel() throws IOException {
        Properties label = new Properties();
        try (Reader reader = Files.newBufferedReader(path.resolve(LABEL), UTF_8)) {
            label.load(reader);
        } catch (IllegalArgumentException e) {
            throw Failures.damaged(path, "its file " + LABEL + " can't be read", e);
        }
        return label;
    }

    /** Writes beside and renames, so that a crash leaves the whole file or none. */
    private void writeLabel(String topicId) throws IOException {
        Path fresh = Files.createTempFile(path, LABEL, ".new");
        Files.writeString(fresh, """
                # Myelin's index of a log. It is derived from the log: while the application is stopped, it may be deleted.
                %s=%d
                %s=%s
                """.formatted(FORMAT_KEY, FORMAT, TOPIC_ID, topicId));
        Files.move(fresh, path.resolve(LABEL), StandardCopyOption.ATOMIC_MOVE);
    }
}
