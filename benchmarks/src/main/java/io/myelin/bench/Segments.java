package io.myelin.bench;

import io.myelin.bench.Load.Figures;
import io.myelin.core.application.MyelinApplication;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.handlers.Projections;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;

/**
 * Handlers that wait on PostgreSQL for a millisecond each, in four segments: against one segment, and against four of Axon's
 * pooled processor with the same handler, batch size and database, whose events are in memory. A round is a replay, cut off
 * after the scale's span.
 */
final class Segments implements Measurement {

    private static final int MANY = 4;
    private static final String FOUR = "four";
    private static final String ONE = "one";
    private static final int BATCH = 256;
    private static final int COMMIT_EVENTS = 20;

    /** Events for each second of the span: more than four handlers that take a millisecond get through. */
    private static final int EVENTS_PER_SECOND = 4_000;

    /** What four segments are to bring; waiting threads cost next to nothing, so two cores are no limit. */
    private static final double RATIO_MIN = 1.7;

    private final Stage stage;

    Segments(Stage stage) {
        this.stage = stage;
    }

    /** Something that is replayed, and the table that it writes. */
    private record Replayed(WaitingDeposits table, Runnable start, Runnable stop) {

        Figures forAWhile(Duration span) throws InterruptedException {
            table.projected.drainPermits();
            start.run();
            // From the first commit on: claiming its segments takes each of them up to a second.
            table.projected.acquire();
            long begin = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(span.toNanos());
            int projected = table.projected.drainPermits();
            double seconds = (System.nanoTime() - begin) / 1e9;
            stop.run();
            return new Figures(projected / seconds, 0, 0);
        }
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        int events = (int) (EVENTS_PER_SECOND * scale.span().toMillis() / 1_000);
        try (TestDatabase database = TestDatabase.postgresql()) {
            WaitingDeposits four = new WaitingDeposits(database, FOUR);
            WaitingDeposits one = new WaitingDeposits(database, ONE);
            Projections projections = Projections.on(database.dataSource())
                    .projection(FOUR, four, options -> options.segments(MANY).batchSize(BATCH))
                    .projection(ONE, one, options -> options.segments(1).batchSize(BATCH));
            try (MyelinApplication application = MyelinApplication.builder()
                    .events(Account.Deposited.class)
                    .module(stage.store())
                    .module(projections)
                    .build()) {
                application.start();
                projections.stop(FOUR);
                projections.stop(ONE);
                publish(events, commit -> application.eventStore().publish(commit));
                return beside(
                        scale, events, database, replayed(projections, FOUR, four), replayed(projections, ONE, one));
            }
        }
    }

    private static Replayed replayed(Projections projections, String name, WaitingDeposits table) {
        return new Replayed(table, () -> projections.replay(name), () -> projections.stop(name));
    }

    private static Outcome beside(Scale scale, int events, TestDatabase database, Replayed four, Replayed one)
            throws Exception {
        WaitingDeposits table = new WaitingDeposits(database, "plain");
        ScheduledExecutorService workers = Executors.newScheduledThreadPool(MANY);
        Configuration plain = plainAxon(database.dataSource(), table, workers);
        try {
            StreamingEventProcessor processor = plain.eventProcessingConfiguration().eventProcessors().values().stream()
                    .map(StreamingEventProcessor.class::cast)
                    .findAny()
                    .orElseThrow();
            processor.shutDown();
            publish(events, commit -> plain.eventStore().publish(commit));
            Replayed theirs = new Replayed(table, () -> replay(processor), processor::shutDown);
            List<Double> ofOne = new ArrayList<>();
            Sides sides = Sides.inTurn(
                    scale,
                    round -> {
                        ofOne.add(one.forAWhile(scale.span()).perSecond());
                        return four.forAWhile(scale.span());
                    },
                    round -> theirs.forAWhile(scale.span()));
            return outcome(sides, median(ofOne.subList(Sides.WARM_UP_ROUNDS, ofOne.size())));
        } finally {
            plain.shutdown();
            workers.shutdown();
        }
    }

    private static void replay(StreamingEventProcessor processor) {
        processor.resetTokens();
        processor.start();
    }

    private static double median(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }

    private static void publish(int events, Consumer<List<DomainEventMessage<?>>> publisher) {
        for (int first = 0; first < events; first += COMMIT_EVENTS) {
            String account = "account-" + first;
            publisher.accept(IntStream.range(0, COMMIT_EVENTS)
                    .<DomainEventMessage<?>>mapToObj(sequence -> new GenericDomainEventMessage<>(
                            "Account", account, sequence, new Account.Deposited(account, 1, Account.NOTE)))
                    .toList());
        }
    }

    private static Configuration plainAxon(
            DataSource dataSource, WaitingDeposits table, ScheduledExecutorService workers) {
        Serializer serializer = JacksonSerializer.defaultSerializer();
        JdbcTransactions transactions = JdbcTransactions.on(dataSource);
        JdbcTokenStore tokens = JdbcTokenStore.builder()
                .connectionProvider(transactions.connectionProvider())
                .serializer(serializer)
                .build();
        transactions.executeInTransaction(() -> tokens.createSchema(PostgresTokenTableFactory.INSTANCE));
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .registerComponent(TransactionManager.class, configuration -> transactions)
                .registerComponent(TokenStore.class, configuration -> tokens)
                .configureEmbeddedEventStore(configuration -> new InMemoryEventStorageEngine());
        configurer.eventProcessing(processing -> processing
                .usingPooledStreamingEventProcessors((configuration, builder) -> builder.initialSegmentCount(MANY)
                        .workerExecutor(workers)
                        .batchSize(BATCH))
                .registerDefaultListenerInvocationErrorHandler(configuration -> PropagatingErrorHandler.instance())
                .registerEventHandler(configuration -> table));
        return configurer.start();
    }

    private static Outcome outcome(Sides sides, double one) {
        double speed = sides.ours().perSecond();
        return new Outcome(
                "segments",
                "events/s",
                speed,
                sides.baseline().perSecond(),
                "Axon pooled, four segments",
                sides.speedRatio(),
                0,
                0,
                "four >= %.1f x one (%,.0f/s: %.1f x)".formatted(RATIO_MIN, one, speed / one),
                speed >= RATIO_MIN * one);
    }
}
