package io.myelin.store.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.application.MyelinApplication;
import io.myelin.embeddedkafka.EmbeddedKafka;
import io.myelin.embeddedkafka.Login;
import io.myelin.store.kafka.account.Account;
import io.myelin.store.kafka.account.Account.AccountEvent;
import io.myelin.store.kafka.account.Account.Open;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A password shows up in no log line, no error and no metric, whether it is right, wrong or badly written. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(120)
class SecretsIT {

    private static final Login SHOP = new Login("shop", "Hush-5ecret");
    private static final String SECRET = "5ecret";

    @TempDir
    private static Path brokerDirectory;

    @TempDir
    private Path directory;

    private static EmbeddedKafka kafka;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Appender<ILoggingEvent> console = root.getAppender("console");
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.myelin");
    private final Logger clients = (Logger) LoggerFactory.getLogger("org.apache.kafka.clients");
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.builder()
                .dataDirectory(brokerDirectory)
                .secured(SHOP)
                .build()
                .start();
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void listen() {
        ours.setLevel(Level.DEBUG);
        clients.setLevel(Level.INFO);
        lines.start();
        root.detachAppender(console);
        root.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        root.detachAppender(lines);
        root.addAppender(console);
        ours.setLevel(null);
        clients.setLevel(null);
    }

    @Test
    void not_while_all_goes_well() {
        KafkaStoreSettings settings = settings(kafka.clientProperties(SHOP));

        try (MyelinApplication app = started(settings)) {
            app.commandGateway().sendAndWait(new Open("a-1"));
        }

        assertThat(lines.list).isNotEmpty();
        assertThat(registry.getMeters()).isNotEmpty();
        assertThat(settings).asString().contains("sasl.jaas.config").doesNotContain(SECRET);
        assertThatNothingShowsIt("");
    }

    @Test
    void not_when_the_broker_refuses_it() {
        Throwable refused =
                catchThrowable(() -> started(settings(kafka.clientProperties(new Login("shop", "wrong-5ecret")))));

        assertThat(refused).hasStackTraceContaining("does not let User:shop in");
        assertThatNothingShowsIt(trace(refused));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"shop\" password=\"Hush-5ecret\"",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"shop\" Hush-5ecret;",
                "org.apache.kafka.common.security.plain.PlainLoginModule Hush-5ecret username=\"shop\";",
                "Hush-5ecret required;",
                "Hush-5ecret"
            })
    void not_when_it_is_badly_written(String jaas) {
        Map<String, String> properties = new HashMap<>(kafka.clientProperties(SHOP));
        properties.put("sasl.jaas.config", jaas);

        Throwable refused = catchThrowable(() -> started(settings(properties)));

        assertThat(refused).isNotNull();
        assertThatNothingShowsIt(trace(refused));
    }

    private KafkaStoreSettings settings(Map<String, String> clientProperties) {
        return KafkaStoreSettings.log("accounts-" + UUID.randomUUID())
                .bootstrapServers(kafka.bootstrapServers())
                .clientProperties(clientProperties)
                .indexDirectory(directory.resolve("index"))
                .startWait(Duration.ofSeconds(10))
                .build();
    }

    private MyelinApplication started(KafkaStoreSettings settings) {
        MyelinApplication app = MyelinApplication.builder()
                .aggregate(Account.class)
                .events(AccountEvent.class)
                .module(KafkaStore.with(settings))
                .meterRegistry(registry)
                .build();
        app.start();
        return app;
    }

    private void assertThatNothingShowsIt(String error) {
        String logged = List.copyOf(lines.list).stream()
                .map(line -> line.getFormattedMessage()
                        + (line.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(line.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
        String metrics = registry.getMeters().stream()
                .map(meter -> meter.getId().toString())
                .collect(Collectors.joining("\n"));
        assertThat(logged).doesNotContain(SECRET);
        assertThat(metrics).doesNotContain(SECRET);
        assertThat(error).doesNotContain(SECRET);
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
