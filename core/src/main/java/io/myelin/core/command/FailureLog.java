package io.myelin.core.command;

import io.myelin.core.BusinessRejection;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs how commands failed. An expected answer, such as a rejection, is one line; only what nobody planned for
 * comes with its stack.
 */
final class FailureLog implements CommandCallback<Object, Object> {

    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

    private final Level expected;

    private FailureLog(Level expected) {
        this.expected = expected;
    }

    /** Returns a log for commands whose sender gets the failure too, and may or may not look at it. */
    static FailureLog besideSender() {
        return new FailureLog(Level.DEBUG);
    }

    /** Returns a log for commands whose sender wants no answer: nobody else tells that they were not done. */
    static FailureLog insteadOfSender() {
        return new FailureLog(Level.INFO);
    }

    @Override
    public void onResult(CommandMessage<?> command, CommandResultMessage<?> result) {
        if (!result.isExceptional()) {
            return;
        }
        Throwable failure = result.exceptionResult();
        String name = command.getPayloadType().getSimpleName();
        if (failure instanceof BusinessRejection rejection) {
            log.atLevel(expected).log("{} was rejected: {} ({})", name, rejection.getMessage(), rejection.code());
        } else if (failure instanceof InvalidCommandException || failure instanceof CommandRefusedException) {
            log.atLevel(expected).log("{} was not handled: {}", name, failure.getMessage());
        } else {
            log.warn("{} failed.", name, failure);
        }
    }
}
