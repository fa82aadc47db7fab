package io.myelin.retry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.myelin.retry.internal.Causes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names a failure so that all events that fail for the same reason share the name.
 *
 * <p>Made from the exception classes of the chain, the SQLStates and the three topmost application methods, without
 * messages, line numbers and identifiers: the same defect keeps its fingerprint for every event, attempt and node.
 *
 * @param value 16 characters of lower-case hexadecimal
 */
public record Fingerprint(String value) {

    /** Three methods tell where it broke; more would tell who called, which differs between processor and retry. */
    static final int FRAMES_MAX = 3;

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

    /** Digits in class and method names number lambdas and proxies, which differ from one start to the next. */
    private static final Pattern NUMBERS = Pattern.compile("\\$\\$.*|0x[0-9a-f]+|[0-9]+");

    /** Not the application's: its calls go through these, but the defect is rarely theirs. */
    private static final List<String> FOREIGN = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "jakarta.",
            "org.axonframework.",
            "org.h2.",
            "org.postgresql.",
            "com.zaxxer.",
            "io.myelin.core.",
            "io.myelin.handlers.",
            "io.myelin.retry.",
            "io.myelin.store.");

    /** @throws IllegalArgumentException if the value is no fingerprint */
    public Fingerprint {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("A fingerprint is 16 characters of 0-9 and a-f, was '" + value
                    + "'. Take it from a parked sequence.");
        }
    }

    /** Returns the fingerprint of a failure. */
    public static Fingerprint of(Throwable failure) {
        List<Throwable> causes = Causes.of(failure);
        String classes = causes.stream()
                .map(cause -> withoutNumbers(cause.getClass().getName()))
                .collect(Collectors.joining(","));
        String sqlStates = Causes.sqlStates(failure).collect(Collectors.joining(","));
        String frames = framesOf(causes.get(causes.size() - 1).getStackTrace()).collect(Collectors.joining(","));
        return new Fingerprint(hash(classes + "|" + sqlStates + "|" + frames));
    }

    /** Falls back to the topmost frames of whomever, if the application has none: better than no place at all. */
    private static Stream<String> framesOf(StackTraceElement[] stack) {
        List<StackTraceElement> own = Arrays.stream(stack)
                .filter(frame -> FOREIGN.stream().noneMatch(frame.getClassName()::startsWith))
                .limit(FRAMES_MAX)
                .toList();
        Stream<StackTraceElement> frames = own.isEmpty() ? Arrays.stream(stack).limit(FRAMES_MAX) : own.stream();
        return frames.map(frame -> withoutNumbers(frame.getClassName() + "#" + frame.getMethodName()));
    }

    private static String withoutNumbers(String name) {
        return NUMBERS.matcher(name).replaceAll("");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256; this one does not.", e);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
