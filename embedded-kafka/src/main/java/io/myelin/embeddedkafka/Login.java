package io.myelin.embeddedkafka;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * A name and a password that a secured broker lets in. Never shows the password.
 *
 * @param user letters, digits, {@code -} and {@code _}; the broker's principal is {@code User:<user>}
 * @param password of the same characters, as it goes into a line of settings
 */
public record Login(String user, String password) {

    private static final Pattern PLAIN_TEXT = Pattern.compile("[a-zA-Z0-9_-]+");

    /** Checks the characters. */
    public Login {
        if (!PLAIN_TEXT.matcher(requireNonNull(user, "user")).matches()
                || !PLAIN_TEXT.matcher(requireNonNull(password, "password")).matches()) {
            throw new IllegalArgumentException("A user's name and password are made of letters, digits, '-' and '_';"
                    + " other characters would break the broker's settings. The user was '" + user + "'.");
        }
    }

    /** Shows who it is, and not the password. */
    @Override
    public String toString() {
        return "Login[" + user + "]";
    }
}
