package io.myelin.store.kafka.index;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads UUIDs in one pass; {@link UUID#fromString} also takes forms that don't come back as they were.
 *
 * <p>Canonical is what {@link UUID#toString} writes: 36 characters, lower case, hyphens after 8, 12, 16 and 20 digits.
 */
final class CanonicalUuid {

    private static final int LENGTH = 36;

    /** The value of each ASCII character as a digit, negative for all that are none. */
    private static final byte[] DIGITS = digits();

    private CanonicalUuid() {}

    /** Returns the UUID's 16 bytes, or {@code null} if the text is no canonical UUID. */
    static @Nullable Digest read(String text) {
        if (text.length() != LENGTH || !hasHyphens(text)) {
            return null;
        }
        long a = four(text, 0);
        long b = four(text, 4);
        long c = four(text, 9);
        long d = four(text, 14);
        long e = four(text, 19);
        long f = four(text, 24);
        long g = four(text, 28);
        long h = four(text, 32);
        return (a | b | c | d | e | f | g | h) < 0
                ? null
                : new Digest(a << 48 | b << 32 | c << 16 | d, e << 48 | f << 32 | g << 16 | h);
    }

    private static boolean hasHyphens(String text) {
        return text.charAt(8) == '-' && text.charAt(13) == '-' && text.charAt(18) == '-' && text.charAt(23) == '-';
    }

    /** Returns the value of four digits, or a negative number if one of them is none. */
    private static long four(String text, int at) {
        char a = text.charAt(at);
        char b = text.charAt(at + 1);
        char c = text.charAt(at + 2);
        char d = text.charAt(at + 3);
        return (a | b | c | d) >= DIGITS.length ? -1 : DIGITS[a] << 12 | DIGITS[b] << 8 | DIGITS[c] << 4 | DIGITS[d];
    }

    private static byte[] digits() {
        byte[] digits = new byte[128];
        Arrays.fill(digits, (byte) -1);
        for (int value = 0; value < 16; value++) {
            digits[Character.forDigit(value, 16)] = (byte) value;
        }
        return digits;
    }
}
