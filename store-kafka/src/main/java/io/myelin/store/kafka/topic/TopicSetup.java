package io.myelin.store.kafka.topic;

import static java.util.Objects.requireNonNull;

import io.myelin.store.kafka.StoreSetupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Brings a log's topics about: creates what is missing, judges what is there. For every start of the store. */
public final class TopicSetup {

    /** Between two looks for a topic that was just created: brokers tell each other within some milliseconds. */
    private static final long LOOK_PAUSE_MS = 20;

    private final TopicSettings settings;
    private final TopicAdmin admin;
    private final Pause pause;
    private final Map<String, DescribedTopic> found = new HashMap<>();
    private final List<String> findings = new ArrayList<>();

    TopicSetup(TopicSettings settings, TopicAdmin admin, Pause pause) {
        this.settings = settings;
        this.admin = admin;
        this.pause = pause;
    }

    /**
     * Creates the topics that are missing, if the settings say so, and checks all of them. If one that is there won't
     * do, nothing is created. Blocks, at the longest for a few times the settings' patience. Any number of nodes may
     * call it at once.
     *
     * @param clientProperties properties of Kafka's clients, {@code bootstrap.servers} among them; what TLS and SASL
     *     need goes through as it is
     * @return the topics, fit for use
     * @throws StoreSetupException if a topic would lose or renumber events, a right is missing, or no broker answers;
     *     it holds all that was found, each with its mend
     * @throws IllegalArgumentException if {@code bootstrap.servers} is missing
     */
    public static StoreTopics prepare(Map<String, String> clientProperties, TopicSettings settings) {
        return prepare(clientProperties, settings, Use.WRITING);
    }

    /** As {@link #prepare(Map, TopicSettings)}, for a client that may want less of the topics. */
    public static StoreTopics prepare(Map<String, String> clientProperties, TopicSettings settings, Use use) {
        MendCommands mend = new MendCommands(ClientIdentity.of(clientProperties));
        BrokerAnswers answers = new BrokerAnswers(mend, settings.patience());
        Admin admin = answers.connect(clientProperties);
        try {
            return new TopicSetup(settings, new TopicAdmin(admin, answers, mend, use), TimeUnit.MILLISECONDS::sleep)
                    .prepare();
        } catch (KafkaException e) {
            throw answers.refusal(e);
        } finally {
            // All answers are in; what a time-out left in flight is not waited for.
            admin.close(Duration.ZERO);
        }
    }

    StoreTopics prepare() {
        List<Integer> brokers = admin.brokers();
        TopicCheck check = new TopicCheck(admin.mend(), brokers);
        TopicPlan log = TopicPlan.forLog(settings, brokers.size());
        TopicPlan snapshots = TopicPlan.forSnapshots(settings, brokers.size());

        List<TopicPlan> missing = new ArrayList<>();
        for (TopicPlan plan : List.of(log, snapshots)) {
            collect(() -> judge(plan, check, missing));
        }
        refuseIfAnythingWasFound();
        for (TopicPlan plan : missing) {
            collect(() -> create(plan, check));
        }
        refuseIfAnythingWasFound();
        return new StoreTopics(described(log), described(snapshots));
    }

    private void judge(TopicPlan plan, TopicCheck check, List<TopicPlan> missing) {
        DescribedTopic topic = admin.describe(plan.topic()).orElse(null);
        if (topic != null) {
            accept(plan, check, topic);
        } else if (settings.create()) {
            missing.add(plan);
        } else {
            findings.add(check.missing(plan));
        }
    }

    /** The judgement again: another node may have been faster, with other settings. */
    private void create(TopicPlan plan, TopicCheck check) {
        admin.create(plan, check.brokers());
        accept(plan, check, awaitCreated(plan.topic()));
    }

    private void accept(TopicPlan plan, TopicCheck check, DescribedTopic topic) {
        findings.addAll(check.findings(plan, topic));
        found.put(plan.topic(), topic);
    }

    /** A broker acknowledges a new topic a moment before the last of them has heard of it. */
    private DescribedTopic awaitCreated(String topic) {
        for (long waitedMs = 0; waitedMs <= settings.patience().toMillis(); waitedMs += LOOK_PAUSE_MS) {
            Optional<DescribedTopic> created = admin.describe(topic);
            if (created.isPresent()) {
                return created.get();
            }
            try {
                pause.forMillis(LOOK_PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new StoreSetupException(
                ("Topic '%s' was created, but after %s no broker shows it, so it can't be checked. Start again; if it"
                                + " stays so, look into the brokers' logs.")
                        .formatted(topic, settings.patience()),
                null);
    }

    private void collect(Runnable step) {
        try {
            step.run();
        } catch (TopicRefusedException e) {
            findings.add(e.getMessage());
        }
    }

    private void refuseIfAnythingWasFound() {
        if (!findings.isEmpty()) {
            throw new StoreSetupException(findings);
        }
    }

    private LogTopic described(TopicPlan plan) {
        DescribedTopic topic = requireNonNull(found.get(plan.topic()));
        return new LogTopic(
                topic.name(),
                topic.topicId(),
                Integer.parseInt(topic.setting(TopicPlan.MAX_MESSAGE_BYTES)),
                topic.partitions().replicas().size(),
                Integer.parseInt(topic.setting(TopicPlan.MIN_INSYNC)));
    }

    /** Waits; handed in, so that tests need not. */
    @FunctionalInterface
    interface Pause {
        void forMillis(long millis) throws InterruptedException;
    }
}
