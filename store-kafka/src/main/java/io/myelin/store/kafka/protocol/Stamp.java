package io.myelin.store.kafka.protocol;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Where a record's writer expects it to land, and which group and commit it belongs to (rule 1 of the protocol).
 *
 * @param groupId of the group that was sent at once; new for every attempt
 * @param base offset at which the group's first record is expected, from 0
 * @param groupLength records in the group, at least 1
 * @param groupIndex this record's place in the group, from 0
 * @param commitId of the commit; the same in every attempt to append it
 * @param commitIndex this record's place in its commit, from 0
 * @param commitLength records in the commit, at least 1
 */
public record Stamp(
        UUID groupId, long base, int groupLength, int groupIndex, UUID commitId, int commitIndex, int commitLength) {

    /** Checks that the places lie within their lengths. */
    public Stamp {
        requireNonNull(groupId, "groupId");
        requireNonNull(commitId, "commitId");
        if (base < 0 || groupIndex < 0 || groupIndex >= groupLength) {
            throw new IllegalArgumentException("A group's record must lie within the group: base %d, index %d of %d."
                    .formatted(base, groupIndex, groupLength));
        }
        if (commitIndex < 0 || commitIndex >= commitLength || commitIndex > groupIndex || commitLength > groupLength) {
            throw new IllegalArgumentException("A commit must lie within its group: index %d of %d, in group %d of %d."
                    .formatted(commitIndex, commitLength, groupIndex, groupLength));
        }
    }

    /** Returns the only offset at which this record can be valid. */
    public long expectedOffset() {
        return base + groupIndex;
    }
}
