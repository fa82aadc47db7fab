package io.myelin.embeddedkafka;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds a data directory for one broker, against other processes and against others in this JVM. The operating
 * system lets go of it when the process dies, however it dies.
 */
final class DirectoryLock implements AutoCloseable {

    private static final String FILE = "embedded-kafka.lock";

    /**
     * The directories held by this JVM. The file lock alone won't do: POSIX drops it as soon as any descriptor of the
     * file is closed in the process, so a second attempt in here would free the first one's lock on its way out.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Creates the directory if need be and takes it. */
    static DirectoryLock take(Path directory) {
        Path real = create(directory);
        if (!HELD_HERE.add(real)) {
            throw new DataDirectoryInUseException(real, "another broker of this process");
        }
        try {
            return new DirectoryLock(real, lockFile(real));
        } catch (RuntimeException e) {
            HELD_HERE.remove(real);
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new EmbeddedKafkaException(
                    "The lock of data directory %s could not be closed; the end of this process frees it."
                            .formatted(directory),
                    e);
        } finally {
            HELD_HERE.remove(directory);
        }
    }

    private static Path create(Path directory) {
        try {
            return Files.createDirectories(directory.toAbsolutePath()).toRealPath();
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static FileChannel lockFile(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(file, CREATE, WRITE);
            if (channel.tryLock() == null) {
                String holder = "process " + Files.readString(file).strip();
                channel.close();
                throw new DataDirectoryInUseException(directory, holder);
            }
            String pid = ProcessHandle.current().pid() + "\n";
            channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    private static EmbeddedKafkaException unusable(Path directory, IOException cause) {
        return new EmbeddedKafkaException(
                "Data directory %s can't be used (%s). Make it a directory that this user may write to."
                        .formatted(directory, cause),
                cause);
    }
}
