package io.myelin.core.command;

import io.micrometer.core.instrument.Timer;
import io.myelin.core.Commit;
import io.myelin.core.command.CommandRefusedException.Reason;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * A command bus whose handlers run on threads of their own, behind a check and a bounded queue. Every command gets
 * exactly one result, through its callback, whatever becomes of it.
 */
final class PooledCommandBus extends SimpleCommandBus {

    private final CommandThreads threads;
    private final CommandCheck check;
    private final CommandMetrics metrics;

    PooledCommandBus(Builder builder, CommandThreads threads, CommandCheck check, CommandMetrics metrics) {
        super(builder);
        this.threads = threads;
        this.check = check;
        this.metrics = metrics;
    }

    @Override
    protected <C, R> void doDispatch(CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
        Timer.Sample sent = metrics.sent();
        CommandCallback<C, R> measured = (message, result) -> {
            metrics.ended(sent, command, result.isExceptional() ? result.exceptionResult() : null);
            callback.onResult(message, result);
        };
        Optional<? extends RuntimeException> refusal = threads.refusal();
        if (refusal.isEmpty()) {
            refusal = check.refusal(command.getPayload());
        }
        if (refusal.isPresent()) {
            measured.onResult(command, failed(refusal.get()));
        } else {
            super.doDispatch(command, measured);
        }
    }

    @Override
    protected <C, R> void handle(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<? super C, ? super R> callback) {
        threads.run(new CommandTask() {
            @Override
            public void run() {
                handleNow(command, handler, callback);
            }

            @Override
            public void refuse(Reason reason, String message) {
                callback.onResult(command, failed(new CommandRefusedException(reason, message)));
            }
        });
    }

    /** What Axon lets through, an error while committing, would leave the sender waiting for ever. */
    private <C, R> void handleNow(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<? super C, ? super R> callback) {
        boolean[] answered = new boolean[1];
        AtomicReference<UnitOfWork<?>> handledIn = new AtomicReference<>();
        MessageHandler<CommandMessage<?>> noting = message -> {
            handledIn.set(CurrentUnitOfWork.get());
            return handler.handle(message);
        };
        try {
            super.<C, R>handle(command, noting, (message, result) -> {
                answered[0] = true;
                callback.onResult(message, withCommit(result, handledIn.get()));
            });
        } catch (RuntimeException | Error e) {
            if (answered[0]) {
                // The sender's own callback failed, which is its own affair; the thread's handler reports it.
                throw e;
            }
            callback.onResult(command, failed(e));
        }
    }

    /** Only what is committed by itself can tell what: the events of a nested one are not appended yet. */
    private static <R> CommandResultMessage<? extends R> withCommit(
            CommandResultMessage<? extends R> result, @Nullable UnitOfWork<?> handledIn) {
        return result.isExceptional() || handledIn == null || !handledIn.isRoot()
                ? result
                : result.andMetaData(Commit.asMetaData(handledIn));
    }

    private static <R> CommandResultMessage<R> failed(Throwable failure) {
        return GenericCommandResultMessage.asCommandResultMessage(failure);
    }
}
