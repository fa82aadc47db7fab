package io.myelin.chaos.history;

/** A digest of a sequence of texts: equal for equal sequences, and for others with a chance of 1 in 2^64 (FNV-1a). */
public final class TextDigest {

    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long value = OFFSET_BASIS;

    /** Goes on with a text. */
    public TextDigest add(String text) {
        for (int i = 0; i < text.length(); i++) {
            mix(text.charAt(i));
        }
        mix('\n');
        return this;
    }

    /** Returns the digest of what was added so far. */
    public long value() {
        return value;
    }

    private void mix(int character) {
        value = (value ^ character) * PRIME;
    }
}
