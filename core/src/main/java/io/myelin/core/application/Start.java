package io.myelin.core.application;

import io.myelin.core.Phases;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.lifecycle.LifecycleHandlerInvocationException;
import org.axonframework.lifecycle.Phase;

/**
 * One start of an application: all of it, or none. It knows which part it has come to, and can be told to end before
 * the next.
 */
final class Start {

    private volatile boolean cancelled;
    private volatile String part = "a part";

    /** Lets the phases report themselves to this start. */
    Start(Configurer configurer) {
        configurer.onStart(Phases.STORE - 1, () -> reach("the store"));
        configurer.onStart(Phase.LOCAL_MESSAGE_HANDLER_REGISTRATIONS - 1, () -> reach("the registration of handlers"));
        configurer.onStart(Phases.PROCESSORS - 1, () -> reach("the event processors"));
        configurer.onStart(Phases.COMMANDS - 1, () -> reach("the taking of commands"));
    }

    void run(Configuration configuration) {
        try {
            configuration.start();
        } catch (LifecycleHandlerInvocationException e) {
            throw failed(cause(e));
        } catch (RuntimeException | Error e) {
            // Thrown instead of returned by a part, so Axon has stopped nothing.
            configuration.shutdown();
            throw failed(e);
        }
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    private void reach(String next) {
        part = next;
        if (cancelled) {
            throw new IllegalStateException("close() was called.");
        }
    }

    private StartFailedException failed(Throwable cause) {
        return new StartFailedException(
                "The application did not start: " + part + " failed. What had been started was stopped again. Cause: "
                        + cause.getMessage(),
                cause);
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
