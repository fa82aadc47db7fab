package io.myelin.store.kafka.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * An identifier's 16 bytes: a UUID in its canonical form stands for itself, anything else for the start of its SHA-256.
 *
 * <p>The two can't meet: a hashed identifier carries version 15 at the place of a UUID's version, and a UUID of that
 * version is hashed. So nobody can make up a UUID that collides with a given text.
 *
 * @param high the first 8 bytes, big-endian
 * @param low the last 8 bytes, big-endian
 */
public record Digest(long high, long low) {

    static final int BYTES = 16;

    /** Bits 12 to 15 of the high half hold a UUID's version; no UUID in use has 15 there. */
    private static final long HASHED = 0xF000L;

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Digest::sha256);

    /** Returns the digest of an identifier. */
    public static Digest of(String identifier) {
        Digest uuid = CanonicalUuid.read(identifier);
        if (uuid != null && (uuid.high & HASHED) != HASHED) {
            return uuid;
        }
        byte[] hash = SHA_256.get().digest(identifier.getBytes(UTF_8));
        return new Digest((long) BIG_ENDIAN.get(hash, 0) | HASHED, (long) BIG_ENDIAN.get(hash, Long.BYTES));
    }

    byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        BIG_ENDIAN.set(bytes, 0, high);
        BIG_ENDIAN.set(bytes, Long.BYTES, low);
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must offer SHA-256, but this one doesn't.", e);
        }
    }
}
