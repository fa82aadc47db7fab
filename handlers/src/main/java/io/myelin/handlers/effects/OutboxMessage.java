package io.myelin.handlers.effects;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A message on its way out.
 *
 * @param id the same each time it is sent, and no other's; hand it on, so that the receiver can tell a repetition
 * @param channel that it was sent to
 * @param key messages with the same one come in order
 * @param attempt which one this is, from 1
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record OutboxMessage(String id, String channel, String key, byte[] payload, int attempt) {

    /** Returns the payload as text, in UTF-8. */
    public String text() {
        return new String(payload, UTF_8);
    }
}
