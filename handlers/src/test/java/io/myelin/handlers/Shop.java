package io.myelin.handlers;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.application.MyelinApplication;
import io.myelin.testkit.InMemoryEventStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowingConsumer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** Events in memory, and applications that come and go over them. */
final class Shop {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    final InMemoryEventStore store;
    final MeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, Long> published = new HashMap<>();

    Shop() {
        this(InMemoryEventStore.create());
    }

    Shop(InMemoryEventStore store) {
        this.store = store;
    }

    MyelinApplication start(ConfigurerModule... modules) {
        MyelinApplication application = application(modules);
        application.start();
        return application;
    }

    MyelinApplication application(ConfigurerModule... modules) {
        MyelinApplication.Builder builder = MyelinApplication.builder()
                .events(Counted.class)
                .meterRegistry(meters)
                .module(configurer -> configurer.configureEventStore(c -> store));
        Arrays.stream(modules).forEach(builder::module);
        return builder.build();
    }

    /** Publishes the next event of each counter, in one commit. */
    void count(String... counters) {
        store.publish(Arrays.stream(counters).map(this::next).toList());
    }

    /** Publishes so many events of each counter in turn. */
    void countTimes(int times, String... counters) {
        for (int i = 0; i < times; i++) {
            count(counters);
        }
    }

    private EventMessage<?> next(String counter) {
        long n = published.merge(counter, 1L, Long::sum) - 1;
        return new GenericDomainEventMessage<>("Counter", counter, n, new Counted(counter, n));
    }

    static void eventually(ThrowingConsumer<Void> assertion) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> assertion.accept(null));
    }

    static List<String> rows(String counter, int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(n -> counter + "|" + n)
                .toList();
    }
}
