package io.myelin.store.kafka.index;

import io.myelin.store.kafka.protocol.ValidGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that applies the generated log to an index until it is killed, and says after each group how far it is. */
final class KilledWriter implements AutoCloseable {

    static final int PAYLOAD_BYTES = 200;
    static final String TOPIC = "topic";
    static final IndexSettings SETTINGS = new IndexSettings(IndexSettings.MEMORY_BYTES_MIN, 64);

    private final Process process;
    private final BufferedReader positions;

    private KilledWriter(Process process) {
        this.process = process;
        this.positions = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static KilledWriter start(Path directory) throws IOException {
        return new KilledWriter(command(directory, "-Xmx256m")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Returns how to start the process with one more option for its JVM. */
    static ProcessBuilder command(Path directory, String jvmOption) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                jvmOption,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                directory.toString());
    }

    public static void main(String[] args) {
        GeneratedLog log = new GeneratedLog(PAYLOAD_BYTES);
        LogIndex index = LogIndex.open(Path.of(args[0]), TOPIC, SETTINGS);
        while (true) {
            System.out.println(index.position());
            ValidGroup group = log.groupAt(index.position());
            index.apply(List.of(group), log.nextAfter(group));
        }
    }

    /** Returns once the process has applied as many records since its start, with its position. */
    long awaitRecords(long recordsMin) throws IOException {
        long first = nextPosition();
        long position = first;
        while (position < first + recordsMin) {
            position = nextPosition();
        }
        return position;
    }

    private long nextPosition() throws IOException {
        String line = positions.readLine();
        if (line == null) {
            throw new IOException("The writing process ended on its own; see its error output.");
        }
        return Long.parseLong(line);
    }

    /** Kills the process, without any chance to tidy up, and returns once it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
