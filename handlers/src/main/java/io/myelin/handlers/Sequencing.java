package io.myelin.handlers;

import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.async.SequencingPolicy;

/**
 * Says to which sequence an event belongs, as text that is the same in every JVM, and to which segment.
 *
 * <p>A hash code alone would not do: two sequences may share one, and an enum constant's differs from JVM to JVM.
 */
final class Sequencing {

    private final SequencingPolicy<? super EventMessage<?>> policy;

    Sequencing(SequencingPolicy<? super EventMessage<?>> policy) {
        this.policy = policy;
    }

    /**
     * Returns the event's sequence. One whose policy can't tell, because the event can't be read, goes by its aggregate, and
     * one without any order is a sequence of its own.
     */
    String sequenceOf(EventMessage<?> event) {
        Object identifier;
        try {
            identifier = policy.getSequenceIdentifierFor(event);
        } catch (RuntimeException | LinkageError e) {
            identifier =
                    event instanceof DomainEventMessage<?> ofAggregate ? ofAggregate.getAggregateIdentifier() : null;
        }
        return identifier == null ? event.getIdentifier() : text(identifier);
    }

    boolean belongsTo(Segment segment, EventMessage<?> event) {
        return segment.matches(sequenceOf(event).hashCode());
    }

    private static String text(Object identifier) {
        if (identifier instanceof CharSequence || identifier instanceof Number || identifier instanceof UUID) {
            return identifier.toString();
        }
        if (identifier instanceof Enum<?> constant) {
            return constant.name();
        }
        throw new ProjectionSetupException(
                "The sequencing policy gave a " + identifier.getClass().getName()
                        + ", whose text may differ from one start to the next, so that events would lose their order."
                        + " Let it give text, a number, a UUID or an enum constant.");
    }
}
