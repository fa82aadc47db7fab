package io.myelin.handlers.bluegreen;

import java.util.Map;
import org.axonframework.eventhandling.TrackingToken;

/** A projection of this application, as one version among several. For this module; an application has no use for it. */
public interface Follower {

    /** Returns how far its segments on this node have read, by their number; stored tokens may lag behind that. */
    Map<Integer, TrackingToken> segmentsHere();

    /** Returns whether events of it are parked. */
    boolean hasParked();

    /** Lets it end its batch and stop. */
    void stop();

    /** Drops what it has parked, in the open transaction. */
    void dropParked();
}
