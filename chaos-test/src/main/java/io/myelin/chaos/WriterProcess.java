package io.myelin.chaos;

import io.myelin.chaos.writer.WriterMain;
import io.myelin.chaos.writer.WriterSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer through all its lives: a process that is frozen, killed and started again on the same index directory. A life that
 * ends by itself, because its store could not be opened, is followed by the next. Safe for use by several threads.
 */
final class WriterProcess {

    private static final Logger log = LoggerFactory.getLogger(WriterProcess.class);

    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto");

    private final int number;
    private final ChaosSettings settings;
    private final String servers;
    private final String logName;
    private @Nullable Process process;
    private int life;
    private boolean wanted;
    private int notOpened;
    private volatile Progress progress = new Progress(0, 0, 0);
    private Progress ofEarlierLives = new Progress(0, 0, 0);

    /** Commits so far. */
    record Progress(int acknowledged, int refused, int unknown) {
        Progress plus(Progress other) {
            return new Progress(acknowledged + other.acknowledged, refused + other.refused, unknown + other.unknown);
        }
    }

    WriterProcess(int number, ChaosSettings settings, String servers, String logName) {
        this.number = number;
        this.settings = settings;
        this.servers = servers;
        this.logName = logName;
    }

    /** Begins a life. */
    synchronized void start() {
        wanted = true;
        life++;
        ofEarlierLives = ofEarlierLives.plus(progress);
        progress = new Progress(0, 0, 0);
        try {
            Process started = new ProcessBuilder(command())
                    .redirectError(ProcessBuilder.Redirect.appendTo(settings.directory()
                            .resolve("writer-" + number + ".log")
                            .toFile()))
                    .start();
            process = started;
            Thread follower = new Thread(() -> follow(started), "writer-" + number);
            follower.setDaemon(true);
            follower.start();
        } catch (IOException e) {
            throw new UncheckedIOException("Writer " + number + " can't be started.", e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.add("-cp");
        command.add(Stream.concat(
                        settings.writerClassPath().stream().map(Path::toString),
                        Stream.of(System.getProperty("java.class.path")))
                .collect(Collectors.joining(java.io.File.pathSeparator)));
        command.add(WriterMain.class.getName());
        String name = "w" + number + "." + life;
        command.addAll(new WriterSettings(
                        name,
                        servers,
                        logName,
                        settings.directory().resolve("index-" + number),
                        settings.directory().resolve("history").resolve(name + ".txt"),
                        settings.seed() * 1_000_003 + number * 1_009L + life,
                        settings.load().callers(),
                        settings.load().aggregates(),
                        settings.load().pauseMsMax())
                .toArguments());
        return command;
    }

    private void follow(Process life) {
        try (BufferedReader output = life.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(WriterMain.PROGRESS)) {
                    String[] counts =
                            line.substring(WriterMain.PROGRESS.length()).split(" ", -1);
                    progress = new Progress(
                            Integer.parseInt(counts[0]), Integer.parseInt(counts[1]), Integer.parseInt(counts[2]));
                }
            }
            ended(life, life.waitFor());
        } catch (IOException e) {
            log.debug("The output of writer {} broke off: it was killed.", number, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A life that could not open its store is followed by another one; any other end is somebody's doing. */
    private synchronized void ended(Process ended, int code) {
        if (process == ended && wanted && code == WriterMain.NOT_OPENED) {
            notOpened++;
            start();
        }
    }

    /** Ends the life as {@code kill -9} does. */
    synchronized void kill() throws InterruptedException {
        wanted = false;
        Process current = process;
        if (current != null) {
            // Not Process.destroyForcibly(), which drops what was said last.
            boolean unused = current.toHandle().destroyForcibly();
            current.waitFor();
        }
    }

    /** Sends a signal by the system's {@code kill}. */
    synchronized void signal(String name) throws IOException, InterruptedException {
        Process current = process;
        if (current != null && current.isAlive()) {
            int unused = new ProcessBuilder("kill", "-" + name, Long.toString(current.pid()))
                    .start()
                    .waitFor();
        }
    }

    /** Asks the life to end its work; {@link #awaitFinished} waits for it. */
    synchronized void finish() {
        wanted = false;
        Process current = process;
        if (current != null && current.isAlive()) {
            try {
                Writer input = current.outputWriter(StandardCharsets.US_ASCII);
                input.write(WriterMain.FINISH + "\n");
                input.flush();
            } catch (IOException e) {
                log.debug("Writer {} is gone already.", number, e);
            }
        }
    }

    /** Returns the exit code of the last life, or -1 if it did not end and was killed. */
    int awaitFinished() throws InterruptedException {
        Process current;
        synchronized (this) {
            current = process;
        }
        if (current == null) {
            return 0;
        }
        if (!current.waitFor(settings.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            return -1;
        }
        return current.exitValue();
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    synchronized Progress progress() {
        return ofEarlierLives.plus(progress);
    }

    /** Returns how many lives there were, and how many of them could not open their store. */
    synchronized int lives() {
        return life;
    }

    synchronized int notOpened() {
        return notOpened;
    }
}
