package io.myelin.core.command;

import io.myelin.core.BusinessRejection;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failures of commands whose sender may not be listening. An expected answer, such as a rejection, is one line for those who
 * debug; only what nobody planned for comes with its stack.
 */
final class FailureLog implements CommandCallback<Object, Object> {

    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

    @Override
    public void onResult(CommandMessage<?> command, CommandResultMessage<?> result) {
        if (!result.isExceptional()) {
            return;
        }
        Throwable failure = result.exceptionResult();
        String name = command.getPayloadType().getSimpleName();
        if (failure instanceof BusinessRejection rejection) {
            log.debug("{} was rejected: {} ({})", name, rejection.getMessage(), rejection.code());
        } else if (failure instanceof InvalidCommandException || failure instanceof CommandRefusedException) {
            log.debug("{} was not handled: {}", name, failure.getMessage());
        } else {
            log.warn("{} failed, and its sender was told.", name, failure);
        }
    }
}
