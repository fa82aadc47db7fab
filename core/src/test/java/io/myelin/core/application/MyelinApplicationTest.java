package io.myelin.core.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.myelin.core.Phases;
import io.myelin.core.account.Account;
import io.myelin.core.account.AccountCommand.OpenAccount;
import io.myelin.core.account.AccountCommand.PayIn;
import io.myelin.core.account.AccountEvent;
import io.myelin.core.account.AccountEvent.AccountOpened;
import io.myelin.core.command.CommandRefusedException;
import io.myelin.core.serialization.Upcast;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class MyelinApplicationTest {

    private static final OpenAccount OPEN = new OpenAccount("a-1", "Ada");

    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

    @Test
    void a_domain_runs_in_memory_without_any_module() {
        try (MyelinApplication app = accounts().build()) {
            app.start();
            app.commandGateway().sendAndWait(OPEN);

            BigDecimal balance = app.commandGateway().sendAndWait(new PayIn("a-1", new BigDecimal("10.50")));

            assertThat(balance).isEqualTo(new BigDecimal("10.50"));
            assertThat(app.eventStore().readEvents("a-1").asStream()).hasSize(2);
        }
    }

    @Test
    void parts_start_from_the_store_to_the_commands_and_stop_in_reverse() {
        MyelinApplication app = accounts()
                .module(part("processors", Phases.PROCESSORS))
                .module(part("store", Phases.STORE))
                .build();

        app.start();
        app.close();

        assertThat(happened).containsExactly("store up", "processors up", "processors down", "store down");
    }

    @Test
    void commands_are_taken_while_everything_else_runs() {
        MyelinApplication app = accounts()
                .module(configurer -> configurer.onInitialize(c -> {
                    c.onStart(Phases.COMMANDS + 1, () -> happened.add(answerOf(c)));
                    c.onShutdown(Phases.PROCESSORS, () -> happened.add(answerOf(c)));
                }))
                .build();
        happened.add(answerOf(app.configuration()));

        app.start();
        app.close();
        happened.add(answerOf(app.configuration()));

        assertThat(happened).containsExactly("NOT_STARTED", "taken", "STOPPING", "STOPPING");
    }

    @Test
    void a_part_that_cannot_start_stops_those_that_had_and_is_named() {
        MyelinApplication app = accounts()
                .module(part("store", Phases.STORE))
                .module(c -> c.onStart(Phases.PROCESSORS, () -> {
                    throw new IllegalStateException("The table is missing.");
                }))
                .build();

        assertThatThrownBy(app::start)
                .isInstanceOf(StartFailedException.class)
                .hasMessage("The application did not start: the event processors failed."
                        + " What had been started was stopped again. Cause: The table is missing.")
                .hasCauseInstanceOf(IllegalStateException.class);

        assertThat(happened).containsExactly("store up", "store down");
        assertThat(answerOf(app.configuration())).isEqualTo("STOPPING");
        app.close();
        assertThat(happened).hasSize(2);
    }

    @Test
    void an_error_in_a_part_stops_those_that_had_started_too() {
        MyelinApplication app = accounts()
                .module(part("store", Phases.STORE))
                .module(c -> c.onStart(Phases.PROCESSORS, () -> {
                    throw new NoClassDefFoundError("Driver");
                }))
                .build();

        assertThatThrownBy(app::start)
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("the event processors failed")
                .hasCauseInstanceOf(NoClassDefFoundError.class);
        assertThat(happened).containsExactly("store up", "store down");
    }

    @Test
    void closing_twice_and_from_several_threads_stops_once() throws Exception {
        MyelinApplication app = accounts().module(part("store", Phases.STORE)).build();
        app.start();

        CompletableFuture<Void> other = CompletableFuture.runAsync(app::close);
        app.close();
        other.get(30, TimeUnit.SECONDS);
        app.close();

        assertThat(happened).containsExactly("store up", "store down");
    }

    @Test
    void closing_while_it_starts_ends_the_start_before_the_next_part() throws Exception {
        CompletableFuture<Void> close = new CompletableFuture<>();
        MyelinApplication[] app = new MyelinApplication[1];
        app[0] = accounts()
                .module(c -> c.onStart(Phases.STORE, () -> {
                    close.completeAsync(() -> {
                        app[0].close();
                        return null;
                    });
                    await().until(() -> app[0].isClosing());
                }))
                .module(part("processors", Phases.PROCESSORS))
                .build();

        assertThatThrownBy(() -> app[0].start())
                .isInstanceOf(StartFailedException.class)
                .hasMessageContaining("close() was called.");

        close.get(30, TimeUnit.SECONDS);
        assertThat(happened).containsExactly("processors down");
    }

    @Test
    void it_starts_once_only() {
        MyelinApplication app = accounts().build();
        app.start();

        assertThatThrownBy(app::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Build another one.");
        app.close();
        assertThatThrownBy(app::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void events_that_cannot_be_stored_are_refused_when_it_is_built() {
        assertThatThrownBy(
                        () -> MyelinApplication.builder().events(String.class).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String has no name");
    }

    @Test
    void stored_events_go_through_the_upcasts_in_any_order() {
        MyelinApplication app = accounts()
                .upcast(Upcast.event("account-made", "1")
                        .toEvent("account-opened", "1", json -> json.put("owner", "?")))
                .build();
        IntermediateEventRepresentation stored = new InitialEventRepresentation(
                new GenericDomainEventEntry<>(
                        "Account", "a-1", 0, "e-1", Instant.EPOCH, "account-made", "1", "{\"account\":\"a-1\"}", "{}"),
                app.configuration().eventSerializer());

        Object event = app.configuration()
                .upcasterChain()
                .upcast(Stream.of(stored))
                .map(upcast -> app.configuration()
                        .eventSerializer()
                        .<JsonNode, Object>deserialize(upcast.getData(JsonNode.class)))
                .findFirst()
                .orElseThrow();

        assertThat(event).isEqualTo(new AccountOpened("a-1", "?"));
    }

    @Test
    void neither_updates_are_looked_for_nor_is_anything_advertised() {
        accounts().build();

        assertThat(System.getProperty("axoniq.update-checker.disabled")).isEqualTo("true");
        assertThat(System.getProperty("disable-axoniq-console-message")).isEqualTo("true");
    }

    private static MyelinApplication.Builder accounts() {
        return MyelinApplication.builder().aggregate(Account.class).events(AccountEvent.class);
    }

    private ConfigurerModule part(String name, int phase) {
        return configurer -> {
            configurer.onStart(phase, () -> happened.add(name + " up"));
            configurer.onShutdown(phase, () -> happened.add(name + " down"));
        };
    }

    private static String answerOf(Configuration configuration) {
        try {
            configuration.commandGateway().sendAndWait(OPEN);
            return "taken";
        } catch (CommandRefusedException e) {
            return e.reason().name();
        }
    }
}
