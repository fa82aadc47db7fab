package io.myelin.retry.parking;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import io.myelin.retry.Classifier;
import io.myelin.retry.RetryPolicy;
import io.myelin.retry.RetrySettings;
import io.myelin.testkit.SettableClock;
import io.myelin.testkit.TestDatabase;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** A group with a journal as its only projection, a clock that a test moves, and a processor that a test steps. */
final class RetryFixture {

    static final String GROUP = "journal";

    final TestDatabase database;
    final SettableClock clock = SettableClock.create();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final JdbcTransactions transactions;
    final Journal journal;
    final GroupRetry retry;

    private final AtomicLong position = new AtomicLong();

    RetryFixture(TestDatabase database) {
        this(
                database,
                RetrySettings.builder().attemptsMax(3).systemicSequences(0).build());
    }

    RetryFixture(TestDatabase database, RetrySettings settings) {
        this.database = database;
        RetrySchema.migrate(database.dataSource());
        transactions = JdbcTransactions.on(database.dataSource());
        journal = new Journal(database, transactions);
        retry = groupRetry(settings).build();
    }

    /** Another process of the same application; it shares the database and the journal. */
    GroupRetryBuilder groupRetry(RetrySettings settings) {
        return GroupRetry.builder()
                .processingGroup(GROUP)
                .transactions(transactions)
                .serializer(JsonSerializer.of(EventTypes.of(Noted.class)))
                .delivery(journal)
                .policy(new RetryPolicy(settings, Classifier.builtIn(), new Random(7)))
                .clock(clock)
                .random(new Random(11))
                .waiter(pause -> clock.advance(pause))
                .meterRegistry(meters);
    }

    /** Lets the processor handle these events as one batch; what the batch throws is thrown. */
    void process(Noted... events) {
        processOn(retry, events);
    }

    void processOn(GroupRetry processor, Noted... events) {
        List<EventMessage<?>> batch =
                List.of(events).stream().<EventMessage<?>>map(this::message).toList();
        UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(batch.get(0));
        unitOfWork.attachTransaction(transactions);
        ResultMessage<?> result = unitOfWork.executeWithResult(() -> {
            for (EventMessage<?> event : batch) {
                processor.handle(event, ((Noted) event.getPayload()).sequence(), Segment.ROOT_SEGMENT);
            }
            return null;
        });
        if (result.isExceptional()) {
            throw (RuntimeException) result.exceptionResult();
        }
    }

    EventMessage<Noted> message(Noted event) {
        return new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(position.incrementAndGet()),
                new GenericDomainEventMessage<>("Note", event.sequence(), event.number(), event));
    }

    static Noted[] events(String sequence, int from, int until) {
        return IntStream.range(from, until)
                .mapToObj(number -> new Noted(sequence, number))
                .toArray(Noted[]::new);
    }

    List<String> parked() {
        return database.rows(
                "select sequence_id, state, attempts, tail_index - head_index + 1 from retry_sequence order by 1");
    }

    /** Lets the worker do what is due, until nothing is. */
    void retryWhatIsDue() {
        while (retry.worker().runOnce().isZero()) {
            // The next round may find more.
        }
    }

    double counted(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    double shown(String meter, String... tags) {
        return meters.get(meter).tags(tags).gauge().value();
    }
}
