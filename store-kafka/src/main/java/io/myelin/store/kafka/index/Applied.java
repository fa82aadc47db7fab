package io.myelin.store.kafka.index;

import io.myelin.store.kafka.protocol.ValidGroup;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far an index is: written with every batch of events, in the same batch.
 *
 * @param position offset below which everything is applied
 * @param lastGroup the last valid group below the position, if there was any
 */
record Applied(long position, Optional<LastGroup> lastGroup) {

    static final Applied NOTHING = new Applied(0, Optional.empty());

    private static final byte[] KEY = {'a'};
    private static final int BYTES = 5 * Long.BYTES;

    static byte[] key() {
        return KEY;
    }

    /** Returns the groups that are not applied yet. */
    List<ValidGroup> withoutApplied(List<ValidGroup> groups) {
        return groups.isEmpty() || groups.get(0).base() >= position
                ? groups
                : groups.stream().filter(group -> group.end() > position).toList();
    }

    /**
     * Returns how far the index is once the groups are applied and the position is moved.
     *
     * @throws IllegalArgumentException if the groups are not between the two positions and in order
     */
    Applied after(List<ValidGroup> groups, long newPosition) {
        long end = position;
        for (ValidGroup group : groups) {
            if (group.base() < end || group.end() > newPosition) {
                throw new IllegalArgumentException(
                        ("A group from offset %d to %d can't be applied between %d and position %d: groups must follow each"
                                        + " other in the order of the log.")
                                .formatted(group.base(), group.end(), end, newPosition));
            }
            end = group.end();
        }
        return groups.isEmpty()
                ? new Applied(Math.max(position, newPosition), lastGroup)
                : new Applied(newPosition, Optional.of(LastGroup.of(groups.get(groups.size() - 1))));
    }

    byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(position);
        lastGroup.ifPresent(group -> bytes.putLong(group.base())
                .putLong(group.end())
                .putLong(group.groupId().getMostSignificantBits())
                .putLong(group.groupId().getLeastSignificantBits()));
        return bytes.array();
    }

    /** Reads what {@link #bytes} wrote; a missing value means that nothing was applied yet. */
    static Applied of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return NOTHING;
        }
        if (bytes.length != BYTES) {
            throw new MalformedEntryException("it takes " + bytes.length + " bytes instead of " + BYTES, null);
        }
        ByteBuffer source = ByteBuffer.wrap(bytes);
        long position = source.getLong();
        long base = source.getLong();
        long end = source.getLong();
        // A group has at least one record, so an end of 0 stands for none.
        return new Applied(
                position,
                end == 0
                        ? Optional.empty()
                        : Optional.of(new LastGroup(new UUID(source.getLong(), source.getLong()), base, end)));
    }
}
