package io.myelin.handlers;

import io.myelin.retry.LineStoppedException;
import java.util.function.Consumer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * Lets nothing but exceptions out of handlers and interceptors: Axon's processor ends without a word on an {@link Error}.
 */
final class GuardedHandling implements Stretch.Handling {

    private final String projection;
    private final Stretch.Handling guarded;
    private final Consumer<VirtualMachineError> onBrokenJvm;

    /**
     * @param onBrokenJvm told when the JVM can't be trusted any more; the event has not failed then, the line stops
     */
    GuardedHandling(String projection, Stretch.Handling guarded, Consumer<VirtualMachineError> onBrokenJvm) {
        this.projection = projection;
        this.guarded = guarded;
        this.onBrokenJvm = onBrokenJvm;
    }

    @Override
    public void handle(EventMessage<?> event, UnitOfWork<EventMessage<?>> unitOfWork) throws Exception {
        try {
            guarded.handle(event, unitOfWork);
        } catch (StackOverflowError e) {
            throw failed(event, e);
        } catch (VirtualMachineError e) {
            onBrokenJvm.accept(e);
            throw new LineStoppedException(
                    "The JVM failed in projection '" + projection + "' (" + e
                            + "), which stops; nothing of the batch is"
                            + " kept. Restart the process, with more memory if it ran out of it.",
                    e);
        } catch (Error e) {
            throw failed(event, e);
        } finally {
            // A thread left interrupted would let H2 close its database file at the next read, for everybody.
            Thread.interrupted();
        }
    }

    private HandlerErrorException failed(EventMessage<?> event, Error error) {
        return new HandlerErrorException(
                "A handler of projection '" + projection + "' threw " + error + " on event " + event.getIdentifier()
                        + "; its writes are undone.",
                error);
    }
}
