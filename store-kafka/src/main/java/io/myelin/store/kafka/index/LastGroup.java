package io.myelin.store.kafka.index;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.protocol.ValidGroup;
import java.util.UUID;

/**
 * The last valid group that an index holds; a log that doesn't hold it is not the one that the index came from (rule 9).
 *
 * @param groupId as in its stamps
 * @param base offset of its first record
 * @param end offset after its last record
 */
public record LastGroup(UUID groupId, long base, long end) {

    /** Checks that the group has a record. */
    public LastGroup {
        requireNonNull(groupId, "groupId");
        if (base < 0 || end <= base) {
            throw new IllegalArgumentException(
                    "A group has at least one record from offset 0 on; found base " + base + " and end " + end + ".");
        }
    }

    static LastGroup of(ValidGroup group) {
        return new LastGroup(group.records().get(0).stamp().groupId(), group.base(), group.end());
    }
}
