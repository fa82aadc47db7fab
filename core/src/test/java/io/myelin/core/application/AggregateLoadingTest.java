package io.myelin.core.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.BusinessRejection;
import io.myelin.core.application.Counter.ApplyUnregistered;
import io.myelin.core.application.Counter.Consider;
import io.myelin.core.application.Counter.Create;
import io.myelin.core.application.Counter.CreateRejected;
import io.myelin.core.application.Counter.Created;
import io.myelin.core.application.Counter.Delete;
import io.myelin.core.application.Counter.Deleted;
import io.myelin.core.application.Counter.Ensure;
import io.myelin.core.application.Counter.Fail;
import io.myelin.core.application.Counter.Increment;
import io.myelin.core.application.Counter.Incremented;
import io.myelin.core.application.Counter.Meanwhile;
import io.myelin.core.application.Counter.TryFail;
import io.myelin.core.application.Counter.Which;
import io.myelin.core.serialization.PayloadException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.AggregateDeletedException;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class AggregateLoadingTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Iterator<Runnable> meanwhile = List.<Runnable>of().iterator();
    private MyelinApplication app = MyelinApplication.builder().build();

    @AfterEach
    void close() {
        app.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_command_that_another_writer_overtook_decides_again_on_what_that_one_wrote(boolean cached) {
        start(cached);
        send(new Create("c"));
        meanwhile(() -> otherWriter(new Incremented("c"), 1));

        int count = count(new Increment("c"));

        assertThat(count).isEqualTo(2);
        assertThat(conflicts()).isEqualTo(1);
        assertThat(app.eventStore().readEvents("c").asStream()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_another_writer_has_written_before_is_seen_without_a_conflict(boolean cached) {
        start(cached);
        send(new Create("c"));
        otherWriter(new Incremented("c"), 1);

        int count = count(new Increment("c"));

        assertThat(count).isEqualTo(2);
        assertThat(conflicts()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_a_rejected_command_applied_is_forgotten(boolean cached) {
        start(cached);
        send(new Create("c"));

        assertThatThrownBy(() -> send(new Fail("c"))).isInstanceOf(BusinessRejection.class);

        assertThat(count(new Increment("c"))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_a_command_applied_that_ended_in_an_error_is_forgotten(boolean cached) {
        start(cached);
        send(new Create("c"));
        meanwhile(AggregateLoadingTest::failBeforeTheStore);

        assertThatThrownBy(() -> send(new Increment("c"))).isInstanceOf(StackOverflowError.class);

        assertThat(count(new Increment("c"))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_a_creation_if_missing_applied_that_ended_in_an_error_is_forgotten(boolean cached) {
        start(cached);
        count(new Ensure("c"));
        meanwhile(AggregateLoadingTest::failBeforeTheStore);

        assertThatThrownBy(() -> send(new Ensure("c"))).isInstanceOf(StackOverflowError.class);

        assertThat(count(new Ensure("c"))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_creation_if_missing_may_apply_nothing(boolean cached) {
        start(cached);

        assertThat(count(new Consider("c"))).isZero();

        assertThat(app.eventStore().readEvents("c").asStream()).isEmpty();
        assertThat(count(new Ensure("c"))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_deletion_that_ended_in_an_error_is_forgotten_and_one_that_did_not_is_final(boolean cached) {
        start(cached);
        send(new Create("c"));
        meanwhile(AggregateLoadingTest::failBeforeTheStore);

        assertThatThrownBy(() -> send(new Delete("c"))).isInstanceOf(StackOverflowError.class);
        assertThat(count(new Increment("c"))).isEqualTo(1);

        send(new Delete("c"));
        assertThatThrownBy(() -> send(new Increment("c"))).isInstanceOf(AggregateDeletedException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void what_a_command_within_another_one_applied_is_forgotten_if_it_was_rejected(boolean cached) {
        start(cached);
        send(new Create("c"));

        send(new TryFail("c"));

        assertThat(count(new Increment("c"))).isEqualTo(1);
        assertThat(app.eventStore().readEvents("c").asStream()).hasSize(2);
    }

    @Test
    void a_cached_aggregate_is_the_same_object_until_it_is_forgotten() {
        start(true);
        send(new Create("c"));

        int first = count(new Which("c"));
        int second = count(new Which("c"));

        assertThat(second).isEqualTo(first);
        assertThatThrownBy(() -> send(new Fail("c"))).isInstanceOf(BusinessRejection.class);
        assertThat(count(new Which("c"))).isNotEqualTo(first);
    }

    @Test
    void creating_what_exists_fails_at_once_and_says_so() {
        start(false);
        send(new Create("c"));

        assertThatThrownBy(() -> send(new Create("c")))
                .isInstanceOf(AggregateStreamCreationException.class)
                .hasMessageContaining("Counter 'c' exists already");
        assertThat(meters.find("commands.retries").counter()).isNull();
    }

    @Test
    void creating_if_missing_goes_on_with_what_another_writer_created_meanwhile() {
        start(false);
        meanwhile(() -> otherWriter(new Created("c"), 0));

        int count = count(new Ensure("c"));

        assertThat(count).isEqualTo(1);
        assertThat(app.eventStore().readEvents("c").asStream()).hasSize(2);
    }

    @Test
    void a_rejection_stores_nothing_and_is_not_logged_as_a_fault() {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        logged.start();
        root.addAppender(logged);
        start(true);

        assertThatThrownBy(() -> send(new CreateRejected("c")))
                .isInstanceOfSatisfying(
                        BusinessRejection.class, e -> assertThat(e.code()).isEqualTo("no-room"));

        root.detachAppender(logged);
        assertThat(logged.list).isEmpty();
        assertThat(app.eventStore().readEvents("c").asStream()).isEmpty();
    }

    @Test
    void an_event_that_is_not_registered_fails_its_command_and_stores_nothing_of_it() {
        start(true);
        send(new Create("c"));

        assertThatThrownBy(() -> send(new ApplyUnregistered("c")))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("Unregistered is not registered");

        assertThat(app.eventStore().readEvents("c").asStream()).hasSize(1);
        assertThat(count(new Increment("c"))).isEqualTo(1);
    }

    @Test
    void a_snapshot_stands_in_for_the_events_before_it() {
        start(options -> options.snapshotEvery(3));
        send(new Create("c"));
        for (int i = 0; i < 4; i++) {
            send(new Increment("c"));
        }

        await().untilAsserted(
                        () -> assertThat(app.eventStore().readEvents("c").peek().getPayloadType())
                                .isEqualTo(Counter.class));
        assertThat(count(new Increment("c"))).isEqualTo(5);
    }

    @Test
    void a_loaded_snapshot_is_a_new_object_each_time() {
        start(options -> options.snapshotEvery(2));
        send(new Create("c"));
        send(new Increment("c"));
        send(new Increment("c"));
        await().until(() -> app.eventStore().readEvents("c").peek().getPayloadType() == Counter.class);

        assertThatThrownBy(() -> send(new Fail("c"))).isInstanceOf(BusinessRejection.class);

        assertThat(count(new Increment("c"))).isEqualTo(3);
    }

    @Test
    void a_snapshot_of_another_shape_is_ignored() {
        start(options -> options.snapshotEvery(3));
        String revision =
                app.configuration().serializer().typeForClass(Counter.class).getRevision();

        assertThat(app.configuration().snapshotFilter().allow(snapshot(revision)))
                .isTrue();
        assertThat(app.configuration().snapshotFilter().allow(snapshot("an-older-one")))
                .isFalse();
    }

    private void start(boolean cached) {
        start(options -> cached ? options.cached() : options);
    }

    private void start(UnaryOperator<AggregateOptions> options) {
        app = MyelinApplication.builder()
                .aggregate(Counter.class, options)
                .events(Created.class, Incremented.class, Deleted.class)
                .meterRegistry(meters)
                .module(c -> c.registerComponent(Meanwhile.class, conf -> this::nextMeanwhile))
                .build();
        app.start();
    }

    private void meanwhile(Runnable... actions) {
        meanwhile = List.of(actions).iterator();
    }

    private void nextMeanwhile() {
        if (meanwhile.hasNext()) {
            meanwhile.next().run();
        }
    }

    private void otherWriter(Object event, long sequenceNumber) {
        // On a thread of its own, as this one may be within a command's unit of work.
        CompletableFuture.runAsync(() -> app.eventStore()
                        .publish(new GenericDomainEventMessage<>("Counter", "c", sequenceNumber, event)))
                .join();
    }

    private static void failBeforeTheStore() {
        CurrentUnitOfWork.get().onPrepareCommit(u -> {
            throw new StackOverflowError("before the store");
        });
    }

    private double conflicts() {
        return meters.find("commands.conflicts").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private void send(Object command) {
        app.commandGateway().sendAndWait(command);
    }

    private int count(Object command) {
        return app.commandGateway().<Integer>sendAndWait(command);
    }

    private static DomainEventData<?> snapshot(String revision) {
        return new GenericDomainEventEntry<>(
                "Counter", "c", 3, "s-1", Instant.EPOCH, "snapshot:Counter", revision, "{}", "{}");
    }
}
