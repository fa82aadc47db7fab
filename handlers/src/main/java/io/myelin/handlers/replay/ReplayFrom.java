package io.myelin.handlers.replay;

import static java.util.Objects.requireNonNull;

import io.myelin.handlers.internal.StoredToken;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** Which events a replay handles again. */
public final class ReplayFrom {

    private final String name;
    private final Optional<Instant> since;
    private final boolean ofAll;
    private final Function<StreamableMessageSource<TrackedEventMessage<?>>, @Nullable TrackingToken> token;

    private ReplayFrom(
            String name,
            Optional<Instant> since,
            boolean ofAll,
            Function<StreamableMessageSource<TrackedEventMessage<?>>, @Nullable TrackingToken> token) {
        this.name = name;
        this.since = since;
        this.ofAll = ofAll;
        this.token = token;
    }

    /** All of them. */
    public static ReplayFrom start() {
        return new ReplayFrom("the start", Optional.empty(), true, StreamableMessageSource::createTailToken);
    }

    /** Those from a time on, as the event store finds them by it. */
    public static ReplayFrom time(Instant since) {
        requireNonNull(since, "since");
        return new ReplayFrom(since.toString(), Optional.of(since), false, source -> source.createTokenAt(since));
    }

    /**
     * Those after a token.
     *
     * @param token of this event store, as its streams and Axon's token stores give it
     */
    public static ReplayFrom token(TrackingToken token) {
        requireNonNull(token, "token");
        return new ReplayFrom(token.toString(), Optional.empty(), false, source -> token);
    }

    boolean isOfAll() {
        return ofAll;
    }

    /** A reset with its token; null is the start of the stream. */
    Point in(StreamableMessageSource<TrackedEventMessage<?>> source) {
        TrackingToken found = token.apply(source);
        return new Point(found, ofAll ? ReplayStart.OF_ALL : new ReplayStart(StoredToken.positionOf(found), since));
    }

    @Override
    public String toString() {
        return name;
    }

    /** Where in a stream that is. */
    record Point(@Nullable TrackingToken token, ReplayStart start) {}
}
