package io.myelin.store.kafka.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.myelin.store.kafka.topic.DescribedTopic.Partitions;
import io.myelin.store.kafka.topic.DescribedTopic.Right;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TopicCheckTest {

    private static final TopicSettings SETTINGS = TopicSettings.log("orders").build();
    private static final TopicPlan LOG = TopicPlan.forLog(SETTINGS, 3);
    private static final TopicPlan SNAPSHOTS = TopicPlan.forSnapshots(SETTINGS, 3);
    private static final Map<String, String> PLAIN = Map.of("bootstrap.servers", "kafka:9092");
    private static final TopicCheck CHECK = check(PLAIN, 1, 2, 3);

    @Test
    void a_topic_created_as_planned_will_do() {
        assertThat(CHECK.findings(LOG, asPlanned(LOG))).isEmpty();
        assertThat(CHECK.findings(SNAPSHOTS, asPlanned(SNAPSHOTS))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cleanup.policy, compact, delete",
        "cleanup.policy, 'compact,delete', delete",
        "retention.ms, 604800000, -1",
        "retention.bytes, 1073741824, -1",
        "unclean.leader.election.enable, true, false",
        "min.insync.replicas, 1, 2",
        "min.insync.replicas, 4, 2",
        "message.timestamp.type, LogAppendTime, CreateTime",
        "message.timestamp.before.max.ms, 3600000, 9223372036854775807",
        "message.timestamp.after.max.ms, 3600000, 9223372036854775807",
        "max.message.bytes, 1000, 1048588"
    })
    void a_setting_that_would_lose_or_refuse_events_is_named_with_its_mend(
            String setting, String found, String wanted) {
        List<String> findings = CHECK.findings(LOG, with(asPlanned(LOG), setting, found));

        assertThat(findings)
                .singleElement()
                .asString()
                .satisfies(finding -> assertThat(finding)
                        .startsWith("Topic 'orders' has " + setting + "=" + found + " instead of " + wanted + ". ")
                        .endsWith("Mend it with: kafka-configs.sh --bootstrap-server kafka:9092 --entity-type topics"
                                + " --entity-name orders --alter --add-config " + setting + "=" + wanted));
    }

    @ParameterizedTest
    @CsvSource({"max.message.bytes, 2000000", "min.insync.replicas, 3", "segment.bytes, 1000"})
    void a_setting_that_is_stricter_or_of_no_matter_will_do(String setting, String found) {
        assertThat(CHECK.findings(LOG, with(asPlanned(LOG), setting, found))).isEmpty();
    }

    @Test
    void a_compacted_topic_is_wanted_for_snapshots_only() {
        assertThat(CHECK.findings(SNAPSHOTS, with(asPlanned(SNAPSHOTS), "cleanup.policy", "delete")))
                .singleElement()
                .asString()
                .contains("'orders-snapshots'", "cleanup.policy=compact");
    }

    @Test
    void all_that_is_wrong_is_found_at_once() {
        DescribedTopic wrong = with(with(asPlanned(LOG), "retention.ms", "1"), "cleanup.policy", "compact");

        assertThat(CHECK.findings(LOG, with(wrong, new Partitions(2, List.of(1, 2, 3), 0))))
                .hasSize(3);
    }

    @Test
    void partitions_can_not_be_taken_away_so_the_mend_is_another_topic() {
        assertThat(CHECK.findings(LOG, with(asPlanned(LOG), new Partitions(2, List.of(1, 2, 3), 0))))
                .singleElement()
                .asString()
                .contains("has 2 partitions instead of 1", "choose another log")
                .contains("kafka-topics.sh --bootstrap-server kafka:9092 --delete --topic orders");
    }

    @Test
    void a_log_whose_beginning_was_deleted_is_refused() {
        assertThat(CHECK.findings(LOG, with(asPlanned(LOG), new Partitions(1, List.of(1, 2, 3), 17))))
                .singleElement()
                .asString()
                .contains("begins at offset 17", "import an export");
    }

    @Test
    void copies_are_added_on_brokers_that_have_none() {
        assertThat(CHECK.findings(LOG, with(asPlanned(LOG), new Partitions(1, List.of(2), 0))))
                .singleElement()
                .asString()
                .contains("replication.factor=1 instead of 3: copies on brokers [2], running are [1, 2, 3]")
                .contains("Set replicas=1 if that is meant")
                .contains("\"partition\":0,\"replicas\":[2,1,3]}")
                .contains("kafka-reassign-partitions.sh --bootstrap-server kafka:9092");
    }

    @Test
    void copies_for_which_there_are_no_brokers_want_more_brokers() {
        TopicPlan three =
                TopicPlan.forLog(TopicSettings.log("orders").replicas(3).build(), 1);
        DescribedTopic one = with(asPlanned(three), new Partitions(1, List.of(1), 0));

        assertThat(check(PLAIN, 1).findings(three, one))
                .singleElement()
                .asString()
                .contains("Start more brokers, or set replicas=1");
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 2, 2", "3, 3, 2", "5, 3, 2"})
    void copies_follow_the_number_of_brokers(int brokers, int replicas, String minInsync) {
        TopicPlan plan = TopicPlan.forLog(SETTINGS, brokers);

        assertThat(plan.replicas()).isEqualTo(replicas);
        assertThat(plan.settings()).containsEntry("min.insync.replicas", minInsync);
    }

    @Test
    void brokers_that_are_down_do_not_make_a_sound_topic_wrong() {
        TopicPlan oneLeft = TopicPlan.forLog(SETTINGS, 1);

        assertThat(CHECK.findings(oneLeft, asPlanned(LOG))).isEmpty();
    }

    @Test
    void missing_rights_are_granted_by_one_command() {
        Map<String, String> secured = Map.of(
                "bootstrap.servers", "kafka:9092",
                "security.protocol", "SASL_SSL",
                "sasl.jaas.config", "PlainLoginModule required username=\"shop\" password=\"x\";");
        DescribedTopic topic = asPlanned(LOG);
        DescribedTopic unread = new DescribedTopic(
                topic.name(), topic.topicId(), topic.partitions(), topic.settings(), List.of(Right.WRITE, Right.READ));

        assertThat(check(secured, 1, 2, 3).findings(LOG, unread))
                .singleElement()
                .asString()
                .contains("User:shop may not Read, Write topic 'orders'")
                .endsWith("kafka-acls.sh --bootstrap-server kafka:9092 --command-config client.properties --add"
                        + " --allow-principal 'User:shop' --operation Read --operation Write --topic orders");
    }

    @Test
    void a_missing_topic_comes_with_the_command_that_creates_it_right() {
        assertThat(CHECK.missing(LOG))
                .contains("Topic 'orders' is not there")
                .contains("--create --topic orders --partitions 1 --replication-factor 3 --config cleanup.policy=delete"
                        + " --config retention.ms=-1 --config retention.bytes=-1");
    }

    @Test
    void the_operators_page_creates_the_topic_that_the_store_would_create() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "operations", "topic.md"));

        assertThat(LOG.settings())
                .allSatisfy((setting, value) -> assertThat(page).contains("--config " + setting + "=" + value));
    }

    private static TopicCheck check(Map<String, String> clientProperties, Integer... brokers) {
        return new TopicCheck(new MendCommands(ClientIdentity.of(clientProperties)), List.of(brokers));
    }

    private static DescribedTopic asPlanned(TopicPlan plan) {
        Partitions partitions = new Partitions(1, List.of(1, 2, 3).subList(0, plan.replicas()), 0);
        return new DescribedTopic(plan.topic(), "id", partitions, plan.settings(), List.of());
    }

    private static DescribedTopic with(DescribedTopic topic, String setting, String value) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        settings.put(setting, value);
        return new DescribedTopic(topic.name(), topic.topicId(), topic.partitions(), settings, List.of());
    }

    private static DescribedTopic with(DescribedTopic topic, Partitions partitions) {
        return new DescribedTopic(topic.name(), topic.topicId(), partitions, topic.settings(), List.of());
    }
}
