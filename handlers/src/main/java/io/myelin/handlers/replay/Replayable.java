package io.myelin.handlers.replay;

import java.time.Duration;
import java.util.Collection;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/** A projection as a replay sees it. For this module; an application has no use for it. */
public interface Replayable {

    /** Returns its name. */
    String name();

    /** Returns whether it knows how to remove all that it has written. */
    boolean canBeEmptied();

    /** Returns whether it knows how to remove what it has written from some event on. */
    boolean canBeEmptiedFrom();

    /** Returns whether events of it are parked. */
    boolean hasParked();

    /** Throws an {@link IllegalStateException} if it can't run in this process any more. */
    void requireNotFailed();

    /** Lets it end its batch and stop. */
    void stop();

    /** Starts it if it does not run. */
    void start();

    /** Removes what it has written and sets its tokens back, in the open transaction; it must have stopped. */
    void reset(@Nullable TrackingToken token, ReplayStart start);

    /** Returns the tokens of the segments that this node works on. */
    Collection<? extends @Nullable TrackingToken> tokensHere();

    /** Runs a short task after a while; never if the projection ends before. */
    void later(Duration delay, Runnable task);
}
