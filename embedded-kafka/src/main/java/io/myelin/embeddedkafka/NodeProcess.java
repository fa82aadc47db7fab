package io.myelin.embeddedkafka;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node's process, seen from its parent. Safe for use by several threads. */
final class NodeProcess {

    /** Beside the heap a broker takes about as much again; 256 MiB carry one application's data with room to spare. */
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto");

    /** A clean stop of one node takes below two seconds, if the others are there to take over. */
    private static final Duration STOP_MAX = Duration.ofSeconds(5);

    private final Process process;
    private final Path logFile;
    private final CompletableFuture<Map<String, Integer>> ports = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    private NodeProcess(Process process, Path logFile) {
        this.process = process;
        this.logFile = logFile;
        LinkConnection.daemon("node-" + process.pid(), this::listen).start();
    }

    /** Starts a process and returns at once. */
    static NodeProcess start(Path directory, Path properties, String clusterId) {
        Path logFile = directory.resolve("node.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        String clientsJar = System.getProperty(NodeLoader.CLIENTS_JAR, "");
        if (!clientsJar.isBlank()) {
            command.add("-D" + NodeLoader.CLIENTS_JAR + "=" + clientsJar);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NodeMain.class.getName()));
        command.addAll(List.of(directory.toString(), properties.toString(), clusterId));
        try {
            File log = logFile.toFile();
            return new NodeProcess(
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.appendTo(log))
                            .start(),
                    logFile);
        } catch (IOException e) {
            throw new EmbeddedKafkaException(
                    "No process can be started for the broker in %s: %s.".formatted(directory, e.getMessage()), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the ports of its listeners once they are bound. */
    Map<String, Integer> awaitPorts(Duration longest) {
        return await(ports, longest);
    }

    /** Returns when clients are served. */
    void awaitReady(Duration longest) {
        boolean unused = await(ready, longest);
    }

    /** Sends the signal by the system's {@code kill}, which every POSIX system has. */
    void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
            if (code != 0 && isAlive()) {
                throw new EmbeddedKafkaException(
                        "'kill -%s %d' ended with %d; may this user signal that process?".formatted(name, pid(), code),
                        null);
            }
        } catch (IOException e) {
            throw new EmbeddedKafkaException(
                    "There is no 'kill' to send SIG%s with: freezing and thawing need a POSIX system.".formatted(name),
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Ends it as {@code kill -9} does, and returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Asks for a clean stop; {@link #awaitStop} waits for it. */
    void stop() {
        try {
            Writer input = process.outputWriter(StandardCharsets.US_ASCII);
            input.write(NodeMain.STOP + "\n");
            input.flush();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    /** Waits for the end, and kills what takes too long: nothing acknowledged depends on a clean one. */
    void awaitStop() {
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void listen() {
        try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(NodeMain.PORTS)) {
                    ports.complete(parsePorts(line.substring(NodeMain.PORTS.length())));
                } else if (line.equals(NodeMain.READY)) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            // It was killed; so the exception below says.
        }
        EmbeddedKafkaException ended = new EmbeddedKafkaException(
                "The broker's process %d ended before it served clients; its log says why: %s."
                        .formatted(pid(), logFile),
                null);
        ports.completeExceptionally(ended);
        ready.completeExceptionally(ended);
    }

    private static Map<String, Integer> parsePorts(String text) {
        Map<String, Integer> ports = new HashMap<>();
        for (String port : text.split(" ", -1)) {
            int equals = port.indexOf('=');
            ports.put(port.substring(0, equals), Integer.valueOf(port.substring(equals + 1)));
        }
        return ports;
    }

    private <T> T await(CompletableFuture<T> future, Duration longest) {
        try {
            return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EmbeddedKafkaException ended
                    ? ended
                    : new EmbeddedKafkaException("The broker's process can't be followed.", e.getCause());
        } catch (TimeoutException e) {
            throw new EmbeddedKafkaException(
                    "The broker's process %d did not serve clients within %s; see %s. With most other brokers down it can't."
                            .formatted(pid(), longest, logFile),
                    e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static EmbeddedKafkaException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EmbeddedKafkaException("The thread was interrupted while it waited for a broker's process.", e);
    }
}
