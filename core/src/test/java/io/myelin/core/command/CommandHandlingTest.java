package io.myelin.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.myelin.core.BusinessRejection;
import io.myelin.core.OutcomeUnknownException;
import io.myelin.core.command.CommandRefusedException.Reason;
import io.myelin.core.command.Commands.Buy;
import io.myelin.core.command.Commands.Do;
import io.myelin.core.command.Commands.Ensure;
import io.myelin.core.command.Commands.Line;
import io.myelin.core.command.InvalidCommandException.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(ReplaceUnderscores.class)
@Timeout(60)
class CommandHandlingTest {

    private static final CommandSettings DEFAULTS = CommandSettings.defaults();

    @Test
    void three_hundred_callers_wait_at_once() throws Exception {
        try (Commands commands = Commands.started(DEFAULTS)) {
            CyclicBarrier allAtOnce = new CyclicBarrier(300);

            List<CompletableFuture<Object>> results = new ArrayList<>();
            for (int caller = 0; caller < 300; caller++) {
                results.add(commands.gateway().send(new Do(() -> allAtOnce.await(30, TimeUnit.SECONDS))));
            }

            CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
            assertThat(commands.ended("done")).isEqualTo(300);
        }
    }

    @Test
    void a_command_beyond_the_queue_is_refused_with_the_limits() throws Exception {
        try (Commands commands = Commands.started(DEFAULTS.threads(2).queueMax(1))) {
            CountDownLatch release = new CountDownLatch(1);
            List<CompletableFuture<Object>> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                taken.add(commands.gateway().send(new Do(() -> release.await(30, TimeUnit.SECONDS))));
            }

            assertThatThrownBy(() -> commands.gateway().sendAndWait(new Do(() -> "no")))
                    .isInstanceOfSatisfying(
                            CommandRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.OVERLOADED))
                    .hasMessageContaining("2 commands are in work and 1 wait for a thread");

            release.countDown();
            CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
            assertThat(commands.ended("refused")).isEqualTo(1);
        }
    }

    @Test
    void all_that_is_wrong_with_a_command_is_listed_before_anybody_handles_it() {
        try (Commands commands = Commands.started(DEFAULTS)) {
            Buy command = new Buy(" ", "", List.of(new Line(1), new Line(-2)));

            assertThatThrownBy(() -> commands.gateway().sendAndWait(command))
                    .isInstanceOfSatisfying(
                            InvalidCommandException.class,
                            e -> assertThat(e.violations())
                                    .containsExactly(
                                            new Violation(
                                                    "order",
                                                    "must not be blank: it says which aggregate the command is for",
                                                    " "),
                                            new Violation("customer", "must not be blank", ""),
                                            new Violation("lines[1].quantity", "must be greater than 0", "-2")))
                    .hasMessageStartingWith("Buy is not valid: order must not be blank")
                    .hasMessageContaining("lines[1].quantity must be greater than 0, was '-2'");
            assertThat(commands.ended("invalid")).isEqualTo(1);
        }
    }

    @Test
    void a_command_without_its_aggregates_identifier_is_invalid() {
        try (Commands commands = Commands.started(DEFAULTS)) {
            assertThatThrownBy(() -> commands.gateway().sendAndWait(new Buy(null, "c", List.of())))
                    .isInstanceOf(InvalidCommandException.class)
                    .hasMessageContaining("order must not be null: it says which aggregate the command is for");
        }
    }

    @Test
    void a_rejection_reaches_the_sender_as_it_was_thrown_and_is_not_repeated() {
        try (Commands commands = Commands.started(DEFAULTS)) {
            AtomicInteger attempts = new AtomicInteger();
            BusinessRejection no = new BusinessRejection("too-late", "The shop is closed.");

            assertThatThrownBy(() -> commands.gateway().sendAndWait(new Do(() -> {
                        attempts.incrementAndGet();
                        throw no;
                    })))
                    .isSameAs(no);

            assertThat(attempts).hasValue(1);
            assertThat(commands.ended("rejected")).isEqualTo(1);
            assertThat(commands.meters
                            .get("commands.rejections")
                            .tag("code", "too-late")
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void a_command_that_met_another_writer_is_repeated_until_it_succeeds() {
        try (Commands commands = Commands.started(DEFAULTS)) {
            AtomicInteger attempts = new AtomicInteger();

            String result = commands.gateway().sendAndWait(new Do(() -> {
                if (attempts.incrementAndGet() < 4) {
                    throw new ConcurrencyException("another was faster");
                }
                return "at last";
            }));

            assertThat(result).isEqualTo("at last");
            assertThat(commands.count("commands.conflicts")).isEqualTo(3);
            assertThat(commands.count("commands.retries")).isEqualTo(3);
        }
    }

    @Test
    void repeating_ends_after_the_last_attempt_and_says_so() {
        ConflictRetry three = new ConflictRetry(3, Duration.ofMillis(1), Duration.ofMillis(2));
        try (Commands commands = Commands.started(DEFAULTS.retry(three))) {
            AtomicInteger attempts = new AtomicInteger();

            assertThatThrownBy(() -> commands.gateway().sendAndWait(new Do(() -> {
                        attempts.incrementAndGet();
                        throw new ConcurrencyException("another was faster");
                    })))
                    .isInstanceOf(ConcurrencyException.class)
                    .hasMessageContaining("Do met another writer in each of 3 attempts, and nothing was stored.");
            assertThat(attempts).hasValue(3);
        }
    }

    @Test
    void a_command_whose_outcome_is_unknown_is_never_repeated() {
        try (Commands commands = Commands.started(DEFAULTS)) {
            AtomicInteger attempts = new AtomicInteger();

            assertThatThrownBy(() -> commands.gateway().sendAndWait(new Do(() -> {
                        attempts.incrementAndGet();
                        throw new OutcomeUnknownException("no answer", "c-1", new ConcurrencyException("or was it?"));
                    })))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(attempts).hasValue(1);
            assertThat(commands.ended("unknown")).isEqualTo(1);
        }
    }

    @Test
    void a_creation_is_not_repeated_where_the_aggregate_exists() {
        try (Commands commands = Commands.started(DEFAULTS)) {
            AtomicInteger attempts = new AtomicInteger();

            assertThatThrownBy(() -> commands.gateway().sendAndWait(new Do(() -> {
                        attempts.incrementAndGet();
                        throw new AggregateStreamCreationException("exists already");
                    })))
                    .isInstanceOf(AggregateStreamCreationException.class);
            assertThat(attempts).hasValue(1);
        }
    }

    @Test
    void a_creation_if_missing_is_told_from_others_by_its_handler() {
        CreateIfMissing createIfMissing = new CreateIfMissing(List.of(Commands.Handlers.class));

        assertThat(createIfMissing).accepts(Ensure.class).rejects(Do.class, Buy.class);
    }

    @Test
    void a_command_within_a_command_shares_its_thread_and_unit_of_work() {
        try (Commands commands = Commands.started(DEFAULTS.threads(1).queueMax(0))) {
            Object inner = commands.gateway().sendAndWait(new Do(() -> {
                Thread outerThread = Thread.currentThread();
                return commands.gateway()
                        .sendAndWait(new Do(() -> outerThread == Thread.currentThread()
                                && CurrentUnitOfWork.get().parent().isPresent()));
            }));

            assertThat(inner).isEqualTo(true);
        }
    }

    @Test
    void an_error_in_a_handler_reaches_the_sender() {
        try (Commands commands = Commands.started(DEFAULTS)) {
            assertThatThrownBy(() -> commands.gateway().sendAndWait(new Do(() -> {
                        throw new NoClassDefFoundError("gone");
                    })))
                    .isInstanceOf(NoClassDefFoundError.class);
        }
    }

    @Test
    void an_error_while_committing_reaches_the_sender() {
        try (Commands commands = Commands.started(DEFAULTS)) {
            CompletableFuture<Object> result = commands.gateway().send(new Do(() -> {
                CurrentUnitOfWork.get().onCommit(u -> {
                    throw new StackOverflowError("in commit");
                });
                return "ok";
            }));

            assertThatThrownBy(() -> result.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(StackOverflowError.class);
        }
    }

    @Test
    void a_command_before_the_start_is_refused() {
        Commands commands = new Commands(DEFAULTS);

        assertThatThrownBy(() -> commands.gateway().sendAndWait(new Do(() -> "no")))
                .isInstanceOf(CommandRefusedException.class)
                .hasMessageContaining("Call start() first.");
    }

    @Test
    void a_command_sent_while_the_application_starts_is_held_until_it_has_started() throws Exception {
        Commands commands = new Commands(DEFAULTS);
        List<String> order = new ArrayList<>();
        List<CompletableFuture<Object>> result = new ArrayList<>();
        commands.configuration.onStart(1, () -> {
            result.add(commands.gateway().send(new Do(() -> order.add("handled"))));
            order.add("starting");
        });

        commands.configuration.start();

        result.get(0).get(30, TimeUnit.SECONDS);
        assertThat(order).containsExactly("starting", "handled");
        commands.close();
    }

    @Test
    void the_stop_waits_for_commands_in_work_and_refuses_new_ones() throws Exception {
        Commands commands = Commands.started(DEFAULTS.threads(1));
        CountDownLatch inWork = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Object> first = commands.gateway().send(new Do(() -> {
            inWork.countDown();
            return release.await(30, TimeUnit.SECONDS);
        }));
        CompletableFuture<Object> queued = commands.gateway().send(new Do(() -> "queued"));
        inWork.await();

        CompletableFuture<Void> stop = CompletableFuture.runAsync(commands::close);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThatThrownBy(() -> commands.gateway().sendAndWait(new Do(() -> "no")))
                        .isInstanceOfSatisfying(
                                CommandRefusedException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.STOPPING)));
        assertThat(stop).isNotDone();
        release.countDown();
        stop.get(30, TimeUnit.SECONDS);
        assertThat(first.get()).isEqualTo(true);
        assertThat(queued.get()).isEqualTo("queued");
    }

    @Test
    void the_stop_refuses_what_waits_longer_than_it_does() throws Exception {
        Commands commands = Commands.started(DEFAULTS.threads(1).stopTimeout(Duration.ofMillis(50)));
        CountDownLatch inWork = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Object> first = commands.gateway().send(new Do(() -> {
            inWork.countDown();
            return release.await(30, TimeUnit.SECONDS);
        }));
        inWork.await();
        CompletableFuture<Object> queued = commands.gateway().send(new Do(() -> "never"));

        commands.close();

        assertThatThrownBy(() -> queued.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(CommandRefusedException.class);
        release.countDown();
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(true);
    }

    @Test
    void the_stop_answers_those_whose_command_waits_to_be_repeated() {
        ConflictRetry slow = new ConflictRetry(5, Duration.ofMinutes(5), Duration.ofMinutes(5));
        Commands commands = Commands.started(DEFAULTS.retry(slow));
        CompletableFuture<Object> result = commands.gateway().send(new Do(() -> {
            throw new ConcurrencyException("another was faster");
        }));
        await().atMost(Duration.ofSeconds(30)).until(() -> commands.count("commands.retries") == 1);

        commands.close();

        assertThatThrownBy(() -> result.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(CommandRefusedException.class);
    }

    @Test
    void a_handler_registered_twice_is_refused() {
        Commands commands = new Commands(DEFAULTS);
        commands.configuration.commandBus().subscribe(Do.class.getName(), message -> "other");

        assertThatThrownBy(() -> commands.configuration.start()).isInstanceOf(Exception.class);
    }
}
