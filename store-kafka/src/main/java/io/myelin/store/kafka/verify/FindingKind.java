package io.myelin.store.kafka.verify;

import static io.myelin.store.kafka.verify.Severity.DAMAGE;
import static io.myelin.store.kafka.verify.Severity.WARNING;

/** What can be wrong with a log: how bad it is, what it means and what to do. */
public enum FindingKind {
    FOREIGN_RECORD(
            WARNING,
            "foreign record",
            "Somebody else writes into the topic. Readers skip it, and no event is touched. Give that producer a topic of its own."),
    BROKEN_GROUP(
            WARNING,
            "broken group",
            "A part of a group sits where it was expected and the rest doesn't, so all of it is void. Its writer was told so and sent its commits again,"
                    + " or died before. Many of them: look at the network, and at how often leaders change."),
    UNFINISHED_GROUP(
            WARNING,
            "unfinished group at the end",
            "The log ends inside a group: it is being written just now, or its writer died. The next writer decides it; verify again then."),
    SEQUENCE_GAP(
            WARNING,
            "gap in an aggregate's sequence numbers",
            "Axon allows it, but no aggregate of Axon's makes one. Events were left out by an import, or by whoever wrote them."),
    UNKNOWN_EVENT_NAME(
            WARNING,
            "unknown event name",
            "The application that the known names are from can't read it, and will stop at it. Register the event, or add the name as a former one."),
    TOPIC_SETTING(WARNING, "setting that would lose or renumber events", "Nothing is lost by it yet. Mend it now."),
    UNREADABLE_STAMP(
            DAMAGE,
            "unreadable record of a group",
            "A record has a stamp, but can't be read, so its whole group is void. If its writer acknowledged it, these events are lost."),
    NEWER_FORMAT(
            DAMAGE,
            "record of a newer version",
            "Nothing from there on can be judged. Verify with the version that the writers use."),
    MISSING_RECORDS(
            DAMAGE,
            "records that are gone",
            "The topic was compacted, cleaned or truncated, or somebody writes to it in transactions. Acknowledged events may be lost: restore the topic from a"
                    + " backup, or import an export into a new log."),
    TORN_COMMIT(
            DAMAGE,
            "commit that is not whole",
            "A valid group holds only a part of a commit. No writer of this library does that."),
    SEQUENCE_REPEAT(
            DAMAGE,
            "sequence number that an aggregate had before",
            "Two writers both believed to know the aggregate's end. Its state depends on who reads it."),
    EVENT_ID_REPEAT(DAMAGE, "repeated event identifier", "One event is in the log twice. Projections handle it twice."),
    UNDECODABLE_PAYLOAD(
            DAMAGE,
            "payload or metadata that is not JSON",
            "The application can't read the event, and its aggregate can't be loaded."),
    INDEX_DISAGREES(
            DAMAGE,
            "index that says something else than the log",
            "The log is right. Stop the node, delete the index directory or rebuild it: ./myelin index rebuild.");

    private final Severity severity;
    private final String title;
    private final String meaning;

    FindingKind(Severity severity, String title, String meaning) {
        this.severity = severity;
        this.title = title;
        this.meaning = meaning;
    }

    /** Returns how bad it is. */
    public Severity severity() {
        return severity;
    }

    /** Returns what it is, for people. */
    public String title() {
        return title;
    }

    /** Returns what it means and what to do about it. */
    public String meaning() {
        return meaning;
    }
}
