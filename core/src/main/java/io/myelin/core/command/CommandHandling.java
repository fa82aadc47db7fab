package io.myelin.core.command;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.myelin.core.Phases;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Collection;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandBusSpanFactory;
import org.axonframework.commandhandling.DuplicateCommandHandlerResolution;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.config.AggregateConfiguration;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * Replaces Axon's command bus and gateway: handlers run on threads of their own, Bean Validation's constraints on
 * commands are checked, and commands that met another writer are repeated. An application of {@code
 * MyelinApplication} has it already.
 *
 * <p>A sender always gets an answer. A command sent from within a command's handler runs on the same thread and in
 * the same unit of work: both are stored, or neither. Any exception undoes the command. A handler may run more than
 * once, so it should do nothing but apply events. A {@code MeterRegistry}, a {@code Validator} and a thread safe
 * {@code RandomGenerator} are taken from Axon's components, where there are some.
 */
public final class CommandHandling implements ConfigurerModule {

    private final CommandSettings settings;

    private CommandHandling(CommandSettings settings) {
        this.settings = requireNonNull(settings, "settings");
    }

    /** Returns the module with these limits. */
    public static CommandHandling with(CommandSettings settings) {
        return new CommandHandling(settings);
    }

    @Override
    public void configureModule(Configurer configurer) {
        configurer
                .registerComponent(CommandRouting.class, c -> new CommandRouting())
                .registerComponent(CommandTargetResolver.class, c -> c.getComponent(CommandRouting.class))
                .registerComponent(CommandMetrics.class, CommandHandling::metrics)
                .registerComponent(
                        CommandThreads.class, c -> new CommandThreads(settings, c.getComponent(CommandMetrics.class)))
                .registerComponent(ConflictRetryScheduler.class, this::retries)
                .configureCommandBus(CommandHandling::bus)
                .registerComponent(CommandGateway.class, CommandHandling::gateway);
        configurer.onInitialize(this::registerLifecycle);
    }

    private void registerLifecycle(Configuration c) {
        CommandThreads threads = c.getComponent(CommandThreads.class);
        ConflictRetryScheduler retries = c.getComponent(ConflictRetryScheduler.class);
        c.onStart(Phases.FIRST, threads::hold);
        c.onStart(Phases.COMMANDS, threads::open);
        c.onShutdown(Phases.COMMANDS, () -> {
            threads.stopTaking();
            retries.close();
            threads.drain();
        });
    }

    private ConflictRetryScheduler retries(Configuration c) {
        return new ConflictRetryScheduler(
                settings.retry(),
                retryExecutor(),
                c.getComponent(RandomGenerator.class, Random::new),
                c.getComponent(CommandMetrics.class),
                new CreateIfMissing(aggregates(c)));
    }

    private static CommandMetrics metrics(Configuration c) {
        return new CommandMetrics(c.getComponent(MeterRegistry.class, SimpleMeterRegistry::new));
    }

    private static ScheduledExecutorService retryExecutor() {
        // One thread suffices: it only puts commands back into the queue.
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "myelin-command-retry");
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    private static CommandBus bus(Configuration c) {
        CommandCheck check = new CommandCheck(
                c.getComponent(Validator.class, CommandHandling::validator), c.getComponent(CommandRouting.class));
        SimpleCommandBus.Builder builder = SimpleCommandBus.builder()
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                .duplicateCommandHandlerResolver(DuplicateCommandHandlerResolution.rejectDuplicates())
                .defaultCommandCallback(FailureLog.insteadOfSender())
                .spanFactory(c.getComponent(CommandBusSpanFactory.class))
                .messageMonitor(c.messageMonitor(PooledCommandBus.class, "commandBus"));
        CommandBus bus = new PooledCommandBus(
                builder, c.getComponent(CommandThreads.class), check, c.getComponent(CommandMetrics.class));
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(c.correlationDataProviders()));
        return bus;
    }

    private static CommandGateway gateway(Configuration c) {
        return DefaultCommandGateway.builder()
                .commandBus(c.commandBus())
                .commandCallback(FailureLog.besideSender())
                .retryScheduler(c.getComponent(ConflictRetryScheduler.class))
                .build();
    }

    private static Collection<Class<?>> aggregates(Configuration c) {
        return c.findModules(AggregateConfiguration.class).stream()
                .map(aggregate -> (Class<?>) aggregate.aggregateType())
                .collect(Collectors.toList());
    }

    /** Without an interpolator of expressions, which would need another library and run what stands in messages. */
    private static Validator validator() {
        return Validation.byProvider(HibernateValidator.class)
                .configure()
                .messageInterpolator(new ParameterMessageInterpolator())
                .buildValidatorFactory()
                .getValidator();
    }
}
