package io.myelin.core.serialization;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;

/**
 * Turns the JSON of one revision of an event into that of a newer one, each time it is read; what is stored never
 * changes.
 *
 * <pre>{@code
 * Upcast.event("order-placed", "1").to("2", order -> order.put("currency", "EUR"))
 * }</pre>
 *
 * <p>Several form a chain, in whatever order they are registered: an event of revision 1 goes through 1 to 2 and 2
 * to 3.
 */
public final class Upcast {

    private final EventType from;
    private final EventType to;
    private final Function<ObjectNode, ? extends JsonNode> change;

    private Upcast(EventType from, EventType to, Function<ObjectNode, ? extends JsonNode> change) {
        this.from = from;
        this.to = to;
        this.change = requireNonNull(change, "change");
    }

    /** Begins an upcast of the events that were stored under this name and revision. */
    public static From event(String name, String revision) {
        return new From(new EventType(name, revision));
    }

    /** Returns what it reads. */
    public EventType from() {
        return from;
    }

    /** Returns what it makes of it. */
    public EventType to() {
        return to;
    }

    JsonNode apply(JsonNode json) {
        try {
            return change.apply((ObjectNode) json);
        } catch (RuntimeException e) {
            throw new PayloadException(
                    "The upcaster of event " + from + " to " + to + " failed on a stored event: " + e
                            + " The event cannot be read until the upcaster is right. It must cope with all JSON"
                            + " that was ever stored under that name and revision.",
                    e);
        }
    }

    @Override
    public String toString() {
        return from + " to " + to;
    }

    /** An upcast that does not know its target yet. */
    public static final class From {

        private final EventType from;

        private From(EventType from) {
            this.from = from;
        }

        /**
         * Makes a newer revision of the same event.
         *
         * @param change may change the tree it is given and return it; called anew for each event, from several threads
         */
        public Upcast to(String revision, Function<ObjectNode, ? extends JsonNode> change) {
            return toEvent(from.name(), revision, change);
        }

        /** Makes another event, as {@link #to} does. */
        public Upcast toEvent(String name, String revision, Function<ObjectNode, ? extends JsonNode> change) {
            return new Upcast(from, new EventType(name, revision), change);
        }
    }
}
