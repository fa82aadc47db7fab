package io.myelin.store.kafka.topic;

import static io.myelin.store.kafka.topic.Requirement.exactly;
import static io.myelin.store.kafka.topic.Requirement.number;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a topic of the store must be. New topics are created by it and found ones are judged by it.
 *
 * @param topic its name
 * @param replicas how many copies it must have at least
 * @param holdsEvents whether it is the log, whose records must never go
 * @param requirements of its settings
 */
record TopicPlan(String topic, int replicas, boolean holdsEvents, List<Requirement> requirements) {

    /** Copies by default: two may be lost. More cost disks and protect no better against what fails all at once. */
    static final int REPLICAS_MAX = 3;

    static final String MIN_INSYNC = "min.insync.replicas";
    static final String MAX_MESSAGE_BYTES = "max.message.bytes";

    static final String CLEANUP_POLICY = "cleanup.policy";

    TopicPlan {
        requirements = List.copyOf(requirements);
    }

    /** The log's topic on a cluster of so many brokers. */
    static TopicPlan forLog(TopicSettings settings, int brokers) {
        int replicas = replicas(settings, brokers);
        return new TopicPlan(
                settings.log(),
                replicas,
                true,
                Stream.of(kept(), inOrder(replicas), asWritten(settings.maxMessageBytes()))
                        .flatMap(List::stream)
                        .toList());
    }

    /** The snapshots' topic: derived from the log, so a loss costs time and no data. */
    static TopicPlan forSnapshots(TopicSettings settings, int brokers) {
        return new TopicPlan(
                settings.snapshots(),
                replicas(settings, brokers),
                false,
                List.of(
                        exactly(
                                CLEANUP_POLICY,
                                "compact",
                                "Snapshots would go by their age, or old ones would stay for ever."),
                        maxMessageBytes(settings.maxMessageBytes(), "Larger snapshots would be refused.")));
    }

    /** The settings of a new topic, in a fixed order. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Requirement requirement : requirements) {
            settings.put(requirement.setting(), requirement.wanted());
        }
        return settings;
    }

    private static int replicas(TopicSettings settings, int brokers) {
        return settings.replicas().orElse(Math.max(1, Math.min(brokers, REPLICAS_MAX)));
    }

    private static List<Requirement> kept() {
        return List.of(
                exactly(
                        CLEANUP_POLICY,
                        "delete",
                        "Compaction would keep each aggregate's newest event and delete all before it."),
                exactly("retention.ms", "-1", "Events would be deleted when they are older than that."),
                exactly("retention.bytes", "-1", "The oldest events would be deleted when the log outgrows that."));
    }

    private static List<Requirement> inOrder(int replicas) {
        int minInsync = Math.min(replicas, 2);
        return List.of(
                exactly(
                        "unclean.leader.election.enable",
                        "false",
                        "A replica that fell behind could become the leader: acknowledged events would vanish, and"
                                + " others would take their offsets."),
                // Lower than wanted loses events; higher than there are copies takes none.
                number(
                        MIN_INSYNC,
                        minInsync,
                        (topic, found) -> found >= minInsync
                                && found
                                        <= Math.max(
                                                replicas,
                                                topic.partitions().replicas().size()),
                        "With fewer, an acknowledged event can be lost with one broker; with more than there are copies,"
                                + " no event is ever acknowledged."));
    }

    private static List<Requirement> asWritten(int maxMessageBytes) {
        return List.of(
                exactly(
                        "message.timestamp.type",
                        "CreateTime",
                        "The broker would write its own time over that of the events."),
                exactly(
                        "message.timestamp.before.max.ms",
                        Long.MAX_VALUE,
                        "Events older than that, as imported ones are, would be refused."),
                exactly(
                        "message.timestamp.after.max.ms",
                        Long.MAX_VALUE,
                        "Events would be refused when the broker's clock is behind the application's by more than"
                                + " that."),
                maxMessageBytes(
                        maxMessageBytes, "Events would be refused for their size that the store's settings allow."));
    }

    private static Requirement maxMessageBytes(int atLeast, String consequence) {
        return number(MAX_MESSAGE_BYTES, atLeast, (topic, found) -> found >= atLeast, consequence);
    }
}
