package io.myelin.store.kafka.topic;

import io.myelin.store.kafka.topic.DescribedTopic.Right;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges topics. Gives findings: texts that say what was found, what it would lead to, and the command that mends it.
 *
 * @param brokers the ids of the brokers that run
 */
record TopicCheck(MendCommands mend, List<Integer> brokers) {

    private static final String PAGE = "docs/operations/topic.md";

    TopicCheck {
        brokers = List.copyOf(brokers);
    }

    /** All findings on a topic that is there; none if it will do. */
    List<String> findings(TopicPlan plan, DescribedTopic found) {
        List<String> findings = new ArrayList<>();
        if (!found.missingRights().isEmpty()) {
            findings.add(rights(found.name(), found.missingRights()));
        }
        layout(plan, found, findings);
        findings.addAll(settings(plan, found));
        return findings;
    }

    /** The findings on the settings alone, in the plan's order. */
    List<String> settings(TopicPlan plan, DescribedTopic found) {
        return plan.requirements().stream()
                .filter(requirement -> !requirement.holds().test(found))
                .map(requirement -> setting(requirement, found))
                .toList();
    }

    /** The finding on a topic that is not there and must not be created. */
    String missing(TopicPlan plan) {
        return "Topic '%s' is not there, and the settings say create=false. %s Create it with: %s"
                .formatted(plan.topic(), without(plan), mend.create(plan));
    }

    /** The finding on rights that this client has not. */
    String rights(String topic, Collection<Right> missing) {
        Set<Right> rights = EnumSet.copyOf(missing);
        return "%s may not %s topic '%s', so the store can neither check nor use it. Grant the right with: %s"
                .formatted(
                        mend.client().principal(),
                        rights.stream().map(Right::operation).collect(Collectors.joining(", ")),
                        topic,
                        mend.grant(topic, rights));
    }

    /** The finding on a topic that can't be created as there are too few brokers. */
    String tooFewBrokers(TopicPlan plan) {
        return ("Topic '%s' must have %d copies, but only brokers %s run, so it can't be created; fewer copies could"
                        + " lose events. Start more brokers, or set replicas=%d.")
                .formatted(plan.topic(), plan.replicas(), brokers, Math.max(1, brokers.size()));
    }

    private static String without(TopicPlan plan) {
        return plan.holdsEvents() ? "No event can be stored." : "No snapshot can be stored.";
    }

    private void layout(TopicPlan plan, DescribedTopic found, List<String> findings) {
        DescribedTopic.Partitions partitions = found.partitions();
        if (partitions.count() != 1) {
            findings.add(partitions(plan, found));
        }
        if (partitions.replicas().size() < plan.replicas()) {
            findings.add(replicas(plan, found));
        }
        if (plan.holdsEvents() && partitions.firstOffset() > 0) {
            findings.add(("Topic '%s' begins at offset %d: records before it were deleted, and aggregates would be"
                            + " loaded without their first events. Deleted records don't come back: restore the topic"
                            + " from a backup, or import an export into a new log (%s).")
                    .formatted(found.name(), partitions.firstOffset(), PAGE));
        }
    }

    private String partitions(TopicPlan plan, DescribedTopic found) {
        String consequence = plan.holdsEvents()
                ? "Events would have no order across them, and no number to be known by."
                : "Snapshots in other partitions than 0 would not be found.";
        return ("Topic '%s' has %d partitions instead of 1. %s Kafka can't take partitions away: choose another log,"
                        + " or, if the topic holds nothing worth keeping, delete it and start again: %s (%s)")
                .formatted(found.name(), found.partitions().count(), consequence, mend.delete(found.name()), PAGE);
    }

    private String replicas(TopicPlan plan, DescribedTopic found) {
        List<Integer> present = found.partitions().replicas();
        String what = ("Topic '%s' has replication.factor=%d instead of %d: copies on brokers %s, running are %s."
                        + " Its records are lost with the last copy.")
                .formatted(found.name(), present.size(), plan.replicas(), present, brokers);
        Set<Integer> target = new LinkedHashSet<>(present);
        target.addAll(brokers);
        if (target.size() < plan.replicas()) {
            return what + " Start more brokers, or set replicas=%d.".formatted(target.size());
        }
        List<Integer> placed = target.stream().limit(plan.replicas()).toList();
        return what
                + " Set replicas=%d if that is meant, or add copies with: %s"
                        .formatted(present.size(), mend.placeOn(found.name(), placed));
    }

    private String setting(Requirement requirement, DescribedTopic found) {
        String name = requirement.setting();
        return "Topic '%s' has %s=%s instead of %s. %s Mend it with: %s"
                .formatted(
                        found.name(),
                        name,
                        found.setting(name),
                        requirement.wanted(),
                        requirement.consequence(),
                        mend.set(found.name(), name, requirement.wanted()));
    }
}
