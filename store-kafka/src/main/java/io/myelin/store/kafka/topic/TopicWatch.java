package io.myelin.store.kafka.topic;

import io.myelin.store.kafka.StoreSetupException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Looks at a log's topic again while a store runs on it: nobody tells a client that a topic was deleted, replaced or cut.
 * For one thread, but for {@link #close()}.
 */
public final class TopicWatch implements AutoCloseable {

    private static final String PAGE = "docs/operations/behind-the-back.md";

    private final TopicAdmin admin;
    private final TopicPlan plan;
    private final LogTopic opened;

    private TopicWatch(TopicAdmin admin, TopicPlan plan, LogTopic opened) {
        this.admin = admin;
        this.plan = plan;
        this.opened = opened;
    }

    /**
     * Connects.
     *
     * @param clientProperties properties of Kafka's clients, {@code bootstrap.servers} among them
     * @param settings by which the topic was judged at the start
     * @param opened the topic as it was then
     */
    public static TopicWatch on(Map<String, String> clientProperties, TopicSettings settings, LogTopic opened) {
        MendCommands mend = new MendCommands(ClientIdentity.of(clientProperties));
        BrokerAnswers answers = new BrokerAnswers(mend, settings.patience());
        TopicAdmin admin = new TopicAdmin(answers.connect(clientProperties), answers, mend, Use.READING);
        return new TopicWatch(admin, TopicPlan.forLog(settings, opened.replicas()), opened);
    }

    /**
     * What was found.
     *
     * @param broken why the topic is not the one any more that the store was opened on; empty if it is
     * @param atRisk settings under which events will be lost or refused, each with its mend
     */
    public record Found(Optional<String> broken, List<String> atRisk) {

        /** Copies the list. */
        public Found {
            atRisk = List.copyOf(atRisk);
        }
    }

    /**
     * Asks the brokers. Blocks, at the longest for a few times the settings' patience.
     *
     * @param position below which the store has read all; to be asked for before this call
     * @return empty if there was no answer, as while brokers are away
     */
    public Optional<Found> look(long position) {
        try {
            return Optional.of(admin.describe(opened.name())
                    .map(topic -> judge(topic, position))
                    .orElseGet(this::gone));
        } catch (KafkaException | StoreSetupException | TopicRefusedException e) {
            return Optional.empty();
        }
    }

    private Found gone() {
        return broken(
                ("Topic '%s' is gone: somebody deleted it. What the index of this node holds may be the last copy of its"
                                + " events.")
                        .formatted(opened.name()));
    }

    private Found judge(DescribedTopic topic, long position) {
        if (!topic.topicId().equals(opened.topicId())) {
            return broken(
                    ("Topic '%s' was replaced: its id is %s now, and the store was opened on id %s. The log that it follows is"
                                    + " deleted, and this one holds other events.")
                            .formatted(topic.name(), topic.topicId(), opened.topicId()));
        }
        long first = topic.partitions().firstOffset();
        if (first > 0) {
            return broken(
                    "Topic '%s' begins at offset %d now: the records before it were deleted, by a retention or by hand."
                            .formatted(topic.name(), first));
        }
        long end = admin.endOffset(topic.name());
        if (end < position) {
            return broken(
                    ("Topic '%s' ends at offset %d, and the store has read up to %d: its newest events were lost, and others"
                                    + " would take their offsets.")
                            .formatted(topic.name(), end, position));
        }
        return judgeSettings(topic);
    }

    private Found judgeSettings(DescribedTopic topic) {
        List<String> findings = new TopicCheck(admin.mend(), List.of()).settings(plan, topic);
        if (topic.setting(TopicPlan.CLEANUP_POLICY).contains("compact")) {
            // What compaction takes leaves no trace that one could look for.
            return new Found(Optional.of(findings.get(0) + " (" + PAGE + ")"), findings);
        }
        return new Found(Optional.empty(), findings);
    }

    private static Found broken(String what) {
        return new Found(
                Optional.of(what + " Stop all writers of this log, keep the index directories, and see " + PAGE + "."),
                List.of());
    }

    @Override
    public void close() {
        Admin client = admin.admin();
        client.close(Duration.ZERO);
    }
}
