package io.myelin.embeddedkafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A JVM of its own that runs a broker and appends numbers to it, for tests that kill it. */
final class BrokerProcess implements AutoCloseable {

    static final String TOPIC = "numbers";

    private final Process process;
    private final BufferedReader acknowledged;

    private BrokerProcess(Process process) {
        this.process = process;
        this.acknowledged = process.inputReader(StandardCharsets.US_ASCII);
    }

    static BrokerProcess on(Path directory) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new BrokerProcess(new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    long pid() {
        return process.pid();
    }

    /** Waits until the broker has acknowledged so many more numbers; gives the last of them. */
    int awaitAcknowledged(int count) throws IOException {
        String last = "";
        for (int i = 0; i < count; i++) {
            String line = acknowledged.readLine();
            if (line == null) {
                throw new IllegalStateException("The broker's process ended after '" + last + "'.");
            }
            last = line;
        }
        return Integer.parseInt(last);
    }

    /** Kills it as {@code kill -9} does and gives the last number that it said was acknowledged. */
    int kill() throws Exception {
        // Not Process.destroyForcibly(): that closes the pipe with what is still to be read.
        process.toHandle().destroyForcibly();
        int last = -1;
        for (String line = acknowledged.readLine(); line != null; line = acknowledged.readLine()) {
            last = Integer.parseInt(line);
        }
        process.waitFor();
        return last;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The life of the other JVM; the argument is the data directory. */
    public static void main(String[] args) throws Exception {
        EmbeddedKafka kafka =
                EmbeddedKafka.builder().dataDirectory(Path.of(args[0])).build().start();
        Records.createTopic(kafka.bootstrapServers(), TOPIC);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        try (var producer = Records.producer(kafka.bootstrapServers())) {
            for (int number = 0; ; number++) {
                Records.send(producer, TOPIC, Integer.toString(number)).get();
                out.println(number);
            }
        }
    }
}
