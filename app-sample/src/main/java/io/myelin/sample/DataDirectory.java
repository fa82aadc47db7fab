package io.myelin.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of all the demo's data, held against other demos while it is open.
 *
 * <p>The file {@code demo.lock} marks a directory as the demo's own. A directory with other things in it is never touched.
 */
final class DataDirectory implements AutoCloseable {

    private static final String LOCK = "demo.lock";
    private static final String LOGS = "logs";
    private static final String SHOP = "shop";
    private static final String DATABASE = "database";
    private static final String IN_USE = "database-in-use";
    private static final String DISCARDED = "discarded";

    private final Path directory;
    private final FileChannel channel;

    private DataDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Opens the directory, and makes it if it isn't there.
     *
     * @throws DemoException if it can't be had: another demo works on it, it isn't the demo's, or can't be written
     */
    static DataDirectory open(Path given) {
        Path directory = given.toAbsolutePath().normalize();
        if (directory.toString().contains(";")) {
            throw DemoException.usage(
                    "%s can't be used for the demo's data: a ';' in its name ends the database's address. Choose another by --data DIR."
                            .formatted(directory),
                    null);
        }
        try {
            refuseForeign(directory);
            Files.createDirectories(directory);
            // The mark comes before all else: a start that is cut short must not leave a directory that looks foreign.
            FileChannel channel = FileChannel.open(
                    directory.resolve(LOCK),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                String holder = Files.readString(directory.resolve(LOCK)).strip();
                channel.close();
                throw DemoException.usage(
                        "%s is in use by another demo, process %s. Stop that one, or choose another directory by --data DIR."
                                .formatted(directory, holder),
                        null);
            }
            Files.createDirectories(directory.resolve(LOGS));
            channel.truncate(0);
            channel.write(StandardCharsets.UTF_8.encode(ProcessHandle.current().pid() + "\n"));
            return new DataDirectory(directory, channel);
        } catch (IOException e) {
            throw DemoException.usage(
                    "%s can't be used for the demo's data: %s. Choose another directory by --data DIR."
                            .formatted(directory, e),
                    e);
        }
    }

    /**
     * Throws away what earlier runs left, and what an earlier call didn't manage to.
     *
     * @throws DemoException if a file can't be deleted
     */
    void startOver() {
        discard(shop());
    }

    /**
     * Takes the database into use. One that its last user did not give back is thrown away first: H2 loses parts of
     * transactions when its process is killed (docs/decisions/0054), and the log has all that is needed to build it anew.
     *
     * @return whether a database was thrown away
     * @throws DemoException if a file can't be deleted or written
     */
    boolean takeDatabase() {
        Path mark = shop().resolve(IN_USE);
        boolean torn = Files.exists(mark);
        if (torn) {
            discard(shop().resolve(DATABASE));
        }
        try {
            Files.createDirectories(shop());
            Files.writeString(mark, "The database is open, or was when its process ended.\n");
            return torn;
        } catch (IOException e) {
            throw DemoException.failure("%s can't be written: %s.".formatted(mark, e), e);
        }
    }

    /** Says that the database was closed in order. */
    void giveDatabaseBack() {
        Path mark = shop().resolve(IN_USE);
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            throw DemoException.failure("%s can't be deleted: %s.".formatted(mark, e), e);
        }
    }

    private void discard(Path data) {
        try {
            if (Files.exists(data)) {
                // Renamed as one step first: half of the data, without the other half, must never be taken for the
                // whole.
                Files.move(data, Files.createTempDirectory(directory, DISCARDED).resolve(SHOP));
            }
            deleteDiscarded();
        } catch (IOException | UncheckedIOException e) {
            throw DemoException.failure(
                    "What earlier runs left in %s can't be deleted: %s.".formatted(directory, e), e);
        }
    }

    private Path shop() {
        return directory.resolve(SHOP);
    }

    Path kafka() {
        return shop().resolve("kafka");
    }

    Path index() {
        return shop().resolve("index");
    }

    Path database() {
        return shop().resolve(DATABASE).resolve("shop");
    }

    Path logFile() {
        return directory.resolve(LOGS).resolve("demo.log");
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    /** Lets others have the directory; the mark stays. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw DemoException.failure("The lock on %s can't be released: %s.".formatted(directory, e), e);
        }
    }

    private static void refuseForeign(Path directory) throws IOException {
        if (!Files.exists(directory) || Files.exists(directory.resolve(LOCK))) {
            return;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.findAny().isPresent()) {
                throw DemoException.usage(
                        "%s holds things that aren't the demo's. Choose a new or empty directory by --data DIR."
                                .formatted(directory),
                        null);
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private void deleteDiscarded() throws IOException {
        List<Path> all;
        try (Stream<Path> entries = Files.list(directory)) {
            all = entries.filter(entry -> entry.getFileName().toString().startsWith(DISCARDED))
                    .flatMap(DataDirectory::withContents)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }

    private static Stream<Path> withContents(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
