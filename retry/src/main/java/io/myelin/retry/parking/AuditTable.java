package io.myelin.retry.parking;

import java.sql.Connection;
import java.time.Instant;

/** {@code retry_audit}: who did what to parked sequences, and why. Rows are only ever added. */
record AuditTable(String group) {

    static final int TARGET_CHARS_MAX = 400;

    static final int DETAIL_CHARS_MAX = 2_000;

    /** What was done, to what, and what came of it. */
    record Entry(String action, String target, String detail) {}

    void insert(Connection connection, Act act, Entry entry, Instant now) {
        Sql.update(
                connection,
                "insert into retry_audit (processing_group, acted_at, actor, action, target, reason, detail)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                group,
                now,
                act.actor(),
                entry.action(),
                Texts.storable(entry.target(), TARGET_CHARS_MAX),
                act.reason(),
                Texts.storable(entry.detail(), DETAIL_CHARS_MAX));
    }
}
