package io.myelin.handlers;

import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;

/** Stands for a token store that an application brought along; is never asked in these tests. */
final class FakeTokenStore implements TokenStore {

    @Override
    public void storeToken(TrackingToken token, String processorName, int segment) {
        throw new IllegalStateException("Nothing was to start.");
    }

    @Override
    public TrackingToken fetchToken(String processorName, int segment) {
        throw new IllegalStateException("Nothing was to start.");
    }

    @Override
    public void releaseClaim(String processorName, int segment) {
        throw new IllegalStateException("Nothing was to start.");
    }

    @Override
    public int[] fetchSegments(String processorName) {
        throw new IllegalStateException("Nothing was to start.");
    }
}
