package io.myelin.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.myelin.core.application.MyelinApplication;
import io.myelin.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.LoggingErrorHandler;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.messaging.timeout.HandlerTimeoutConfiguration;
import org.axonframework.messaging.timeout.HandlerTimeoutHandlerEnhancerDefinition;
import org.axonframework.messaging.timeout.TaskTimeoutSettings;
import org.axonframework.messaging.timeout.UnitOfWorkTimeoutInterceptor;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RefusalsTest {

    private final Shop shop = new Shop();
    private final TestDatabase database = TestDatabase.h2();

    @BeforeEach
    void prepare() {
        CounterProjection.createTable(database);
    }

    @AfterEach
    void nothing_was_written() {
        database.close();
    }

    @Test
    void a_handler_that_would_skip_what_it_fails_on_is_refused() {
        ConfigurerModule skipping = configurer -> configurer
                .eventProcessing()
                .registerEventHandler(c -> new Elsewhere())
                .registerTokenStore(c -> new FakeTokenStore())
                .registerDefaultListenerInvocationErrorHandler(c -> new LoggingErrorHandler());

        assertRefused(() -> shop.start(counters(), skipping), "LoggingErrorHandler", "skipped for ever");
    }

    @Test
    void a_saga_that_would_skip_what_it_fails_on_is_refused() {
        ConfigurerModule skipping = configurer -> configurer
                .eventProcessing()
                .registerSaga(OrderSaga.class)
                .registerTokenStore(c -> new FakeTokenStore())
                .registerDefaultListenerInvocationErrorHandler(c -> new LoggingErrorHandler());

        assertRefused(() -> shop.start(counters(), skipping), "OrderSaga", "LoggingErrorHandler");
    }

    @Test
    void a_processor_that_would_forget_its_token_is_refused() {
        ConfigurerModule forgetting =
                configurer -> configurer.eventProcessing().registerEventHandler(c -> new Elsewhere());

        assertRefused(
                () -> shop.start(counters(), forgetting), "keeps its token in memory", "handles every event again");
    }

    @Test
    void a_time_out_that_interrupts_batches_is_refused() {
        ConfigurerModule interrupting = configurer -> configurer
                .eventProcessing()
                .registerDefaultHandlerInterceptor(
                        (c, name) -> new UnitOfWorkTimeoutInterceptor(name, 1_000, 500, 100));

        assertRefused(() -> shop.start(counters(), interrupting), "'counters'", "tried again for ever");
    }

    @Test
    void a_time_out_that_interrupts_handlers_is_refused() {
        TaskTimeoutSettings second = new TaskTimeoutSettings(1_000, 500, 100);
        HandlerTimeoutConfiguration timeouts = new HandlerTimeoutConfiguration(second, second, second, second);
        ConfigurerModule interrupting = configurer -> configurer.registerHandlerEnhancerDefinition(
                c -> new HandlerTimeoutHandlerEnhancerDefinition(timeouts));

        assertRefused(() -> shop.start(counters(), interrupting), "CounterProjection", "interrupts them");
    }

    @Test
    void a_projection_with_a_token_store_elsewhere_is_refused() {
        ConfigurerModule elsewhere = configurer ->
                configurer.eventProcessing().registerTokenStore("counters", c -> new InMemoryTokenStore());

        assertRefused(() -> shop.start(counters(), elsewhere), "InMemoryTokenStore", "twice or never");
    }

    @Test
    void a_projection_that_is_registered_with_axon_as_well_is_refused() {
        CounterProjection handler = handler();
        Projections once = Projections.on(database.dataSource()).projection("counters", handler);
        ConfigurerModule again = configurer -> configurer.eventProcessing().registerEventHandler(c -> handler);

        assertRefused(() -> shop.start(once, again), "CounterProjection", "take effect twice");
    }

    @Test
    void a_handler_of_another_kind_may_join_a_projections_group() {
        ConfigurerModule joining = configurer -> configurer
                .eventProcessing()
                .registerEventHandler(c -> new Elsewhere())
                .byDefaultAssignTo("counters");

        assertThatCode(() -> shop.start(counters(), joining).close()).doesNotThrowAnyException();
    }

    @Test
    void a_subscribing_processor_with_a_projections_name_is_refused() {
        ConfigurerModule subscribing =
                configurer -> configurer.eventProcessing().registerSubscribingEventProcessor("counters");

        assertThatThrownBy(() -> shop.start(counters(), subscribing)).hasMessageContaining("counters");
    }

    @Test
    void a_saga_is_no_projection() {
        assertRefused(
                () -> Projections.on(database.dataSource()).projection("saga", new OrderSaga()),
                "saga",
                "registerSaga");
    }

    @Test
    void an_object_without_handlers_is_no_projection() {
        assertRefused(
                () -> Projections.on(database.dataSource()).projection("none", "text"),
                "no @EventHandler",
                "java.lang.String");
        assertRefused(() -> Projections.on(database.dataSource()).projection("none", List.of()), "has no handlers");
    }

    @Test
    void names_and_handlers_are_not_shared() {
        CounterProjection handler = new CounterProjection();

        assertRefused(
                () -> counters().projection("counters", new CounterProjection()), "two projections named 'counters'");
        assertRefused(
                () -> Projections.on(database.dataSource())
                        .projection("one", handler)
                        .projection("two", handler),
                "share a handler object");
    }

    @Test
    void settings_out_of_range_are_refused_where_they_are_written() {
        assertThatThrownBy(() -> ProjectionOptions.defaults().batchSize(0)).hasMessageContaining("between 1 and 5000");
        assertThatThrownBy(() -> ProjectionOptions.defaults().segments(65)).hasMessageContaining("was 65");
        assertThatThrownBy(() -> counters().claimTimeout(Duration.ofMillis(999)))
                .hasMessageContaining("at least 1 s");
        assertThatThrownBy(() -> counters().nodeId(" ")).hasMessageContaining("blank");
        assertRefused(() -> Projections.on(database.dataSource()).projection("x".repeat(101), handler()), "has 101");
    }

    @Test
    void a_handler_that_may_outlive_its_claim_is_refused() {
        assertRefused(
                () -> shop.start(counters().claimTimeout(Duration.ofSeconds(5))),
                "Projection 'counters'",
                "longer than the claim timeout of 5000 ms");
        assertRefused(
                () -> shop.start(Projections.on(database.dataSource())
                        .projection("counters", handler(), options -> options.handlerTimeout(Duration.ofMillis(1)))),
                "at least 100 ms");
    }

    @Test
    void projections_belong_to_one_application() {
        Projections projections = counters();
        shop.application(projections);

        assertThatThrownBy(() -> shop.application(projections))
                .hasMessageContaining("belong to an application already");
    }

    @Test
    void projections_on_two_databases_live_in_one_application() {
        try (TestDatabase other = TestDatabase.h2()) {
            CounterProjection.createTable(other);
            Projections elsewhere = Projections.on(other.dataSource()).projection("elsewhere", handler());
            try (MyelinApplication app = shop.start(counters(), elsewhere)) {
                shop.countTimes(3, "a");

                Shop.eventually(
                        x -> assertThat(database.rows(CounterProjection.ROWS)).hasSize(3));
                Shop.eventually(
                        x -> assertThat(other.rows(CounterProjection.ROWS)).hasSize(3));
            }
        }
    }

    @Test
    void another_processor_that_neither_skips_nor_forgets_is_fine() {
        ConfigurerModule fine = configurer -> configurer
                .eventProcessing()
                .registerEventHandler(c -> new Elsewhere())
                .registerSubscribingEventProcessor(Elsewhere.class.getName());

        assertThatCode(() -> shop.start(counters(), fine).close()).doesNotThrowAnyException();
    }

    private Projections counters() {
        return Projections.on(database.dataSource()).projection("counters", handler());
    }

    private static CounterProjection handler() {
        return new CounterProjection();
    }

    private void assertRefused(ThrowingCallable starting, String... parts) {
        assertThatThrownBy(starting)
                .satisfies(thrown -> assertThat(causes(thrown)).anyMatch(ProjectionSetupException.class::isInstance))
                .satisfies(thrown -> assertThat(causes(thrown).stream().map(String::valueOf))
                        .anySatisfy(message -> assertThat(message).contains(parts)));
    }

    private static List<Throwable> causes(Throwable thrown) {
        return java.util.stream.Stream.iterate(thrown, java.util.Objects::nonNull, Throwable::getCause)
                .toList();
    }

    /** A handler registered with Axon directly. */
    static final class Elsewhere {
        @EventHandler
        void on(Counted event) {
            // It does not matter.
        }
    }

    /** A saga as small as can be. */
    static final class OrderSaga {
        @StartSaga
        @SagaEventHandler(associationProperty = "counter")
        void on(Counted event) {
            // It does not matter.
        }
    }
}
