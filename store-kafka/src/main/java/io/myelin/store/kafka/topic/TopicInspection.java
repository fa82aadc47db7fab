package io.myelin.store.kafka.topic;

import io.myelin.store.kafka.StoreSetupException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Describes a log's topic, without changing or refusing anything. For tools. */
public final class TopicInspection {

    private final TopicSettings settings;
    private final TopicAdmin admin;

    private TopicInspection(TopicSettings settings, TopicAdmin admin) {
        this.settings = settings;
        this.admin = admin;
    }

    /**
     * Asks the brokers. Blocks, at the longest for a few times the settings' patience.
     *
     * @param clientProperties properties of Kafka's clients, {@code bootstrap.servers} among them
     * @param settings what the topic should be like
     * @throws StoreSetupException if the topic is not there, the right to describe it is missing, or no broker answers
     * @throws IllegalArgumentException if {@code bootstrap.servers} is missing
     */
    public static TopicReport of(Map<String, String> clientProperties, TopicSettings settings) {
        MendCommands mend = new MendCommands(ClientIdentity.of(clientProperties));
        BrokerAnswers answers = new BrokerAnswers(mend, settings.patience());
        Admin admin = answers.connect(clientProperties);
        try {
            return new TopicInspection(settings, new TopicAdmin(admin, answers, mend, Use.READING)).report();
        } catch (TopicRefusedException e) {
            throw new StoreSetupException(String.valueOf(e.getMessage()), e);
        } catch (KafkaException e) {
            throw answers.refusal(e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private TopicReport report() {
        DescribedTopic topic = admin.describe(settings.log()).orElseThrow(this::missing);
        List<Integer> brokers = admin.brokers();
        if (!topic.missingRights().isEmpty()) {
            throw new StoreSetupException(
                    List.of(new TopicCheck(admin.mend(), brokers).rights(topic.name(), topic.missingRights())));
        }
        TopicPlan plan = TopicPlan.forLog(settings, brokers.size());
        Map<String, String> values = new LinkedHashMap<>();
        plan.requirements()
                .forEach(requirement -> values.put(requirement.setting(), topic.setting(requirement.setting())));
        DescribedTopic.Partitions partitions = topic.partitions();
        return new TopicReport(
                topic.name(),
                topic.topicId(),
                new TopicReport.Layout(partitions.count(), partitions.replicas(), partitions.firstOffset()),
                values,
                admin.sizeBytes(topic),
                admin.writers(topic),
                new TopicCheck(admin.mend(), brokers).findings(plan, asLongAsItIsThere(topic)));
    }

    /** What is gone already is not a matter of settings. */
    private static DescribedTopic asLongAsItIsThere(DescribedTopic topic) {
        DescribedTopic.Partitions found = topic.partitions();
        return new DescribedTopic(
                topic.name(),
                topic.topicId(),
                new DescribedTopic.Partitions(found.count(), found.replicas(), 0),
                topic.settings(),
                List.of());
    }

    private StoreSetupException missing() {
        return new StoreSetupException(
                "There is no topic '%s' on the brokers at %s, so there is no log to look at. Check its name: %s"
                        .formatted(
                                settings.log(),
                                admin.mend().client().servers(),
                                admin.mend().list()),
                null);
    }
}
