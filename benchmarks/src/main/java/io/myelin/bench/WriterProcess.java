package io.myelin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link WritingNode} in a JVM of its own, and the line to it. */
final class WriterProcess implements AutoCloseable {

    /** Enough for 256 callers and an index of a few million events; four of them fit into a small machine. */
    private static final String HEAP_MAX = "-Xmx512m";

    private static final long END_SECONDS_MAX = 30;

    private final Process process;
    private final Writer lines;
    private final BufferedReader answers;

    private WriterProcess(Process process) {
        this.process = process;
        this.lines = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts a process that has an index of its own in {@code directory}; returns once it takes commits. */
    static WriterProcess start(String name, int callers, Path directory, String servers, String topic)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(HEAP_MAX, "-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
        command.add(WritingNode.class.getName());
        command.addAll(List.of(name, String.valueOf(callers), servers, topic, directory.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        WriterProcess writer = new WriterProcess(process);
        writer.answer();
        return writer;
    }

    /** Tells the process to do something; {@link #answer} waits until it is done. */
    void tell(String line) throws IOException {
        lines.write(line + "\n");
        lines.flush();
    }

    /** Returns the words of the next answer. */
    String[] answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("A writer's process ended; what it said on the error stream tells why.");
        }
        return answer.split(" ", -1);
    }

    /** Lets the process close its log and end. */
    @Override
    public void close() throws IOException, InterruptedException {
        lines.close();
        if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
