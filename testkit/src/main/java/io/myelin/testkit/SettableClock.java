package io.myelin.testkit;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until a test moves it.
 *
 * <p>Safe for use by several threads. A clock made by {@link #withZone} shows the same time as the one it was made
 * from, also after that one was moved.
 */
public final class SettableClock extends Clock {

    /** A moment with every field set, so that a unit that gets lost on the way is seen. */
    private static final Instant DEFAULT_START = Instant.parse("2024-02-29T11:22:33.444Z");

    private final Hand hand;
    private final ZoneId zone;

    private SettableClock(Hand hand, ZoneId zone) {
        this.hand = hand;
        this.zone = zone;
    }

    /** Returns a clock that shows 2024-02-29T11:22:33.444Z, in UTC. */
    public static SettableClock create() {
        return at(DEFAULT_START);
    }

    /** Returns a clock that shows {@code start}, in UTC. */
    public static SettableClock at(Instant start) {
        return new SettableClock(new Hand(requireNonNull(start, "start")), ZoneOffset.UTC);
    }

    /**
     * Moves the clock by {@code step}; a negative one moves it back, as a corrected system clock does.
     *
     * @return the time it shows now
     */
    public Instant advance(Duration step) {
        return hand.move(step);
    }

    /** Sets the clock to {@code instant}, which may lie before the time it shows. */
    public void set(Instant instant) {
        hand.set(requireNonNull(instant, "instant"));
    }

    @Override
    public Instant instant() {
        return hand.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId otherZone) {
        return new SettableClock(hand, requireNonNull(otherZone, "otherZone"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SettableClock that && hand == that.hand && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(hand) + zone.hashCode();
    }

    @Override
    public String toString() {
        return "SettableClock[" + hand.get() + "," + zone + "]";
    }

    /** The time shown, shared by all clocks that move together. */
    private static final class Hand {
        private Instant now;

        Hand(Instant start) {
            now = start;
        }

        synchronized Instant get() {
            return now;
        }

        synchronized void set(Instant instant) {
            now = instant;
        }

        synchronized Instant move(Duration step) {
            now = now.plus(step);
            return now;
        }
    }
}
