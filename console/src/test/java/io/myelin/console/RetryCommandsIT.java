package io.myelin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.core.EventName;
import io.myelin.core.jdbc.JdbcTransactions;
import io.myelin.core.serialization.EventTypes;
import io.myelin.core.serialization.JsonSerializer;
import io.myelin.retry.Classifier;
import io.myelin.retry.RetryPolicy;
import io.myelin.retry.RetrySettings;
import io.myelin.retry.parking.GroupRetry;
import io.myelin.retry.parking.RetrySchema;
import io.myelin.testkit.OnEachDatabase;
import io.myelin.testkit.TestDatabase;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

/** Three orders failed for one reason and one for another; the application runs and tries again what is redriven. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RetryCommandsIT {

    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Set<String> handled = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1);
    private TestDatabase database;
    private GroupRetry retry;

    @EventName("order-placed")
    record OrderPlaced(String orderId) {}

    @BeforeEach
    void failFour(TestDatabase empty) {
        database = empty;
        RetrySchema.migrate(database.dataSource());
        JdbcTransactions transactions = JdbcTransactions.on(database.dataSource());
        retry = GroupRetry.builder()
                .processingGroup("orders")
                .transactions(transactions)
                .serializer(JsonSerializer.of(EventTypes.of(OrderPlaced.class)))
                .delivery(this::deliver)
                .policy(new RetryPolicy(RetrySettings.defaults(), Classifier.builtIn(), new Random(1)))
                .build();
        broken.addAll(List.of("o-1", "o-2", "o-3", "o-4"));
        for (String orderId : List.of("o-1", "o-2", "o-3", "o-4")) {
            process(transactions, orderId);
        }
        retry.worker().start(threads, 1);
    }

    @AfterEach
    void stop() {
        retry.worker().close();
        threads.shutdownNow();
    }

    private void process(JdbcTransactions transactions, String orderId) {
        EventMessage<?> event = GenericEventMessage.asEventMessage(new OrderPlaced(orderId));
        DefaultUnitOfWork<EventMessage<?>> unitOfWork = DefaultUnitOfWork.startAndGet(event);
        unitOfWork.attachTransaction(transactions);
        retry.handle(event, orderId, Segment.ROOT_SEGMENT);
        retry.finish(Segment.ROOT_SEGMENT);
        unitOfWork.commit();
    }

    private void deliver(EventMessage<?> event) {
        String orderId = ((OrderPlaced) event.getPayload()).orderId();
        if (broken.contains(orderId)) {
            throw orderId.equals("o-4")
                    ? new ClassCastException("another reason")
                    : new IllegalArgumentException("no price");
        }
        handled.add(orderId);
    }

    @OnEachDatabase
    void groups_causes_and_sequences_are_listed() {
        assertThat(call("groups").out()).contains("4          0          4  orders");
        assertThat(call("causes", "orders").lines())
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).contains("         3          0  permanent"))
                .anySatisfy(line -> assertThat(line).contains("         1          0  permanent"));
        assertThat(call("list", "orders").lines())
                .hasSize(5)
                .anySatisfy(line -> assertThat(line).endsWith("  o-1"));
        assertThat(call("list", "orders", "--retrying").out())
                .isEqualTo("No sequence of 'orders' is being tried again.\n");
        assertThat(call("causes", "bogus").out()).isEqualTo("Nothing of 'bogus' is parked after a failure.\n");
    }

    @OnEachDatabase
    void a_sequence_is_shown_with_its_attempts_and_their_stack_traces() {
        assertThat(call("show", "orders", "o-1").out())
                .contains("order-placed")
                .contains("attempt 1")
                .contains("failed  on local")
                .contains("IllegalArgumentException: no price")
                .doesNotContain("at io.myelin.console.RetryCommandsIT");
        assertThat(call("show", "orders", "o-1", "--stack").out()).contains("at io.myelin.console.RetryCommandsIT");
        CalledMyelin unknown = call("show", "orders", "bogus");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(unknown.err()).contains("No sequence 'bogus' of 'orders' is parked");
    }

    @OnEachDatabase
    void what_failed_for_one_reason_is_redriven_and_handled_by_the_application() {
        broken.clear();
        String fingerprint = call("causes", "orders").lines().get(1).substring(0, 16);

        CalledMyelin redriven = call("redrive", "orders", "--fingerprint", fingerprint, "--reason", "fixed in 1.2");

        assertThat(redriven.err()).isEmpty();
        assertThat(redriven.out()).isEqualTo("3 of 3 sequences recovered, 0 not redriven.\n");
        assertThat(handled).containsExactlyInAnyOrder("o-1", "o-2", "o-3");
        assertThat(call("groups").out()).contains("1          0          1  orders");
    }

    @OnEachDatabase
    void a_fix_that_is_none_ends_a_redrive_at_the_first() {
        CalledMyelin redriven = call("redrive", "orders", "--all", "--reason", "perhaps", "--as", "ada");

        assertThat(redriven.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(redriven.out())
                .contains("0 of 4 sequences recovered, 3 not redriven; stopped because sequence 'o-1'");
        assertThat(database.rows("select actor, action, reason from retry_audit"))
                .containsExactly("ada|CANARY|perhaps");
    }

    @OnEachDatabase
    void one_is_redriven_another_skipped_a_third_evicted_and_all_three_are_audited() {
        broken.clear();

        assertThat(call("redrive", "orders", "--sequence", "o-1", "--reason", "fixed")
                        .out())
                .isEqualTo("Sequence 'o-1' is tried again within a second of now.\n");
        assertThat(call("skip-head", "orders", "o-2", "--reason", "a test order")
                        .exitCode())
                .isZero();
        assertThat(call("evict", "orders", "o-3", "--reason", "a test order").out())
                .isEqualTo("1 events of 'o-3' are dropped.\n");

        assertThat(call("evict", "orders", "o-3", "--reason", "again").exitCode())
                .isEqualTo(ExitCode.FAILED);
        assertThat(database.rows("select action from retry_audit order by id"))
                .containsExactly("REDRIVE", "SKIP_HEAD", "EVICT");
    }

    @OnEachDatabase
    void mistakes_are_said_in_one_line() {
        assertThat(call("redrive", "orders", "--all").err()).contains("Missing required option: '--reason=TEXT'");
        assertThat(call("redrive", "orders", "--fingerprint", "xyz", "--reason", "r")
                        .err())
                .contains("A fingerprint is 16 characters");
        assertThat(call("list", "orders", "--limit", "0").err())
                .contains("--limit must lie between 1 and 1000, was 0.");
        CalledMyelin nowhere =
                CalledMyelin.with("retry", "groups", "--jdbc-url", "jdbc:h2:/nowhere/at/all;PASSWORD=secret");
        assertThat(nowhere.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(nowhere.err())
                .contains("The database 'jdbc:h2:/nowhere/at/all' can't be opened")
                .doesNotContain("secret");
    }

    private CalledMyelin call(String... command) {
        return CalledMyelin.with(
                Stream.of(Stream.of("retry"), Stream.of(command), Stream.of("--jdbc-url", database.url()))
                        .flatMap(part -> part)
                        .toArray(String[]::new));
    }
}
