package io.myelin.sample;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Waits until the projections have handled all events. */
final class CatchUp {

    /** How long projections may stand still before the run gives up: far more than a start after a crash takes. */
    private static final Duration STANDSTILL_MAX = Duration.ofSeconds(60);

    /** Short beside the time that a person notices, long beside the time that a look takes. */
    private static final Duration POLL = Duration.ofMillis(20);

    /** A wait that is shorter needs no showing. */
    private static final Duration QUIET = Duration.ofMillis(300);

    private final Shop shop;
    private final Messages messages;
    private final StopRequest stop;
    private final Clock clock;

    CatchUp(Shop shop, Messages messages, Surroundings surroundings) {
        this.shop = shop;
        this.messages = messages;
        this.stop = surroundings.stop();
        this.clock = surroundings.clock();
    }

    /**
     * Waits, and shows progress under the label if that takes a while.
     *
     * @return false if it was asked to stop before
     * @throws DemoException if the projections stand still or give up
     */
    boolean await(String label) throws InterruptedException {
        Instant quietUntil = clock.instant().plus(QUIET);
        while (shop.eventsBehind() > 0) {
            if (stop.isWishedWithin(POLL)) {
                return false;
            }
            if (clock.instant().isAfter(quietUntil)) {
                return awaitVisibly(label);
            }
        }
        return !stop.isWished();
    }

    private boolean awaitVisibly(String label) throws InterruptedException {
        long behindAtFirst = shop.eventsBehind();
        Progress progress = messages.progress(label, behindAtFirst);
        try {
            return await(progress, behindAtFirst);
        } finally {
            progress.end();
        }
    }

    private boolean await(Progress progress, long behindAtFirst) throws InterruptedException {
        long least = behindAtFirst;
        Instant moved = clock.instant();
        while (!stop.isWished()) {
            long behind = shop.eventsBehind();
            progress.done(behindAtFirst - Math.min(behind, behindAtFirst));
            if (behind == 0) {
                return true;
            }
            Instant now = clock.instant();
            if (behind < least) {
                least = behind;
                moved = now;
            } else if (now.isAfter(moved.plus(STANDSTILL_MAX))) {
                throw DemoException.failure(
                        "The read models have stood still for %d s, %d events behind. The log says why; ./demo goes on."
                                .formatted(STANDSTILL_MAX.toSeconds(), behind),
                        null);
            }
            if (stop.isWishedWithin(POLL)) {
                return false;
            }
        }
        return false;
    }
}
