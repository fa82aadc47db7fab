package io.myelin.handlers;

import java.util.List;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** The events that Axon's processor hands over at once, and what it wants to be done and to know when they are handled. */
final class AxonBatch {

    private final List<? extends EventMessage<?>> events;
    private final UnitOfWork<?> unitOfWork;
    private final Segment segment;
    private final Tokens tokens;

    /** Where a projection's tokens are kept. */
    record Tokens(TokenStore store, String projection) {
        private void store(TrackingToken token, Segment segment) {
            store.storeToken(token, projection, segment.getSegmentId());
        }

        /** Axon leaves the token behind the last event under this key; events that nobody handles may lie between. */
        private @Nullable TrackingToken endOf(UnitOfWork<?> unitOfWork) {
            return unitOfWork.getResource("Processor[" + projection + "]/Token");
        }
    }

    /** @param unitOfWork not started yet; writes nothing but the token */
    AxonBatch(List<? extends EventMessage<?>> events, UnitOfWork<?> unitOfWork, Segment segment, Tokens tokens) {
        this.events = events;
        this.unitOfWork = unitOfWork;
        this.segment = segment;
        this.tokens = tokens;
    }

    List<? extends EventMessage<?>> events() {
        return events;
    }

    Segment segment() {
        return segment;
    }

    Map<String, Object> resources() {
        return unitOfWork.resources();
    }

    /** Answers whether what comes before the event at {@code next} may be committed without it: upcasting may make several of one. */
    boolean maySplitAt(int next) {
        TrackingToken before = tokenOf(next - 1);
        return before != null && !before.equals(tokenOf(next));
    }

    /** Stores, in the transaction that is open, that all before the event at {@code next} are handled. */
    void storeTokenBefore(int next) {
        TrackingToken end = next == events.size() ? tokens.endOf(unitOfWork) : null;
        TrackingToken token = end == null ? tokenOf(next - 1) : end;
        if (token != null) {
            tokens.store(token, segment);
        }
    }

    /** Returns where in the stream an event lies; -1 if it has no place there. */
    long positionOf(int event) {
        TrackingToken token = tokenOf(event);
        return token == null ? -1 : token.position().orElse(-1);
    }

    /** Tells the processor that all is handled, and its token stored. */
    void settle() {
        unitOfWork.resources().put(FencedTokenStore.STORED, true);
        unitOfWork.start();
        unitOfWork.commit();
    }

    private @Nullable TrackingToken tokenOf(int event) {
        return events.get(event) instanceof TrackedEventMessage<?> tracked ? tracked.trackingToken() : null;
    }
}
