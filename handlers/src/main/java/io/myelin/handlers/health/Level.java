package io.myelin.handlers.health;

/** How well something is, the best first. */
public enum Level {
    /** Everything is handled. */
    UP,
    /** A person should look; most is handled, or will be without anybody's help. */
    DEGRADED,
    /** Events are not handled, and will not be unless somebody does something. */
    DOWN;

    Level worse(Level other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
