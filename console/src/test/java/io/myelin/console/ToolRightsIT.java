package io.myelin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.myelin.embeddedkafka.AccessRights;
import io.myelin.embeddedkafka.AccessRights.Right;
import io.myelin.embeddedkafka.EmbeddedKafka;
import io.myelin.embeddedkafka.Login;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rights that docs/operations/security.md lists for the tools suffice on a broker with TLS, logins and ACLs, and each is needed.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class ToolRightsIT {

    private static final Login ADMIN = new Login("admin", "of-the-admin");
    private static final Login TOOL = new Login("tool", "of-the-tool");

    private static final List<AclOperation> TO_LOOK = List.of(AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);

    /** Those of a node that writes. */
    private static final List<AclOperation> TO_IMPORT =
            List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);

    private static final Map<AclOperation, String> SPOKEN = Map.of(
            AclOperation.READ, "Read", AclOperation.WRITE, "Write", AclOperation.DESCRIBE_CONFIGS, "DescribeConfigs");

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    private static EmbeddedKafka kafka;
    private static AccessRights rights;
    private static String log;
    private static Path export;

    private final String absent = "imported-" + UUID.randomUUID();

    @BeforeAll
    static void write() throws IOException {
        kafka = EmbeddedKafka.builder()
                .dataDirectory(shared.resolve("broker"))
                .secured(ADMIN, TOOL)
                .build()
                .start();
        rights = AccessRights.of(kafka, ADMIN);
        export = exported();
        log = "log-" + UUID.randomUUID();
        assertThat(call(ADMIN, log, "log", "import", export.toString()).err()).isEmpty();
    }

    private static Path exported() {
        Path file = shared.resolve("export.jsonl.gz");
        try (WrittenLog source = WrittenLog.create(shared.resolve("index"))) {
            source.commit(WrittenLog.event("a", 0), WrittenLog.event("b", 0));
            assertThat(CalledMyelin.on(source.name(), "log", "export", file.toString())
                            .err())
                    .isEmpty();
        }
        return file;
    }

    @AfterAll
    static void stop() {
        rights.close();
        kafka.close();
    }

    @AfterEach
    void takeAllRightsAway() {
        rights.withdrawAll();
    }

    static Stream<String> commands() {
        return Stream.of("describe", "verify", "show", "export", "import", "rebuild");
    }

    private static List<Right> neededFor(String command) {
        return command.equals("import") ? onBothTopics(log, TO_IMPORT) : onTopic(log, TO_LOOK);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_rights_listed_suffice(String command) throws IOException {
        rights.grant(TOOL, neededFor(command));

        CalledMyelin called = callTool(command);

        assertThat(called.err()).isEmpty();
        assertThat(called.exitCode()).isZero();
    }

    static Stream<Arguments> each_right() {
        return commands().flatMap(command -> neededFor(command).stream().map(right -> arguments(command, right)));
    }

    @ParameterizedTest
    @MethodSource("each_right")
    void without_one_of_them_a_command_says_which(String command, Right missing) throws IOException {
        rights.grant(
                TOOL,
                neededFor(command).stream()
                        .filter(right -> !right.equals(missing))
                        .toList());

        CalledMyelin called = callTool(command);

        assertThat(called.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(called.err())
                .contains("User:tool may not ")
                .contains(SPOKEN.get(missing.operation()) + " ")
                .contains("topic '" + missing.name() + "'");
    }

    @Test
    void an_import_that_may_not_create_a_missing_log_says_so() throws IOException {
        rights.grant(TOOL, onBothTopics(absent, TO_IMPORT));

        CalledMyelin refused = callImport(absent);
        rights.grant(TOOL, onBothTopics(absent, List.of(AclOperation.CREATE)));
        CalledMyelin allowed = callImport(absent);

        assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(refused.err()).contains("User:tool may not Create topic '" + absent + "'");
        assertThat(allowed.err()).isEmpty();
        assertThat(allowed.exitCode()).isZero();
    }

    private static List<Right> onBothTopics(String log, List<AclOperation> operations) {
        return Stream.of(log, log + "-snapshots")
                .flatMap(topic -> onTopic(topic, operations).stream())
                .toList();
    }

    private static List<Right> onTopic(String topic, List<AclOperation> operations) {
        return operations.stream()
                .map(operation -> Right.topic(topic, operation))
                .toList();
    }

    private CalledMyelin callImport(String into) throws IOException {
        return call(TOOL, into, "log", "import", "--append", export.toString());
    }

    private CalledMyelin callTool(String command) throws IOException {
        return switch (command) {
            case "export" ->
                call(
                        TOOL,
                        log,
                        "log",
                        command,
                        directory.resolve("out.jsonl.gz").toString());
            case "show" -> call(TOOL, log, "log", command, "--from", "0");
            case "import" -> callImport(log);
            case "rebuild" ->
                call(
                        TOOL,
                        log,
                        "index",
                        command,
                        "--index",
                        directory.resolve("index").toString());
            default -> call(TOOL, log, "log", command);
        };
    }

    private static CalledMyelin call(Login login, String log, String... command) throws IOException {
        Path file = Files.createTempFile(shared, login.user(), ".properties");
        Properties properties = new Properties();
        properties.putAll(kafka.clientProperties(login));
        properties.setProperty("bootstrap.servers", kafka.bootstrapServers());
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return CalledMyelin.with(Stream.of(Stream.of(command), Stream.of("--log", log, "--properties", file.toString()))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }
}
