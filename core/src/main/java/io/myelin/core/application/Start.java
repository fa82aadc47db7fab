package io.myelin.core.application;

import io.myelin.core.Phases;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.axonframework.config.Configuration;
import org.axonframework.lifecycle.LifecycleHandlerInvocationException;
import org.axonframework.lifecycle.Phase;

/** One start of an application: all of it, or none. */
final class Start {

    private static final Map<Integer, String> PARTS = Map.of(
            Phases.STORE,
            "the store",
            Phase.LOCAL_MESSAGE_HANDLER_REGISTRATIONS,
            "the registration of handlers",
            Phases.PROCESSORS - 1,
            "the event processors",
            Phases.PROCESSORS,
            "the event processors",
            Phases.COMMANDS - 1,
            "the taking of commands",
            Phases.COMMANDS,
            "the taking of commands");

    /** Axon's exception has the phase in its text only. */
    private static final Pattern PHASE = Pattern.compile("phase \\[(-?\\d+)]");

    private final Configuration configuration;

    Start(Configuration configuration) {
        this.configuration = configuration;
    }

    void run() {
        try {
            configuration.start();
        } catch (LifecycleHandlerInvocationException e) {
            throw failed(part(e), cause(e));
        } catch (RuntimeException | Error e) {
            // Not from a phase's own handler, so Axon has stopped nothing.
            configuration.shutdown();
            throw failed("a part", e);
        }
    }

    private static StartFailedException failed(String part, Throwable cause) {
        return new StartFailedException(
                "The application did not start: " + part + " failed. What had been started was stopped again. Cause: "
                        + cause.getMessage(),
                cause);
    }

    private static String part(LifecycleHandlerInvocationException e) {
        Matcher phase = PHASE.matcher(String.valueOf(e.getMessage()));
        return phase.find()
                ? PARTS.getOrDefault(Integer.valueOf(phase.group(1)), "a part in phase " + phase.group(1))
                : "a part";
    }

    private static Throwable cause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null
                && (cause instanceof LifecycleHandlerInvocationException
                        || cause instanceof CompletionException
                        || cause instanceof ExecutionException)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
