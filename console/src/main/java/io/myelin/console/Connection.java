package io.myelin.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.store.kafka.log.LogClients;
import io.myelin.store.kafka.log.LogScan;
import io.myelin.store.kafka.topic.Secrets;
import io.myelin.store.kafka.topic.TopicInspection;
import io.myelin.store.kafka.topic.TopicReport;
import io.myelin.store.kafka.topic.TopicSettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which log it is and how to get there, the same for all commands. */
final class Connection {

    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    /** Long enough for a broker that is just being started, short enough for a person who mistyped its address. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Option(names = "--log", paramLabel = "TOPIC", required = true, description = "The log: the name of its topic.")
    private String log = "";

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description =
                    "The brokers to begin with, separated by commas. May stand in FILE as bootstrap.servers instead.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--properties",
            paramLabel = "FILE",
            description = "Properties of Kafka's clients, as its own tools take them: TLS, SASL, time-outs.")
    private @Nullable Path file;

    private @Nullable Map<String, String> read;

    String log() {
        return log;
    }

    /** Returns what makes the clients. */
    LogClients clients() {
        try {
            return new LogClients(servers(), properties());
        } catch (IllegalArgumentException e) {
            throw ConsoleException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** Connects to the log, whose topic must be there. */
    LogScan openScan() {
        return LogScan.open(clients(), log);
    }

    /** Asks the brokers what the log's topic is like; refuses one that isn't there. */
    TopicReport inspect() {
        // How large events may be is for the nodes to say; a log that takes smaller ones only is a sound log.
        return TopicInspection.of(
                adminProperties(),
                topicSettings().create(false).maxMessageBytes(1).build());
    }

    Map<String, String> adminProperties() {
        LogClients clients = clients();
        Map<String, String> properties = new HashMap<>(clients.properties());
        properties.put(BOOTSTRAP_SERVERS, clients.bootstrapServers());
        return properties;
    }

    TopicSettings.Builder topicSettings() {
        return TopicSettings.log(log).patience(PATIENCE);
    }

    /** Returns what must not be shown of what was given, as far as it can be read. */
    Secrets secrets() {
        try {
            return Secrets.of(properties());
        } catch (ConsoleException e) {
            return new Secrets(List.of());
        }
    }

    String servers() {
        String servers = bootstrapServers != null ? bootstrapServers : all().get(BOOTSTRAP_SERVERS);
        if (servers == null || servers.isBlank()) {
            throw ConsoleException.usage(
                    "No broker is named, so there is nobody to ask. Add --bootstrap-servers HOST:PORT, or bootstrap.servers to the file of --properties.");
        }
        return servers;
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(all());
        properties.remove(BOOTSTRAP_SERVERS);
        return properties;
    }

    private Map<String, String> all() {
        if (read == null) {
            read = file == null ? Map.of() : read(file);
        }
        return read;
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw ConsoleException.usage("There is no file '%s', which --properties names.".formatted(file));
        } catch (IOException | IllegalArgumentException e) {
            // Without the cause's message, which may quote the file.
            throw ConsoleException.usage(
                    "The file '%s' can't be read as properties (%s). Each line should be name=value, in UTF-8."
                            .formatted(file, e.getClass().getSimpleName()));
        }
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }
}
