package io.myelin.core.serialization;

import static java.util.Objects.requireNonNull;

/**
 * The name and revision under which an event is stored.
 *
 * @param name not blank
 * @param revision not blank
 */
public record EventType(String name, String revision) {

    /** Checks both parts. */
    public EventType {
        requireNonNull(name, "name");
        requireNonNull(revision, "revision");
        if (name.isBlank() || revision.isBlank()) {
            throw new IllegalArgumentException("An event type needs a name and a revision, found name '" + name
                    + "' and revision '" + revision + "'. Give both in @EventName.");
        }
    }

    /** Returns the name and the revision for messages. */
    @Override
    public String toString() {
        return "'" + name + "' revision " + revision;
    }
}
