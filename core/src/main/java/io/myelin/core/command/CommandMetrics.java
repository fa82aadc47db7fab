package io.myelin.core.command;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.myelin.core.BusinessRejection;
import io.myelin.core.OutcomeUnknownException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import org.axonframework.commandhandling.CommandMessage;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times commands, under names in dotted lower case; the tag {@code command} is the simple name of its class.
 */
final class CommandMetrics {

    private final MeterRegistry registry;

    /** Finding a timer by its tags would take a tenth of a command's time. */
    private final Map<Series, Timer> durations = new ConcurrentHashMap<>();

    private record Series(String command, String outcome) {}

    CommandMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(ThreadPoolExecutor threads) {
        registry.gauge("commands.active", threads, ThreadPoolExecutor::getActiveCount);
        registry.gauge("commands.queued", threads, pool -> pool.getQueue().size());
    }

    Timer.Sample sent() {
        return Timer.start(registry);
    }

    /** One attempt has ended; its time includes waiting for a thread. */
    void ended(Timer.Sample sent, CommandMessage<?> command, @Nullable Throwable failure) {
        sent.stop(durations.computeIfAbsent(new Series(name(command), outcome(failure)), this::duration));
        if (failure instanceof BusinessRejection rejection) {
            registry.counter("commands.rejections", "command", name(command), "code", rejection.code())
                    .increment();
        } else if (failure != null && Conflicts.isConflict(failure)) {
            registry.counter("commands.conflicts", "command", name(command)).increment();
        }
    }

    void repeated(CommandMessage<?> command) {
        registry.counter("commands.retries", "command", name(command)).increment();
    }

    private Timer duration(Series series) {
        return Timer.builder("commands.duration")
                .description("From sending a command to its result, by attempt")
                .tag("command", series.command())
                .tag("outcome", series.outcome())
                .register(registry);
    }

    private static String outcome(@Nullable Throwable failure) {
        if (failure == null) {
            return "done";
        } else if (failure instanceof BusinessRejection) {
            return "rejected";
        } else if (failure instanceof InvalidCommandException) {
            return "invalid";
        } else if (failure instanceof CommandRefusedException) {
            return "refused";
        } else if (failure instanceof OutcomeUnknownException) {
            return "unknown";
        }
        return Conflicts.isConflict(failure) ? "conflict" : "failed";
    }

    private static String name(CommandMessage<?> command) {
        String name = command.getCommandName();
        return name.substring(1 + Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')));
    }
}
