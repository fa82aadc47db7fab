package io.myelin.retry.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.myelin.retry.Backoff;
import io.myelin.retry.RetrySettings;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.net.ConnectException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/**
 * One processor, two processes with retry workers and an operator at work at the same time, with handlers that fail in
 * every way there is. The journal has no unique key, so an event that took effect twice would stand there twice.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExactlyOnceIT {

    private static final int SEQUENCES = 25;
    private static final int EVENTS_PER_SEQUENCE = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Act ACT = new Act("operator", "tries everything again");

    /** Short waits, so that workers and processor meet all the time; no event is given up but by bad luck. */
    private static final RetrySettings SETTINGS = RetrySettings.builder()
            .backoff(Backoff.exponential(Duration.ofMillis(1), Duration.ofMillis(4)))
            .attemptsMax(4)
            .build();

    private final Random random = new Random(20_241_103);
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(4);
    private final ExecutorService processor = Executors.newSingleThreadExecutor();
    private RetryFixture fixture;
    private GroupRetry here;
    private GroupRetry there;

    @BeforeEach
    void open(TestDatabase database) {
        fixture = new RetryFixture(database);
        here = group("here");
        there = group("there");
        database.execute(
                "create table progress (position int not null)",
                "insert into progress values (0)",
                "create table tally (id int primary key, events int not null)",
                "insert into tally values (0, 0), (1, 0), (2, 0)",
                "create table taken (id int primary key)",
                "insert into taken values (1)");
        fixture.journal.usually(this::misbehave);
    }

    @AfterEach
    void close() throws Exception {
        here.worker().close();
        there.worker().close();
        processor.shutdown();
        workers.shutdown();
        assertThat(workers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @OnEachDatabase
    void every_event_takes_effect_once_and_in_order_whatever_fails_meanwhile() throws Exception {
        List<EventMessage<?>> log = log();
        here.worker().start(workers, 2);
        there.worker().start(workers, 2);
        Future<?> processing = processor.submit(() -> processAll(log));

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
            here.redrive().all(ACT);
            assertThat(processing.isDone()).isTrue();
            assertThat(fixture.parked()).isEmpty();
        });
        processing.get();

        List<String> all = IntStream.range(0, EVENTS_PER_SEQUENCE)
                .mapToObj(String::valueOf)
                .toList();
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            assertThat(fixture.journal.of("s" + sequence))
                    .as("sequence s" + sequence)
                    .isEqualTo(all);
        }
        assertThat(fixture.database.number("select sum(events) from tally"))
                .isEqualTo((long) SEQUENCES * EVENTS_PER_SEQUENCE);
        assertThat(fixture.database.number("select count(*) from retry_letter")).isZero();
        assertThat(fixture.database.number("select count(*) from retry_attempt"))
                .isZero();
        assertThat(fixture.journal.deliveries.size()).isGreaterThan(SEQUENCES * EVENTS_PER_SEQUENCE * 11 / 10);
    }

    private GroupRetry group(String node) {
        return fixture.groupRetry(SETTINGS)
                .clock(Clock.systemUTC())
                .waiter(pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()))
                .leaseTime(Duration.ofMillis(300))
                .node(node)
                .build();
    }

    private List<EventMessage<?>> log() {
        List<EventMessage<?>> log = new ArrayList<>();
        int[] next = new int[SEQUENCES];
        while (log.size() < SEQUENCES * EVENTS_PER_SEQUENCE) {
            int sequence = random.nextInt(SEQUENCES);
            if (next[sequence] < EVENTS_PER_SEQUENCE) {
                log.add(fixture.message(new Noted("s" + sequence, next[sequence]++)));
            }
        }
        return log;
    }

    /** As a processor does: batch after batch from the token on, and again from the token if one fails. */
    private void processAll(List<EventMessage<?>> log) {
        Random batches = new Random(7);
        while (true) {
            int from = (int) fixture.database.number("select position from progress");
            if (from == log.size()) {
                return;
            }
            int until = Math.min(log.size(), from + 1 + batches.nextInt(20));
            boolean committed = processBatch(log.subList(from, until), until);
            if (!committed || batches.nextInt(10) == 0) {
                here.segmentReleased(Segment.ROOT_SEGMENT);
            }
        }
    }

    private boolean processBatch(List<EventMessage<?>> batch, int until) {
        UnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(batch.get(0));
        unitOfWork.attachTransaction(fixture.transactions);
        unitOfWork.onPrepareCommit(committing -> store(until));
        ResultMessage<?> result = unitOfWork.executeWithResult(() -> {
            for (EventMessage<?> event : batch) {
                here.handle(event, ((Noted) event.getPayload()).sequence(), Segment.ROOT_SEGMENT);
            }
            return null;
        });
        return !result.isExceptional();
    }

    private void store(int position) {
        try (PreparedStatement update =
                fixture.transactions.connection().prepareStatement("update progress set position = ?")) {
            update.setInt(1, position);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a handler does besides noting its event: it writes where others write, and then may fail. */
    private void misbehave(Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("update tally set events = events + 1 where id = " + random.nextInt(3));
            switch (random.nextInt(200)) {
                case 0, 1, 2, 3, 4, 5, 6, 7, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30 ->
                    throw new IllegalStateException("not now");
                case 8, 9, 10, 11 -> statement.execute("insert into taken values (1)");
                case 12, 13 -> throw new SQLException("another transaction", "40001");
                case 14 -> throw new IllegalArgumentException("never");
                case 15 -> throw new ConnectException("refused once");
                case 16 -> statement.execute("insert into journal (sequence, number) values (null, 0)");
                case 17 -> new CountDownLatch(1).await(400, TimeUnit.MILLISECONDS);
                default -> {
                    // Nine of ten work.
                }
            }
        }
    }
}
