package io.myelin.embeddedkafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * One broker for all tests of a JVM: started when first asked for, on a temporary directory, stopped and deleted when
 * the JVM ends. Tests share it, so each takes topic names of its own.
 *
 * <pre>{@code
 * private static final String SERVERS = SharedEmbeddedKafka.bootstrapServers();
 * }</pre>
 */
public final class SharedEmbeddedKafka {

    private SharedEmbeddedKafka() {}

    /**
     * Where clients find the shared broker. The first call in a JVM starts it and takes about two seconds.
     *
     * @throws EmbeddedKafkaException if it can't start
     */
    public static String bootstrapServers() {
        return Holder.KAFKA.bootstrapServers();
    }

    /** The JVM makes a holder's fields when it is first touched, once, and has all other threads wait. */
    private static final class Holder {

        static final EmbeddedKafka KAFKA = start();

        private static EmbeddedKafka start() {
            try {
                Path directory = Files.createTempDirectory("myelin-kafka");
                EmbeddedKafka kafka =
                        EmbeddedKafka.builder().dataDirectory(directory).build().start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    kafka.close();
                    delete(directory);
                }));
                return kafka;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void delete(Path directory) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
