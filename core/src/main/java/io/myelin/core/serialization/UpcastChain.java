package io.myelin.core.serialization;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * All upcasts of an application as one upcaster of Axon's: each stored event goes straight to the revision that its
 * class reads. Every upcast leads there, or the chain is refused.
 */
public final class UpcastChain extends SingleEventUpcaster implements EventUpcaster {

    private final EventTypes events;
    private final Map<EventType, List<Upcast>> paths = new HashMap<>();

    private UpcastChain(EventTypes events) {
        this.events = events;
    }

    /**
     * Arranges the upcasts.
     *
     * @throws IllegalArgumentException if two begin at the same revision, or one begins at the newest, goes in a
     *     circle, or ends at a revision that no class reads
     */
    public static UpcastChain of(EventTypes events, Collection<Upcast> upcasts) {
        UpcastChain chain = new UpcastChain(events);
        Map<EventType, Upcast> steps = new LinkedHashMap<>();
        for (Upcast upcast : upcasts) {
            EventType from = chain.current(upcast.from());
            if (steps.putIfAbsent(from, upcast) != null) {
                throw refused(upcast, "another one begins there too. Keep one of them");
            }
            if (chain.isRead(from)) {
                throw refused(upcast, "that is what its class reads. Raise the revision in @EventName first");
            }
        }
        steps.keySet().forEach(from -> chain.paths.put(from, chain.path(from, steps)));
        return chain;
    }

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        return paths.containsKey(stored(event));
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        List<Upcast> path = paths.getOrDefault(stored(event), List.of());
        EventType target = current(path.get(path.size() - 1).to());
        SerializedType type = new SimpleSerializedType(target.name(), target.revision());
        return event.upcastPayload(type, JsonNode.class, json -> {
            JsonNode changed = json;
            for (Upcast upcast : path) {
                changed = upcast.apply(changed);
            }
            return changed;
        });
    }

    private EventType stored(IntermediateEventRepresentation event) {
        return events.current(event.getType().getName(), event.getType().getRevision());
    }

    private EventType current(EventType type) {
        return events.current(type.name(), type.revision());
    }

    private boolean isRead(EventType type) {
        return events.classOf(type.name())
                .flatMap(events::typeOf)
                .filter(type::equals)
                .isPresent();
    }

    private List<Upcast> path(EventType from, Map<EventType, Upcast> steps) {
        List<Upcast> path = new ArrayList<>();
        EventType at = from;
        while (!isRead(at)) {
            @Nullable Upcast next = steps.get(at);
            if (next == null) {
                throw refused(
                        path.get(path.size() - 1),
                        "no class reads that, and no upcaster goes on from there. Add one,"
                                + " or raise the revision in @EventName");
            }
            if (path.contains(next)) {
                throw refused(next, "it leads in a circle. Let every upcaster lead to a newer revision");
            }
            path.add(next);
            at = current(next.to());
        }
        return List.copyOf(path);
    }

    private static IllegalArgumentException refused(Upcast upcast, String reason) {
        return new IllegalArgumentException("The upcaster of event " + upcast + " can't be used: " + reason + ".");
    }
}
