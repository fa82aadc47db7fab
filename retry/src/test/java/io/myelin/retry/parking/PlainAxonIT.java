package io.myelin.retry.parking;

import static io.myelin.retry.parking.RetryFixture.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import io.myelin.testkit.TestDatabase.Product;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventMessageHandler;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.deadletter.DeadLetteringEventHandlerInvoker;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.GenericDeadLetterTableFactory;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/**
 * The same trouble on Axon's own dead-letter queue and on this one. If a test of Axon's half fails after an upgrade, Axon
 * has been mended; then read docs/decisions/0030 again.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PlainAxonIT {

    private static final Noted A0 = new Noted("a", 0);

    @OnEachDatabase
    void axon_keeps_what_an_event_wrote_before_it_failed_and_adds_what_it_writes_when_it_succeeds(
            TestDatabase database) {
        PlainAxon axon = new PlainAxon(database, 2, connection -> {
            throw new IllegalStateException("not now");
        });

        axon.process(A0);
        axon.retry();
        axon.retry();

        // Three with Spring's transactions, whose nested ones undo nothing; ours undo the second attempt.
        assertThat(axon.noted()).isEqualTo(2);
        assertThat(axon.queued()).isZero();
    }

    @OnEachDatabase
    void here_it_takes_effect_once(TestDatabase database) {
        RetryFixture fixture = new RetryFixture(database);
        fixture.journal.fail(A0, new IllegalStateException("not now"), new IllegalStateException("not now"));

        fixture.process(events("a", 0, 1));
        for (int n = 0; n < 2; n++) {
            fixture.clock.advance(Duration.ofSeconds(2));
            fixture.retryWhatIsDue();
        }

        assertThat(fixture.journal.of("a")).containsExactly("0");
        assertThat(fixture.parked()).isEmpty();
    }

    @OnEachDatabase
    void axon_gets_no_letter_for_a_refused_statement_on_postgresql_and_is_stuck(TestDatabase database) {
        PlainAxon axon = new PlainAxon(database, Integer.MAX_VALUE, PlainAxonIT::violateNotNull);

        boolean committed = axon.process(A0);

        boolean letterExpected = database.product() == Product.H2;
        assertThat(committed).isEqualTo(letterExpected);
        assertThat(axon.queued()).isEqualTo(letterExpected ? 1 : 0);
    }

    @OnEachDatabase
    void here_a_refused_statement_leads_to_a_letter_on_both(TestDatabase database) {
        RetryFixture fixture = new RetryFixture(database);
        fixture.journal.prank(A0, PlainAxonIT::violateNotNull);

        fixture.process(A0, new Noted("b", 0));

        assertThat(fixture.parked()).containsExactly("a|DEAD|1|1");
        assertThat(fixture.journal.of("b")).containsExactly("0");
    }

    private static void violateNotNull(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into journal (sequence, number) values (null, 1)");
        }
    }

    /** A group as Axon sets it up, with one handler that notes its event and then fails a number of times. */
    private static final class PlainAxon {

        private final TestDatabase database;
        private final JdbcTransactions transactions;
        private final JdbcSequencedDeadLetterQueue<EventMessage<?>> queue;
        private final DeadLetteringEventHandlerInvoker invoker;
        private int failures;

        PlainAxon(TestDatabase database, int failures, Journal.Prank prank) {
            this.database = database;
            this.failures = failures;
            this.transactions = JdbcTransactions.on(database.dataSource());
            JsonSerializer serializer = JsonSerializer.of(EventTypes.of(Noted.class));
            queue = JdbcSequencedDeadLetterQueue.<EventMessage<?>>builder()
                    .processingGroup("plain")
                    .connectionProvider(transactions.connectionProvider())
                    .transactionManager(transactions)
                    .schema(DeadLetterSchema.defaultSchema())
                    .genericSerializer(serializer)
                    .eventSerializer(serializer)
                    .build();
            invoker = DeadLetteringEventHandlerInvoker.builder()
                    .eventHandlers(handler(prank))
                    .queue(queue)
                    .transactionManager(transactions)
                    .build();
            database.execute("create table journal (line bigint generated always as identity primary key,"
                    + " sequence varchar(300) not null, number int not null)");
            transactions.executeInTransaction(() -> queue.createSchema(new Tables(database.product())));
        }

        private EventMessageHandler handler(Journal.Prank prank) {
            return event -> {
                try (PreparedStatement insert = transactions
                        .connection()
                        .prepareStatement("insert into journal (sequence, number) values ('a', 0)")) {
                    insert.executeUpdate();
                }
                if (failures-- > 0) {
                    prank.play(transactions.connection());
                }
                return null;
            };
        }

        /** Handles the event as a batch of its own; answers whether that was committed. */
        boolean process(Noted event) {
            EventMessage<Noted> message =
                    new GenericDomainEventMessage<>("Note", event.sequence(), event.number(), event);
            UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(message);
            unitOfWork.attachTransaction(transactions);
            ResultMessage<?> result = unitOfWork.executeWithResult(() -> {
                invoker.handle(message, Segment.ROOT_SEGMENT);
                return null;
            });
            return !result.isExceptional();
        }

        void retry() {
            invoker.process(letter -> true);
        }

        long noted() {
            return database.number("select count(*) from journal");
        }

        long queued() {
            return database.number("select count(*) from DeadLetterEntry");
        }
    }

    /** Axon's tables, with PostgreSQL's name for bytes. */
    private static final class Tables extends GenericDeadLetterTableFactory {
        private final Product product;

        Tables(Product product) {
            this.product = product;
        }

        @Override
        protected String serializedDataType() {
            return product == Product.H2 ? super.serializedDataType() : "bytea";
        }
    }
}
