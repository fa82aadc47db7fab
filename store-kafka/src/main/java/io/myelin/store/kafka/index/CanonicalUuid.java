package io.myelin.store.kafka.index;

import java.util.UUID;

/**
 * Reads UUIDs without making objects; {@link UUID#fromString} also takes forms that don't come back as they were.
 *
 * <p>Canonical is what {@link UUID#toString} writes: 36 characters, lower case, a hyphen after the 8th, 12th, 16th and
 * 20th digit.
 */
final class CanonicalUuid {

    private static final int LENGTH = 36;

    private CanonicalUuid() {}

    static boolean is(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean fits = isHyphenPlace(i) ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Returns the first 64 bits of a canonical UUID. */
    static long high(String canonical) {
        return digits(canonical, 0, 18);
    }

    /** Returns the last 64 bits of a canonical UUID. */
    static long low(String canonical) {
        return digits(canonical, 19, LENGTH);
    }

    private static boolean isHyphenPlace(int i) {
        return i == 8 || i == 13 || i == 18 || i == 23;
    }

    private static long digits(String text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c != '-') {
                value = value << 4 | (c <= '9' ? c - '0' : c - 'a' + 10);
            }
        }
        return value;
    }
}
