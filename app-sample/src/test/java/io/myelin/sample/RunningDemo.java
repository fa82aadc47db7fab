package io.myelin.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The demo in a process of its own, so that it can be killed. */
final class RunningDemo implements AutoCloseable {

    private static final String END = "<end of output>";

    private final Process process;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final List<String> read = new ArrayList<>();

    private RunningDemo(Process process) {
        this.process = process;
        Thread reader = new Thread(this::readOutput, "demo-output");
        reader.setDaemon(true);
        reader.start();
    }

    static RunningDemo start(Path data, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // Such a process lives for seconds; the second compiler would only get in its way.
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Demo.class.getName(),
                "--data",
                data.toString(),
                "--port",
                "0"));
        command.addAll(List.of(arguments));
        return new RunningDemo(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Waits for a line of output; false if the demo ended without it, or the time is over. */
    boolean awaitLine(Predicate<String> wanted, long limitMs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMs);
        while (true) {
            String line = unread.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null || line.equals(END)) {
                return false;
            }
            read.add(line);
            if (wanted.test(line)) {
                return true;
            }
        }
    }

    /** Waits for the end and gives the exit code. */
    int awaitEnd(long limitMs) throws InterruptedException {
        if (!process.waitFor(limitMs, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("The demo didn't end within %d ms. It printed:%n%s".formatted(limitMs, output()));
        }
        awaitLine(line -> false, limitMs);
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As kill -9 does: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As kill without an option does; Ctrl-C does the same by another signal. */
    void askToEnd() {
        // By its handle: the process's own method closes its output as well.
        process.toHandle().destroy();
    }

    /** What it has printed, as far as it was waited for. */
    String output() {
        return String.join("\n", read);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void readOutput() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(unread::add);
        } catch (IOException | UncheckedIOException e) {
            unread.add("<output ended: " + e + ">");
        }
        unread.add(END);
    }
}
