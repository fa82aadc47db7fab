package io.myelin.embeddedkafka;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Makes ids as Kafka makes them: 16 random bytes in URL-safe Base64, not beginning with a dash. */
final class ClusterId {

    private ClusterId() {}

    static String random() {
        String id;
        do {
            UUID random = UUID.randomUUID();
            ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(random.getMostSignificantBits())
                    .putLong(random.getLeastSignificantBits());
            id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
        } while (id.startsWith("-"));
        return id;
    }
}
