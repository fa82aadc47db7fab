package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import io.myelin.testkit.SettableClock;
import io.myelin.testkit.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.GenericDeadLetter;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueue;
import org.axonframework.messaging.deadletter.SequencedDeadLetterQueueTest;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.junit.jupiter.api.AfterEach;

/** What Axon asks of every dead-letter queue, asked of the parked sequences of a group. */
abstract class AxonDeadLetterQueueContract extends SequencedDeadLetterQueueTest<EventMessage<?>> {

    /** Small, so that filling it takes little time, and larger than the 10 and 100 at which others lose letters. */
    private static final int LETTERS_MAX = 120;

    private final SettableClock clock = SettableClock.create();
    private final TestDatabase database;

    AxonDeadLetterQueueContract(TestDatabase database) {
        this.database = database;
    }

    @AfterEach
    void close() {
        GenericDeadLetter.clock = Clock.systemUTC();
        database.close();
    }

    @Override
    protected SequencedDeadLetterQueue<EventMessage<?>> buildTestSubject() {
        GenericDeadLetter.clock = clock;
        RetrySchema.migrate(database.dataSource());
        return GroupRetry.builder()
                .processingGroup("contract")
                .transactions(JdbcTransactions.on(database.dataSource()))
                .serializer(JsonSerializer.of(EventTypes.of()))
                .delivery(event -> {})
                .limits(new ParkingLimits(LETTERS_MAX, LETTERS_MAX))
                .clock(clock)
                .build()
                .deadLetterQueue();
    }

    @Override
    protected long maxSequences() {
        return LETTERS_MAX;
    }

    @Override
    protected long maxSequenceSize() {
        return LETTERS_MAX;
    }

    @Override
    protected DeadLetter<EventMessage<?>> generateInitialLetter() {
        return new GenericDeadLetter<>("sequence", generateEvent(), generateThrowable());
    }

    @Override
    protected DeadLetter<EventMessage<?>> generateFollowUpLetter() {
        return new GenericDeadLetter<>("sequence", generateEvent());
    }

    @Override
    protected DeadLetter<EventMessage<?>> mapToQueueImplementation(DeadLetter<EventMessage<?>> letter) {
        return new QueuedLetter(
                SequenceId.of("not enqueued"),
                letter.message(),
                letter.cause(),
                letter.enqueuedAt(),
                letter.lastTouched(),
                letter.diagnostics(),
                clock);
    }

    @Override
    protected void setClock(Clock time) {
        clock.set(time.instant());
    }

    @Override
    protected void assertLetter(
            DeadLetter<? extends EventMessage<?>> expected, DeadLetter<? extends EventMessage<?>> actual) {
        assertThat(actual.message().getIdentifier())
                .isEqualTo(expected.message().getIdentifier());
        assertThat(actual.message().getPayload()).isEqualTo(expected.message().getPayload());
        assertThat(actual.message().getMetaData()).isEqualTo(expected.message().getMetaData());
        assertThat(actual.cause().map(cause -> new ThrowableCause(cause.type(), cause.message())))
                .isEqualTo(expected.cause().map(cause -> new ThrowableCause(cause.type(), cause.message())));
        assertThat(actual.enqueuedAt()).isEqualTo(stored(expected.enqueuedAt()));
        assertThat(actual.lastTouched()).isEqualTo(stored(expected.lastTouched()));
        assertThat(MetaData.from(actual.diagnostics())).isEqualTo(expected.diagnostics());
    }

    private static Instant stored(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }
}
