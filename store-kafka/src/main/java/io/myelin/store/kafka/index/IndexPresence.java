package io.myelin.store.kafka.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * By what an open index knows its directory again. RocksDB goes on with the files that it has open when somebody deletes or
 * replaces them, and so would never notice.
 *
 * @param directory of the index
 * @param label what its label said
 * @param lock the file by which RocksDB keeps others out, as the file system knows it; while it is open, no other file
 *     is known so; {@code null} where the file system has no such name
 */
record IndexPresence(Path directory, String label, @Nullable Object lock) {

    /** Remembers the directory of an index that is open. */
    static IndexPresence of(IndexDirectory home) {
        try {
            return new IndexPresence(home.path(), label(home.path()), lock(home.path()));
        } catch (IOException e) {
            throw Failures.diskFailed(home.path(), e);
        }
    }

    /** Returns what became of the directory, or nothing if it is as it was. */
    Optional<String> disturbance() {
        try {
            if (!Objects.equals(lock, lock(directory)) || !label.equals(label(directory))) {
                return Optional.of(
                        disturbed("is another one than the store opened: it was replaced, or its lock was taken away"));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(disturbed("is not there any more, or can't be read (" + e + ")"));
        }
    }

    private String disturbed(String how) {
        return ("The index directory %s %s. Another process may use it, and what this one writes there is lost or does harm. Stop"
                        + " all processes that use it, delete the directory, and start them with one directory each: the index is"
                        + " rebuilt from the log (docs/operations/behind-the-back.md).")
                .formatted(directory, how);
    }

    private static String label(Path directory) throws IOException {
        return Files.readString(directory.resolve("index.properties"));
    }

    private static @Nullable Object lock(Path directory) throws IOException {
        return Files.readAttributes(directory.resolve("rocksdb").resolve("LOCK"), BasicFileAttributes.class)
                .fileKey();
    }
}
