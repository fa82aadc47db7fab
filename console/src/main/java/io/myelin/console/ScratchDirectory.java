package io.myelin.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for what a command needs while it runs; gone when it ends.
 *
 * @param path of it
 */
record ScratchDirectory(Path path) implements AutoCloseable {

    /** Makes one. */
    static ScratchDirectory in(Path parent) {
        try {
            return new ScratchDirectory(Files.createTempDirectory(parent, "myelin"));
        } catch (IOException e) {
            throw ConsoleException.usage(
                    "No directory can be made in '%s' for temporary files (%s). Name another with --scratch DIR."
                            .formatted(parent, e.getClass().getSimpleName()));
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The scratch directory " + path + " can't be deleted; delete it yourself.", e);
        }
    }
}
