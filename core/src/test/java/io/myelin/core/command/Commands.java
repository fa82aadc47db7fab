package io.myelin.core.command;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.concurrent.Callable;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** The module alone, on Axon's configurer, with handlers that do what a test tells them. */
final class Commands implements AutoCloseable {

    /** Does what it is told. */
    record Do(Callable<Object> body) {}

    /** Would create its aggregate only if that is missing. */
    record Ensure(Callable<Object> body) {}

    /** An order with constraints. */
    record Buy(
            @TargetAggregateIdentifier @Nullable String order,
            @NotBlank String customer,
            List<@Valid Line> lines) {}

    /** A line of it. */
    record Line(@Positive int quantity) {}

    /** Handles them all. */
    static final class Handlers {

        @CommandHandler
        Object handle(Do command) throws Exception {
            return command.body().call();
        }

        @CommandHandler
        @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
        Object handle(Ensure command) throws Exception {
            return command.body().call();
        }

        @CommandHandler
        void handle(Buy command) {}
    }

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Configuration configuration;

    Commands(CommandSettings settings) {
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .registerComponent(MeterRegistry.class, c -> meters)
                .registerCommandHandler(c -> new Handlers());
        CommandHandling.with(settings).configureModule(configurer);
        this.configuration = configurer.buildConfiguration();
    }

    static Commands started(CommandSettings settings) {
        Commands commands = new Commands(settings);
        commands.configuration.start();
        return commands;
    }

    CommandGateway gateway() {
        return configuration.commandGateway();
    }

    double count(String meter) {
        return meters.find(meter).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    long ended(String outcome) {
        return meters.find("commands.duration").tag("outcome", outcome).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    @Override
    public void close() {
        configuration.shutdown();
    }
}
