package io.myelin.core.command;

import io.myelin.core.BusinessRejection;
import java.util.stream.Stream;
import org.axonframework.common.AxonNonTransientException;
import org.axonframework.common.lock.DeadlockException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Tells apart the failures after which nothing is stored and another writer is the only cause. A rejection, or a failure
 * that is marked as permanent such as an unknown outcome, is none of them, whatever its own cause is.
 */
final class Conflicts {

    /** Causes looked at; a chain that is longer goes round in a circle. */
    private static final int CAUSES_MAX = 50;

    private Conflicts() {}

    /** Returns whether another writer was faster, or two commands held what the other one wanted. */
    static boolean isConflict(Throwable failure) {
        return has(failure, ConcurrencyException.class)
                || has(failure, DeadlockException.class)
                || isCreationConflict(failure);
    }

    /** Returns whether the aggregate to create was there already. */
    static boolean isCreationConflict(Throwable failure) {
        return has(failure, AggregateStreamCreationException.class);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return causes(failure).anyMatch(type::isInstance)
                && causes(failure)
                        .noneMatch(cause ->
                                cause instanceof BusinessRejection || cause instanceof AxonNonTransientException);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES_MAX);
    }
}
