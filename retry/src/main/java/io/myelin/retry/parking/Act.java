package io.myelin.retry.parking;

/**
 * Who acts on parked sequences, and why; kept with the act for good.
 *
 * @param actor a person's or program's name, not blank, at most {@value #ACTOR_CHARS_MAX} characters
 * @param reason in their words, not blank, at most {@value #REASON_CHARS_MAX} characters
 */
public record Act(String actor, String reason) {

    /** The longest name of an actor. */
    public static final int ACTOR_CHARS_MAX = 100;

    /** The longest reason; a longer story belongs into a ticket, whose number fits. */
    public static final int REASON_CHARS_MAX = 400;

    /** @throws IllegalArgumentException if one is blank or too long */
    public Act {
        check("actor", actor, ACTOR_CHARS_MAX);
        check("reason", reason, REASON_CHARS_MAX);
    }

    private static void check(String name, String value, int charsMax) {
        if (value.isBlank() || value.length() > charsMax || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("An act on dead letters needs its " + name + ", 1 to " + charsMax
                    + " characters, was '" + value + "'. It's what people will ask for later.");
        }
    }
}
