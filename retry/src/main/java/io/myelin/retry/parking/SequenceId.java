package io.myelin.retry.parking;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A sequence's name as the tables hold it: the same text for the same sequence, in every process and for ever.
 *
 * @param value the identifier's text, or {@code sha256:} and its hash if it is longer than a key may be
 * @param label the start of the text that was hashed, for people; otherwise null
 */
record SequenceId(String value, @Nullable String label) implements Comparable<SequenceId> {

    /** What fits into an index entry of both databases with the group's name beside it. */
    static final int VALUE_CHARS_MAX = 255;

    /** Enough to recognize it by; the whole stands in the events. */
    static final int LABEL_CHARS_MAX = 1_024;

    private static final String HASHED = "sha256:";

    private static final Pattern HASHED_FORM = Pattern.compile(HASHED + "[0-9a-f]{64}");

    /**
     * Returns the name of the sequence that a sequencing policy answered with, or that was read from the tables.
     *
     * @throws IllegalArgumentException if the identifier's text would differ from process to process
     */
    static SequenceId of(Object identifier) {
        String text = textOf(identifier);
        if (text.startsWith(HASHED) && HASHED_FORM.matcher(text).matches()) {
            return new SequenceId(text, null);
        }
        // PostgreSQL stores no zero characters.
        if (text.length() <= VALUE_CHARS_MAX && !text.startsWith(HASHED) && text.indexOf('\0') < 0) {
            return new SequenceId(text, null);
        }
        return new SequenceId(HASHED + hash(text), Texts.storable(text, LABEL_CHARS_MAX));
    }

    private static String textOf(Object identifier) {
        if (identifier instanceof String text) {
            return text;
        }
        if (identifier instanceof Enum<?> constant) {
            return constant.name();
        }
        if (hasNoText(identifier)) {
            throw new IllegalArgumentException("The sequencing policy answered with a "
                    + identifier.getClass().getName()
                    + ", which has no toString() of its own. Its events would lose their"
                    + " order at the next start. Answer with a String, number, enum, UUID or record.");
        }
        return identifier.toString();
    }

    private static boolean hasNoText(Object identifier) {
        try {
            return identifier.getClass().isArray()
                    || identifier.getClass().getMethod("toString").getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every object has toString(); this one does not.", e);
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one does not.", e);
        }
    }

    /** All that lock several sequences do so in this order, so that none waits for another in a circle. */
    @Override
    public int compareTo(SequenceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SequenceId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }
}
